package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A legacy client asks a node from before its start until after its end, every 20 ms, by connections of its own and over
 * one that is kept. It is given TRACER answers or none at all, and what the node asked itself to warm up leaves nothing.
 * Another one, whose request line cannot be read, is told so or nothing.
 */
class PortIT {

    private static final int EVERY_MILLIS = 20;
    private static final String TRACER = "/api/v1/tracer/access?pageUrl=%2Fbuy%2F1&host=shop.example.com&loginId=";

    private static final String ANSWER = "200 {\"host\":\"shop.example.com\"";

    @Test
    void client_hearsTheApplicationOrNobody() throws Exception {
        Path rooms = Path.of("src/main/resources/sample-rooms.yaml").toAbsolutePath();
        Map<String, String> settings = Map.of(
                "TURNKEEPER_ROOMS", rooms.toString(),
                "TURNKEEPER_WARM_UP_SECONDS", "5",
                "TURNKEEPER_DRAIN_SECONDS", "1");
        NodeProcess node = NodeProcess.grid(0, 1, settings).get(0);
        node.restart();
        Client fresh = new Client(node, TRACER + "fresh", false, ANSWER);
        Client kept = new Client(node, TRACER + "kept", true, ANSWER);
        Client unreadable = new Client(node, "/gate/nginx%zz", false, "400 {\"type\"");
        try (node) {
            node.awaitReady();
            // The log is written behind the answers.
            Await.until(10, () -> "did not warm up:\n" + node.logTail(20), () -> node.logTail(20)
                    .contains("µs of CPU each"));
            assertCleanMetrics(node);
            int before = fresh.answers() + kept.answers();
            assertTrue(before > 0, "nobody was answered until the node was ready");
            node.askToStop();
            // Not by close(): a second signal would end it at once.
            Await.until(60, () -> "still there:\n" + node.logTail(20), () -> !node.isAlive());
            assertTrue(fresh.answers() + kept.answers() > before, "nobody was answered during the drain");
        } finally {
            fresh.end();
            kept.end();
            unreadable.end();
        }
        assertEquals(List.of(), fresh.wrong());
        assertEquals(List.of(), kept.wrong());
        assertEquals(List.of(), unreadable.wrong());
        assertTrue(unreadable.answers() > 0, "nobody was told that a path cannot be read");
    }

    /** Two visitors came, from without (on busy cores they may be held so far); those of the warm-up were hundreds. */
    private static void assertCleanMetrics(NodeProcess node) throws IOException, InterruptedException {
        String metrics = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(node.uri("/metrics?scope=application"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        assertFalse(metrics.contains("warm"), metrics);
        assertFalse(metrics.contains("turnkeeper_rejected_total"), metrics);
        assertFalse(metrics.contains("turnkeeper_tickets_refused_total"), metrics);
        double entered = metrics.lines()
                .filter(line -> line.startsWith("turnkeeper_inflow_total{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
        assertTrue(entered <= 2, metrics);
    }

    /** Asks until it is told to end. */
    private static final class Client {

        private final URL url;
        private final boolean keeps;
        private final String right;
        private final Thread thread = new Thread(this::ask, "client");
        private final AtomicBoolean ended = new AtomicBoolean();
        private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger answers = new AtomicInteger();

        /** @param right how a right answer begins: its status, a blank, its body */
        Client(NodeProcess node, String path, boolean keeps, String right) throws MalformedURLException {
            this.url = new URL("http://127.0.0.1:" + node.httpPort() + path);
            this.keeps = keeps;
            this.right = right;
            thread.start();
        }

        int answers() {
            return answers.get();
        }

        List<String> wrong() {
            return List.copyOf(wrong);
        }

        void end() throws InterruptedException {
            ended.set(true);
            thread.join();
        }

        private void ask() {
            try {
                while (!ended.get()) {
                    askOnce();
                    Thread.sleep(EVERY_MILLIS);
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }

        private void askOnce() {
            try {
                HttpURLConnection asked = (HttpURLConnection) url.openConnection();
                if (!keeps) {
                    asked.setRequestProperty("Connection", "close");
                }
                asked.setConnectTimeout(5_000);
                asked.setReadTimeout(10_000);
                int status = asked.getResponseCode();
                InputStream body = status < 400 ? asked.getInputStream() : asked.getErrorStream();
                String answer =
                        status + " " + (body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
                if (answer.startsWith(right)) {
                    answers.incrementAndGet();
                } else {
                    wrong.add(asked.getContentType() + " " + answer);
                }
            } catch (IOException nobody) {
                // Refused or cut off: the client knows that there is no answer.
            }
        }
    }
}
