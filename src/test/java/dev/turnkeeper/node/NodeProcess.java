package dev.turnkeeper.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real node in a process of its own, from {@code target/turnkeeper-node.jar}: own ports, own data folder, own grid name.
 * Ends with the test that started it, at the latest with the test's JVM.
 */
public final class NodeProcess implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofSeconds(Integer.getInteger("turnkeeper.readySeconds", 120));
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(20);
    private static final Duration ASK_EVERY = Duration.ofMillis(250);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Site site;
    private final Map<String, String> environment;
    private final Path folder;
    private final int httpPort;
    private final int gridPort;
    private @Nullable Process last;

    /**
     * Where a node runs.
     *
     * @param prefix what its command stands behind, such as {@code ip netns exec …}
     * @param httpHost where the test reaches it
     * @param gridHost where the other nodes reach it
     */
    public record Site(List<String> prefix, String httpHost, String gridHost) {

        static final Site HERE = new Site(List.of(), "127.0.0.1", "127.0.0.1");
    }

    private NodeProcess(Site site, Map<String, String> environment, Path folder, int httpPort, int gridPort) {
        this.site = site;
        this.environment = environment;
        this.folder = folder;
        this.httpPort = httpPort;
        this.gridPort = gridPort;
    }

    /**
     * A node on its own, ready.
     *
     * @param env settings beyond ports, folder and grid name, such as {@code TURNKEEPER_ADMIN_KEY}
     */
    public static NodeProcess start(Map<String, String> env) throws IOException, InterruptedException {
        return grid(1, env).get(0);
    }

    /** Nodes that know each other, all ready; with more than one, three of them are CP members. */
    public static List<NodeProcess> grid(int nodes, Map<String, String> env) throws IOException, InterruptedException {
        return grid(nodes, nodes, env).subList(0, nodes);
    }

    /**
     * As above, with nodes that the grid knows of and that are not started yet: {@link #restart} starts them.
     *
     * @param named how many nodes there are, with those
     */
    public static List<NodeProcess> grid(int nodes, int named, Map<String, String> env)
            throws IOException, InterruptedException {
        return grid(Collections.nCopies(named, Site.HERE), nodes, env);
    }

    /** Nodes that know each other, one at each site, all ready. */
    public static List<NodeProcess> grid(List<Site> sites, Map<String, String> env)
            throws IOException, InterruptedException {
        return grid(sites, sites.size(), env);
    }

    private static List<NodeProcess> grid(List<Site> sites, int nodes, Map<String, String> env)
            throws IOException, InterruptedException {
        int named = sites.size();
        List<Integer> ports = freePorts(2 * named);
        String name = "test-" + UUID.randomUUID();
        Map<String, String> shared = new HashMap<>();
        shared.put("TURNKEEPER_GRID_NAME", name);
        // Tests of what nodes do need not wait until they do it fast.
        shared.put("TURNKEEPER_WARM_UP_SECONDS", "0");
        if (named > 1) {
            shared.put(
                    "TURNKEEPER_GRID_MEMBERS",
                    IntStream.range(0, named)
                            .mapToObj(i -> sites.get(i).gridHost() + ":" + ports.get(named + i))
                            .collect(Collectors.joining(",")));
            shared.put("TURNKEEPER_CP_MEMBERS", "3");
        }
        shared.putAll(env);
        Path work =
                Path.of(System.getProperty("turnkeeper.workDir", "target/it")).toAbsolutePath();
        List<NodeProcess> started = new ArrayList<>();
        try {
            for (int i = 0; i < named; i++) {
                Path folder = Files.createDirectories(work.resolve(name).resolve("node-" + (i + 1)));
                started.add(new NodeProcess(sites.get(i), shared, folder, ports.get(i), ports.get(named + i)));
            }
            for (NodeProcess node : started.subList(0, nodes)) {
                node.restart();
            }
            for (NodeProcess node : started.subList(0, nodes)) {
                node.awaitReady();
            }
            return started;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            started.forEach(NodeProcess::kill);
            throw failed;
        }
    }

    /** The ends of their logs, for a failure to show. */
    static String logs(List<NodeProcess> nodes) {
        return nodes.stream()
                .map(node -> "---- " + node + "\n" + node.logTail(25))
                .collect(Collectors.joining("\n"));
    }

    /** Starts a node that is dead, or was never started, with its own ports and data folder; does not wait for it. */
    public void restart() throws IOException {
        if (isAlive()) {
            throw new IllegalStateException(this + " still lives");
        }
        last = launch();
    }

    /** The status of /health/ready; 0 where nothing answers. */
    public int readiness() throws InterruptedException {
        HttpRequest ready = HttpRequest.newBuilder(uri("/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HTTP.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException nobody) {
            return 0;
        }
    }

    /** The body of /health/ready. */
    public String health() throws IOException, InterruptedException {
        HttpRequest ready = HttpRequest.newBuilder(uri("/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        return HTTP.send(ready, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Waits for 200 on /health/ready. */
    public void awaitReady() throws InterruptedException {
        HttpRequest ready = HttpRequest.newBuilder(uri("/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        String last = "nothing";
        while (System.nanoTime() < deadline) {
            if (!process().isAlive()) {
                throw new IllegalStateException(
                        this + " ended with " + process().exitValue() + ":\n" + logTail(60));
            }
            try {
                HttpResponse<String> answer = HTTP.send(ready, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return;
                }
                last = answer.statusCode() + " " + answer.body();
            } catch (IOException notYet) {
                last = notYet.toString();
            }
            if (logTail(200).contains("Exception while loading the app")) {
                // Payara stays up without the application; waiting on would only hide why.
                throw new IllegalStateException(this + " could not load the application:\n" + logTail(200));
            }
            Thread.sleep(ASK_EVERY.toMillis());
        }
        throw new IllegalStateException(
                this + " is not ready within " + READY_WITHIN + "; last answer: " + last + "\n" + logTail(60));
    }

    public int httpPort() {
        return httpPort;
    }

    public int gridPort() {
        return gridPort;
    }

    public long pid() {
        return process().pid();
    }

    public boolean isAlive() {
        return last != null && last.isAlive();
    }

    /** Where it keeps its data; survives a restart. */
    public Path dataFolder() {
        return folder.resolve("data");
    }

    /** @param path with its leading slash */
    public URI uri(String path) {
        return URI.create("http://" + site.httpHost() + ":" + httpPort + path);
    }

    /** As kill -9; returns when it is dead. */
    public void kill() {
        if (last == null) {
            return;
        }
        Process process = last;
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        removeUnpacked();
    }

    /** Asks it to stop (SIGTERM); does not wait for it. */
    public void askToStop() {
        process().destroy();
    }

    /** Freezes it in place (SIGSTOP). */
    public void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** Stops it gracefully, and by force if that takes longer than 20 s. A paused node is killed. */
    @Override
    public void close() {
        if (last == null) {
            return;
        }
        Process process = last;
        process.destroy();
        try {
            if (!process.waitFor(STOPPED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException stopping) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /** Whether its log, over all its starts, has these words. */
    public boolean hasLogged(String words) throws IOException {
        return Files.readString(log()).contains(words);
    }

    /** The last lines of its log, over all its starts, for failure messages. */
    public String logTail(int lines) {
        try {
            List<String> all = new String(Files.readAllBytes(log()), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException unreadable) {
            return "(no log: " + unreadable + ")";
        }
    }

    @Override
    public String toString() {
        return "node " + folder + " (pid " + (last == null ? "none" : last.pid()) + ", http " + httpPort + ", grid "
                + gridPort + ")";
    }

    private Process launch() throws IOException {
        Path jar = Path.of(System.getProperty("turnkeeper.nodeJar", "target/turnkeeper-node.jar"))
                .toAbsolutePath();
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        List<String> command = new ArrayList<>(site.prefix());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                // Payara unpacks itself there; a killed node would leave it in the machine's own folder.
                "-Djava.io.tmpdir=" + temporary,
                "-jar",
                jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> name.startsWith("TURNKEEPER_"));
        variables.put("TURNKEEPER_HTTP_PORT", String.valueOf(httpPort));
        variables.put("TURNKEEPER_GRID_PORT", String.valueOf(gridPort));
        variables.put("TURNKEEPER_DATA_DIR", dataFolder().toString());
        variables.putAll(environment);
        Process launched = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(launched::destroyForcibly));
        return launched;
    }

    /** A node that ends by itself removes these 100 MB; a killed one cannot. */
    private void removeUnpacked() {
        try (Stream<Path> files = Files.walk(folder.resolve("tmp"))) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private Process process() {
        return Objects.requireNonNull(last, "it was never started");
    }

    private Path log() {
        return folder.resolve("node.log");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder(
                        "kill", "-" + name, String.valueOf(process().pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("kill -" + name + " of " + this + " answered " + exit);
        }
    }

    /** All at once, so that no two are the same. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
