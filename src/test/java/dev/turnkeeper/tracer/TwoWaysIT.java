package dev.turnkeeper.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.node.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the filter before JAX-RS answers, and what JAX-RS does, looks the same from without. */
class TwoWaysIT {

    private static final String ORIGIN = "https://two-ways.example.com";
    private static final String QUERY = "host=two-ways.example.com&pageUrl=/buy/1&userAgent=t";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private static @Nullable NodeProcess node;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Path rooms = Files.createTempFile("two-ways", ".yaml");
        Files.writeString(rooms, """
                rooms:
                  - id: wait
                    name: Everybody waits
                    limit: 0
                    routes:
                      - host: two-ways.example.com
                        path: /buy/**
                  - id: closed
                    name: Closed
                    limit: 0
                    state: CLOSED
                    tracerRefusal: STATUS
                    routes:
                      - host: two-ways.example.com
                        path: /closed/**
                """);
        node = NodeProcess.start(Map.of("TURNKEEPER_ROOMS", rooms.toString()));
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void poll_isAnsweredAlike() throws Exception {
        HttpResponse<String> first = get("/api/v1/tracer/access", QUERY + "&loginId=kim");
        assertTrue(first.body().contains("\"isWait\":\"T\",\"waitCnt\":1,"), first::body);
        // Another spelling of the path is left to JAX-RS.
        assertAlike(first, get("/api/v1/tracer/access/", QUERY + "&loginId=kim"));
        assertAlike(first, post(QUERY + "&loginId=kim"));
        assertEquals(Optional.of(ORIGIN), first.headers().firstValue("Access-Control-Allow-Origin"));
        assertTrue(first.headers().firstValueAsLong("Retry-After").orElse(0) > 0, first::toString);
    }

    @Test
    void refusalByStatus_isAnsweredAlike() throws Exception {
        String query = QUERY.replace("/buy", "/closed") + "&loginId=lee";
        HttpResponse<String> refused = get("/api/v1/tracer/access", query);
        assertEquals(503, refused.statusCode(), refused.body());
        assertAlike(refused, get("/api/v1/tracer/access/", query));
        assertTrue(refused.headers().firstValueAsLong("Retry-After").orElse(0) > 0, refused::toString);
    }

    @Test
    void headersThatNobodyReads_turnNobodyAway() throws Exception {
        HttpResponse<String> answer = send(ask("/api/v1/tracer/access", QUERY + "&loginId=kim")
                .header("Accept", "of course")
                .header("Content-Type", "nonsense")
                .header("Authorization", "Bearer of nothing")
                .GET());
        assertEquals(200, answer.statusCode(), answer.body());
    }

    @Test
    void unreadableGet_isToldSo_byJaxRs() throws Exception {
        HttpResponse<String> answer = get("/api/v1/tracer/access", "pageUrl=/buy/1&port=http");
        assertEquals(400, answer.statusCode());
        assertEquals(List.of("application/problem+json"), answer.headers().allValues("Content-Type"));
        assertEquals(Optional.of(ORIGIN), answer.headers().firstValue("Access-Control-Allow-Origin"));
    }

    private static void assertAlike(HttpResponse<String> one, HttpResponse<String> other) {
        assertEquals(one.statusCode(), other.statusCode(), other::body);
        assertEquals(one.body(), other.body());
        assertEquals(compared(one), compared(other));
    }

    /** But for those of the connection, and the pause, which the load of the node stretches. */
    private static Map<String, List<String>> compared(HttpResponse<String> answer) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.keySet().removeAll(List.of("date", "connection", "keep-alive", "retry-after"));
        return headers;
    }

    private static HttpResponse<String> get(String path, String query) throws IOException, InterruptedException {
        return send(ask(path, query).GET());
    }

    private static HttpResponse<String> post(String form) throws IOException, InterruptedException {
        return send(ask("/api/v1/tracer/access", "")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private static HttpRequest.Builder ask(String path, String query) {
        int port = Objects.requireNonNull(node).httpPort();
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + path + (query.isEmpty() ? "" : "?" + query)))
                .timeout(Duration.ofSeconds(10))
                .header("Origin", ORIGIN);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
