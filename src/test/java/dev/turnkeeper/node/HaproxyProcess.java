package dev.turnkeeper.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real HAProxy that runs {@code deploy/haproxy/haproxy.cfg} as it is shipped, but for ports and names. Ends with the test
 * that started it, at the latest with the test's JVM.
 */
final class HaproxyProcess implements AutoCloseable {

    private static final Path SHIPPED = Path.of("deploy/haproxy/haproxy.cfg");

    private final Process process;
    private final Path log;
    private final int port;

    private HaproxyProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * @param host the shop's name
     * @param nodePort of the waiting room
     */
    static HaproxyProcess start(String host, int nodePort) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path work =
                Path.of(System.getProperty("turnkeeper.workDir", "target/it")).toAbsolutePath();
        Path folder = Files.createTempDirectory(Files.createDirectories(work), "haproxy-");
        String shipped = Files.readString(SHIPPED);
        for (String part : List.of("maxconn 20000", "bind :80", "127.0.0.1:8080", "shop.example.com")) {
            if (!shipped.contains(part)) {
                throw new IllegalStateException(SHIPPED + " has no " + part + " to be changed");
            }
        }
        Path config = Files.writeString(
                folder.resolve("haproxy.cfg"),
                // As many as a test may open files for.
                shipped.replace("maxconn 20000", "maxconn 200")
                        .replace("bind :80", "bind 127.0.0.1:" + port)
                        .replace("127.0.0.1:8080", "127.0.0.1:" + nodePort)
                        .replace("shop.example.com", host));
        Path log = folder.resolve("haproxy.log");
        Process process = new ProcessBuilder("haproxy", "-db", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        HaproxyProcess haproxy = new HaproxyProcess(process, log, port);
        Await.until(10, haproxy::log, haproxy::isUp);
        return haproxy;
    }

    /** Whether there is one to start here. */
    static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("haproxy", "-v").start().waitFor() == 0;
        } catch (IOException none) {
            return false;
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isUp() {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private String log() {
        try {
            return "HAProxy does not come up: " + Files.readString(log);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
