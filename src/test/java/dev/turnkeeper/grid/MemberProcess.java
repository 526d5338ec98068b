package dev.turnkeeper.grid;

import com.hazelcast.config.Config;
import com.hazelcast.cp.CPGroup;
import com.hazelcast.cp.internal.RaftService;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A member in a JVM of its own, so that it can be stopped and killed as processes are. It counts up one counter, one call
 * after the other, and says what it met when asked.
 */
final class MemberProcess implements AutoCloseable {

    /** How Raft notices a lost leader; milliseconds, and heartbeats missed. */
    record Timing(int election, int heartbeat, int missed) {

        /** As in hazelcast.yaml. */
        static final Timing SHIPPED = new Timing(0, 0, 0);

        void apply(Config config) {
            if (election == 0) {
                return;
            }
            config.getCPSubsystemConfig()
                    .getRaftAlgorithmConfig()
                    .setLeaderElectionTimeoutInMillis(election)
                    .setLeaderHeartbeatPeriodInMillis(heartbeat)
                    .setMaxMissedLeaderHeartbeatCount(missed);
        }

        @Override
        public String toString() {
            return election + "/" + heartbeat + "×" + missed;
        }
    }

    /**
     * What a member met since it was last asked.
     *
     * @param longestGapMillis the longest time without an answered call
     * @param answered calls, over all
     * @param unknown calls that failed, over all
     * @param elections of the group that holds the counter
     * @param leads whether it leads that group
     * @param value the last answer; each is higher than the one before, or the member ends
     */
    record Met(long longestGapMillis, long answered, long unknown, long elections, boolean leads, long value) {

        static Met of(String line) {
            List<Long> numbers =
                    Arrays.stream(line.split(" ")).map(Long::parseLong).toList();
            return new Met(
                    numbers.get(0),
                    numbers.get(1),
                    numbers.get(2),
                    numbers.get(3),
                    numbers.get(4) == 1,
                    numbers.get(5));
        }
    }

    private final Process process;
    private final BufferedReader said;
    private final PrintStream asking;

    private MemberProcess(Process process) {
        this.process = process;
        this.said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.asking = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Three members that count. */
    static List<MemberProcess> three(Timing timing) throws IOException, InterruptedException {
        String name = "processes-" + UUID.randomUUID();
        String ports = LocalMember.freePorts(3).stream().map(String::valueOf).collect(Collectors.joining(","));
        List<MemberProcess> members = new ArrayList<>();
        for (String port : ports.split(",")) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx192m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            MemberProcess.class.getName(),
                            name,
                            port,
                            ports,
                            String.valueOf(timing.election),
                            String.valueOf(timing.heartbeat),
                            String.valueOf(timing.missed))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            members.add(new MemberProcess(process));
        }
        for (MemberProcess member : members) {
            member.met();
        }
        TimeUnit.SECONDS.sleep(3);
        for (MemberProcess member : members) {
            member.met();
        }
        return members;
    }

    /** The one of them that leads; waits for an election. */
    static MemberProcess leader(List<MemberProcess> members) throws IOException, InterruptedException {
        for (int i = 0; i < 100; i++) {
            for (MemberProcess member : members) {
                if (member.met().leads()) {
                    return member;
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IllegalStateException("nobody leads");
    }

    /** Waits for its answer. */
    Met met() throws IOException {
        asking.println("?");
        String line = said.readLine();
        if (line == null) {
            throw new IOException("the member ended");
        }
        return Met.of(line);
    }

    void kill() {
        process.destroyForcibly();
    }

    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    @Override
    public void close() {
        kill();
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** @param args grid name, port, all ports, and the three numbers of a timing */
    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        System.setOut(System.err);
        Timing timing = new Timing(Integer.parseInt(args[3]), Integer.parseInt(args[4]), Integer.parseInt(args[5]));
        List<Integer> ports =
                Arrays.stream(args[2].split(",")).map(Integer::parseInt).toList();
        LocalMember member = LocalMember.start(args[0], 3, Integer.parseInt(args[1]), ports, timing::apply);
        Counting counting = new Counting(member);
        counting.start();
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (asked.readLine() != null) {
            out.println(counting.report());
            out.flush();
        }
        Runtime.getRuntime().halt(0);
    }

    private static final class Counting extends Thread {

        private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

        private final LocalMember member;
        private final RaftService raft;
        private long answeredAt;
        private long gap;
        private long answered;
        private long unknown;
        private long value;
        private long elections;
        private String leader = "";

        Counting(LocalMember member) {
            super("counting");
            this.member = member;
            this.raft = ((HazelcastInstanceProxy) member.hz)
                    .getOriginal()
                    .node
                    .getNodeEngine()
                    .getService(RaftService.SERVICE_NAME);
        }

        @Override
        public void run() {
            while (true) {
                try {
                    answered(member.counters()
                            .addAndGet("count", 1)
                            .toCompletableFuture()
                            .join());
                } catch (CompletionException failed) {
                    unknown();
                }
                countElections();
                LockSupport.parkNanos(BETWEEN_NANOS);
            }
        }

        private synchronized void answered(long now) {
            if (now <= value) {
                Runtime.getRuntime().halt(1);
            }
            value = now;
            answered++;
            gap = Math.max(gap, sinceAnswer());
            answeredAt = System.nanoTime();
        }

        private synchronized void unknown() {
            unknown++;
        }

        private synchronized void countElections() {
            raft.getAllRaftNodes().stream()
                    .filter(node -> node.getGroupId().getName().equals(CPGroup.DEFAULT_GROUP_NAME))
                    .filter(node -> node.getLeader() != null)
                    .map(node -> node.getLeader().getUuid().toString())
                    .forEach(now -> {
                        elections += now.equals(leader) ? 0 : 1;
                        leader = now;
                    });
        }

        private long sinceAnswer() {
            return answeredAt == 0 ? 0 : System.nanoTime() - answeredAt;
        }

        synchronized String report() {
            boolean leads = raft.getLeadedGroups().stream()
                    .anyMatch(group -> group.getName().equals(CPGroup.DEFAULT_GROUP_NAME));
            String line = TimeUnit.NANOSECONDS.toMillis(Math.max(gap, sinceAnswer())) + " " + answered + " " + unknown
                    + " " + elections + " " + (leads ? 1 : 0) + " " + value;
            gap = 0;
            elections = 0;
            return line;
        }
    }
}
