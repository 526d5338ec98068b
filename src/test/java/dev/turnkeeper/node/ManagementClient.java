package dev.turnkeeper.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/**
 * Somebody at the management API of one node.
 *
 * @param headers with which they log in; empty: nobody
 */
record ManagementClient(NodeProcess node, Map<String, String> headers) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** @param body null where there is none */
    record Answer(int status, HttpResponse<String> http, JsonNode body) {

        String type() {
            return body.path("type").asText();
        }

        @Override
        public String toString() {
            return status + " " + http.body();
        }
    }

    static ManagementClient nobody(NodeProcess node) {
        return new ManagementClient(node, Map.of());
    }

    static ManagementClient key(NodeProcess node, String key) {
        return new ManagementClient(node, Map.of("X-Api-Key", key));
    }

    static ManagementClient token(NodeProcess node, String token) {
        return new ManagementClient(node, Map.of("Authorization", "Bearer " + token));
    }

    ManagementClient at(NodeProcess other) {
        return new ManagementClient(other, headers);
    }

    Answer get(String path) throws IOException, InterruptedException {
        return call("GET", path, "");
    }

    /** @param path below {@code /api/v1}; a body makes it JSON */
    Answer call(String method, String path, String body) throws IOException, InterruptedException {
        return call(method, path, body, Map.of());
    }

    Answer call(String method, String path, String body, Map<String, String> more)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.uri("/api/v1" + path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        more.forEach(request::setHeader);
        HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        boolean json = answer.headers()
                .firstValue("Content-Type")
                .filter(type -> type.contains("json"))
                .isPresent();
        return new Answer(
                answer.statusCode(),
                answer,
                json && !answer.body().isEmpty() ? JSON.readTree(answer.body()) : JSON.nullNode());
    }

    /** Over one node, with a name and a password. */
    static Answer login(NodeProcess node, String name, String password, Map<String, String> headers)
            throws IOException, InterruptedException {
        return nobody(node)
                .call("POST", "/login", JSON.writeValueAsString(Map.of("name", name, "password", password)), headers);
    }
}
