package dev.turnkeeper.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A real nginx that runs {@code deploy/nginx/turnkeeper.conf} as it is shipped, but for ports and names. Ends with the test
 * that started it, at the latest with the test's JVM.
 */
public final class NginxProcess implements AutoCloseable {

    private static final Path SHIPPED = Path.of("deploy/nginx/turnkeeper.conf");
    private static final int UP_WITHIN_SECONDS = 10;

    private final Process process;
    private final Path folder;
    private final int port;

    private NginxProcess(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /**
     * @param host the shop's name
     * @param nodePort of the waiting room
     * @param shopPort of the service behind
     * @param failureMode open or closed
     */
    public static NginxProcess start(String host, int nodePort, int shopPort, String failureMode)
            throws IOException, InterruptedException {
        return start(host, List.of(nodePort), shopPort, failureMode);
    }

    /** As {@link #start(String, int, int, String)}, before several nodes. */
    public static NginxProcess start(String host, List<Integer> nodePorts, int shopPort, String failureMode)
            throws IOException, InterruptedException {
        int port = freePort();
        String shipped = Files.readString(SHIPPED);
        for (String part :
                List.of("listen 80", "server 127.0.0.1:8080;", "127.0.0.1:9000", "shop.example.com", "\"closed\"")) {
            if (!shipped.contains(part)) {
                throw new IllegalStateException(SHIPPED + " has no " + part + " to be changed");
            }
        }
        String nodes =
                nodePorts.stream().map(node -> "server 127.0.0.1:" + node + ";").collect(Collectors.joining(" "));
        return start(
                port,
                shipped.replace("listen 80", "listen 127.0.0.1:" + port)
                        .replace("server 127.0.0.1:8080;", nodes)
                        .replace("127.0.0.1:9000", "127.0.0.1:" + shopPort)
                        .replace("shop.example.com", host)
                        .replace("\"closed\"", '"' + failureMode + '"'));
    }

    /** @param servers with {@code PORT} for the port that it is to listen at */
    public static NginxProcess serving(String servers) throws IOException, InterruptedException {
        int port = freePort();
        return start(port, servers.replace("PORT", String.valueOf(port)));
    }

    private static NginxProcess start(int port, String servers) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(
                Path.of(System.getProperty("turnkeeper.workDir", "target/it")).toAbsolutePath());
        folder = Files.createTempDirectory(folder, "nginx-");
        Files.writeString(folder.resolve("turnkeeper.conf"), servers);
        Files.writeString(folder.resolve("nginx.conf"), whole());
        Process process = new ProcessBuilder(
                        "nginx",
                        "-p",
                        folder.toString(),
                        "-c",
                        folder.resolve("nginx.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        NginxProcess nginx = new NginxProcess(process, folder, port);
        nginx.awaitUp();
        return nginx;
    }

    /** Whether there is one to start here. */
    public static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("nginx", "-v").start().waitFor() == 0;
        } catch (IOException none) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    /** What nginx itself had to say. */
    public String log() throws IOException {
        return Files.readString(folder.resolve("nginx.log")) + Files.readString(folder.resolve("error.log"));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopping) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitUp() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(UP_WITHIN_SECONDS);
        while (System.nanoTime() < deadline && process.isAlive()) {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        close();
        throw new IllegalStateException("nginx does not come up:\n" + Files.readString(folder.resolve("nginx.log")));
    }

    /** What stands around conf.d elsewhere, with all its files in the test's own folder. */
    private static String whole() {
        return String.join(
                "\n",
                "daemon off;",
                // Else its workers would be somebody who may not read the test's folders.
                System.getProperty("user.name").equals("root") ? "user root;" : "",
                "worker_processes 1;",
                "pid nginx.pid;",
                "error_log error.log warn;",
                "events { worker_connections 256; }",
                "http {",
                "  access_log off;",
                "  client_body_temp_path body;",
                "  proxy_temp_path proxy;",
                "  fastcgi_temp_path fastcgi;",
                "  uwsgi_temp_path uwsgi;",
                "  scgi_temp_path scgi;",
                "  include turnkeeper.conf;",
                "}",
                "");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
