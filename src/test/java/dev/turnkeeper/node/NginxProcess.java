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
        int port = freePort();
        Path folder = Files.createDirectories(
                Path.of(System.getProperty("turnkeeper.workDir", "target/it")).toAbsolutePath());
        folder = Files.createTempDirectory(folder, "nginx-");
        String shipped = Files.readString(SHIPPED);
        for (String part : List.of("listen 80", "127.0.0.1:8080", "127.0.0.1:9000", "shop.example.com", "\"closed\"")) {
            if (!shipped.contains(part)) {
                throw new IllegalStateException(SHIPPED + " has no " + part + " to be changed");
            }
        }
        Files.writeString(
                folder.resolve("turnkeeper.conf"),
                shipped.replace("listen 80", "listen 127.0.0.1:" + port)
                        .replace("127.0.0.1:8080", "127.0.0.1:" + nodePort)
                        .replace("127.0.0.1:9000", "127.0.0.1:" + shopPort)
                        .replace("shop.example.com", host)
                        .replace("\"closed\"", '"' + failureMode + '"'));
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
