package dev.turnkeeper.sample;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A node and the sample shop behind it, each in a process of its own, with free ports, on {@code localhost}. */
final class RunningShop implements AutoCloseable {

    private static final String KEY = "key-of-a-test";
    private static final Path NODE = Path.of("../target/turnkeeper-node.jar");
    private static final Path SHOP = Path.of("target/sample-shop.jar");
    private static final Duration READY_WITHIN = Duration.ofSeconds(180);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int nodePort;
    private final int shopPort;
    private final Process node;
    private Process shop;

    RunningShop() throws IOException, InterruptedException {
        nodePort = freePort();
        shopPort = freePort();
        if (!Files.exists(NODE)) {
            throw new IllegalStateException("needs " + NODE + ": mvn -DskipTests package, in the project's folder");
        }
        Path work = Path.of("target/it").toAbsolutePath();
        Path data = Files.createDirectories(work.resolve("node-" + nodePort));
        node = start(
                NODE,
                work.resolve("node.log"),
                Map.of(
                        "TURNKEEPER_HTTP_PORT",
                        String.valueOf(nodePort),
                        "TURNKEEPER_GRID_PORT",
                        String.valueOf(freePort()),
                        "TURNKEEPER_GRID_NAME",
                        "shop-it-" + nodePort,
                        "TURNKEEPER_DATA_DIR",
                        data.toString(),
                        "TURNKEEPER_ROOMS",
                        "../src/main/resources/sample-rooms.yaml",
                        "TURNKEEPER_WARM_UP_SECONDS",
                        "0",
                        "TURNKEEPER_DRAIN_SECONDS",
                        "0",
                        "TURNKEEPER_ADMIN_KEY",
                        KEY),
                List.of("-Xmx512m", "-Djava.io.tmpdir=" + Files.createDirectories(data.resolve("unpacked"))));
        try {
            await(node, node("/health/ready"));
            shop = start(
                    SHOP,
                    work.resolve("shop.log"),
                    Map.of("SHOP_PORT", String.valueOf(shopPort), "SHOP_NODE", node("").toString()),
                    List.of("-Xmx64m"));
            await(shop, shop("/"));
        } catch (IOException | InterruptedException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    URI node(String target) {
        return URI.create("http://localhost:" + nodePort + target);
    }

    URI shop(String target) {
        return URI.create("http://localhost:" + shopPort + target);
    }

    void limit(int limit) throws IOException, InterruptedException {
        int status = http.send(
                        HttpRequest.newBuilder(node("/api/v1/admin/rooms/sample-shop"))
                                .header("X-Api-Key", KEY)
                                .header("If-Match", "*")
                                .header("Content-Type", "application/json")
                                .method("PATCH", BodyPublishers.ofString("{\"limit\": " + limit + "}"))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
        if (status != 200) {
            throw new IllegalStateException("the limit was not set: " + status);
        }
    }

    /** As a shop's backend says that a visitor is done. */
    int complete(String pass) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(node("/api/v1/visits/current/complete"))
                .header("Authorization", "Pass " + pass)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    void killNode() throws InterruptedException {
        node.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        for (Process process : new Process[] {shop, node}) {
            if (process != null) {
                process.destroy();
            }
        }
        for (Process process : new Process[] {shop, node}) {
            try {
                if (process != null && !process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        }
    }

    private static Process start(Path jar, Path log, Map<String, String> environment, List<String> options)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        process.environment().keySet().removeIf(name -> name.startsWith("TURNKEEPER_") || name.startsWith("SHOP_"));
        process.environment().putAll(environment);
        Process started = process.start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        return started;
    }

    private void await(Process process, URI address) throws IOException, InterruptedException {
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        HttpRequest question =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
        while (process.isAlive() && System.nanoTime() < end) {
            try {
                if (http.send(question, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // its port is not open
            }
            Thread.sleep(250);
        }
        throw new IllegalStateException(address + " is not ready; its log is in target/it");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
