package dev.turnkeeper.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnkeeper.room.FailureMode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** An operator with an API key: manages rooms at whichever node. */
final class RoomAdmin {

    static final String KEY = "key-of-a-test";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private RoomAdmin() {}

    /** @param etag empty where there is none */
    record Answer(int status, String etag, JsonNode body) {}

    /** A room that is reached by its id as host name. */
    static Answer create(NodeProcess node, String id, long limit) throws IOException, InterruptedException {
        return create(node, id, limit, FailureMode.HOLD);
    }

    static Answer create(NodeProcess node, String id, long limit, FailureMode failureMode)
            throws IOException, InterruptedException {
        return call(
                node,
                "POST",
                "",
                Map.of(),
                "{\"id\": \"" + id + "\", \"name\": \"" + id + "\", \"limit\": " + limit
                        + ", \"failureMode\": \"" + failureMode
                        + "\", \"sessionTimeoutSeconds\": 150, \"retentionSeconds\": 150, \"routes\": [{\"host\": \""
                        + hostOf(id) + "\", \"path\": \"/buy/**\"}]}");
    }

    static String hostOf(String id) {
        return id + ".example.com";
    }

    static Answer read(NodeProcess node, String id) throws IOException, InterruptedException {
        return call(node, "GET", "/" + id, Map.of(), "");
    }

    static Answer setLimit(NodeProcess node, String id, long limit) throws IOException, InterruptedException {
        return call(node, "PATCH", "/" + id, Map.of("If-Match", "*"), "{\"limit\": " + limit + "}");
    }

    /** @param verb activate, pause, close … */
    static Answer turn(NodeProcess node, String id, String verb) throws IOException, InterruptedException {
        return call(node, "POST", "/" + id + "/" + verb, Map.of(), "");
    }

    /** @param inside keep or out */
    static Answer reset(NodeProcess node, String id, String inside) throws IOException, InterruptedException {
        return call(
                node,
                "POST",
                "/" + id + "/reset",
                Map.of(),
                "{\"confirm\": \"" + id + "\", \"inside\": \"" + inside + "\"}");
    }

    static Answer letIn(NodeProcess node, String id, long more, String idempotencyKey)
            throws IOException, InterruptedException {
        return call(
                node,
                "POST",
                "/" + id + "/serving",
                Map.of("Idempotency-Key", idempotencyKey),
                "{\"increment\": " + more + "}");
    }

    /** @param path below {@code /api/v1/admin/rooms} */
    static Answer call(NodeProcess node, String method, String path, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.uri("/api/v1/admin/rooms" + path))
                .timeout(Duration.ofSeconds(10))
                .header("X-Api-Key", KEY)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(
                answer.statusCode(),
                answer.headers().firstValue("ETag").orElse(""),
                answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body()));
    }
}
