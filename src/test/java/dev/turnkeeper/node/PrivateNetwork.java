package dev.turnkeeper.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Nodes in network namespaces of their own, which hear each other through one switch alone, and whose cables to it can be
 * pulled: nothing is refused then, all is lost, as in a real cut. The test reaches every node by a line of its own, which
 * stays. Needs {@code ip} of iproute2 and the right to make namespaces, which root usually has.
 */
final class PrivateNetwork implements AutoCloseable {

    /** Only the nodes see these. */
    private static final String INSIDE = "10.99.0.";

    /** RFC 2544, for tests of networks: no other network has addresses from there. */
    private static final String OUTSIDE = "198.18.";

    private static final int COMMAND_SECONDS = 10;

    private final String name = "tk" + ProcessHandle.current().pid();
    private final List<NodeProcess.Site> sites = new ArrayList<>();
    private final Deque<String> undo = new ArrayDeque<>();
    private final Thread atExit = new Thread(this::remove);

    /** What keeps this user from making one. */
    static final class NotAllowed extends Exception {

        private static final long serialVersionUID = 1;

        private NotAllowed(IOException why) {
            super("no network namespaces here: " + why.getMessage(), why);
        }
    }

    /** @throws NotAllowed where the machine lacks {@code ip}, or the user the right */
    static PrivateNetwork of(int nodes) throws NotAllowed, InterruptedException {
        PrivateNetwork network = new PrivateNetwork();
        Runtime.getRuntime().addShutdownHook(network.atExit);
        try {
            network.make(nodes);
            return network;
        } catch (IOException refused) {
            network.close();
            throw new NotAllowed(refused);
        } catch (InterruptedException | RuntimeException failed) {
            network.close();
            throw failed;
        }
    }

    private PrivateNetwork() {}

    /** Where the nodes are to run, in order. */
    List<NodeProcess.Site> sites() {
        return List.copyOf(sites);
    }

    /** From now on this node hears no other, and none hears it. @param node from 0 */
    void cut(int node) throws IOException, InterruptedException {
        ip("-n " + name + "-switch link set dev cable" + node + " nomaster");
    }

    /** From now on these two do not hear each other, while both hear all others. */
    void part(int one, int other) throws IOException, InterruptedException {
        isolated(one, "on");
        isolated(other, "on");
    }

    private void isolated(int node, String onOrOff) throws IOException, InterruptedException {
        ip("-n " + name + "-switch link set dev cable" + node + " type bridge_slave isolated " + onOrOff);
    }

    /** All cables are plugged in again, and all hear each other. */
    void heal() throws IOException, InterruptedException {
        for (int node = 0; node < sites.size(); node++) {
            plugIn(node);
            isolated(node, "off");
        }
    }

    /** Takes away what was made, and nothing else. */
    @Override
    public void close() {
        remove();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void make(int nodes) throws IOException, InterruptedException {
        String block = freeBlock();
        namespace(name + "-switch");
        ip("-n " + name + "-switch link add name switch type bridge");
        ip("-n " + name + "-switch link set dev switch up");
        for (int node = 0; node < nodes; node++) {
            String home = name + "-" + node;
            namespace(home);
            ip("-n " + home + " link set dev lo up");
            ip("-n " + home + " link add name grid type veth peer name cable" + node + " netns " + name + "-switch");
            ip("-n " + home + " addr add " + INSIDE + (node + 1) + "/24 dev grid");
            ip("-n " + home + " link set dev grid up");
            plugIn(node);
            sites.add(new NodeProcess.Site(
                    List.of("ip", "netns", "exec", home), lineTo(node, home, block), INSIDE + (node + 1)));
            ip("netns exec " + home + " true");
        }
    }

    /** @return the node's address on it */
    private String lineTo(int node, String home, String block) throws IOException, InterruptedException {
        String line = name + "-" + node;
        ip("link add name " + line + " type veth peer name line netns " + home);
        undo.push("link del dev " + line);
        ip("addr add " + block + (4 * node + 1) + "/30 dev " + line);
        ip("link set dev " + line + " up");
        ip("-n " + home + " addr add " + block + (4 * node + 2) + "/30 dev line");
        ip("-n " + home + " link set dev line up");
        return block + (4 * node + 2);
    }

    private void namespace(String namespace) throws IOException, InterruptedException {
        ip("netns add " + namespace);
        undo.push("netns del " + namespace);
    }

    private void plugIn(int node) throws IOException, InterruptedException {
        ip("-n " + name + "-switch link set dev cable" + node + " master switch up");
    }

    /** Runs beside this one have others: each begins to look where its pid says. */
    private static String freeBlock() throws IOException, InterruptedException {
        String taken = ip("-4 -o addr") + ip("-4 route");
        int first = (int) (ProcessHandle.current().pid() % 256);
        return IntStream.range(0, 256)
                .mapToObj(i -> OUTSIDE + (first + i) % 256 + ".")
                .filter(block -> !taken.contains(block))
                .findFirst()
                .orElseThrow(() -> new IOException("all of " + OUTSIDE + "0.0/16 is taken"));
    }

    private synchronized void remove() {
        while (!undo.isEmpty()) {
            try {
                ip(undo.pop());
            } catch (IOException left) {
                System.getLogger(PrivateNetwork.class.getName()).log(System.Logger.Level.WARNING, left.getMessage());
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static String ip(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments.split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("\"ip " + arguments + "\" failed: " + said.strip());
        }
        return said;
    }
}
