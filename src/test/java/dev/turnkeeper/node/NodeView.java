package dev.turnkeeper.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** What a node says of itself, in /health/ready and /metrics. */
final class NodeView {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private NodeView() {}

    /** @param lastTickAt when it last saw the tick move, by {@link System#nanoTime}, at the earliest */
    record Health(int status, boolean degraded, long members, long tick, long lastTickAt) {

        double secondsSinceTick() {
            return (System.nanoTime() - lastTickAt) / 1_000_000 / 1_000.0;
        }
    }

    static Health health(NodeProcess node) throws IOException, InterruptedException {
        long askedAt = System.nanoTime();
        HttpResponse<String> answer = get(node, "/health/ready");
        JsonNode grid = JSON.readTree(answer.body()).at("/checks/0/data");
        return new Health(
                answer.statusCode(),
                grid.path("degraded").asBoolean(),
                grid.path("members").asLong(),
                grid.path("tick").asLong(),
                askedAt
                        - TimeUnit.MILLISECONDS.toNanos(
                                grid.path("viewAgeMillis").asLong()));
    }

    /**
     * The sum of a metric over all that carry these tags.
     *
     * @param tags as they stand in the text, such as {@code room="a"}
     */
    static long metric(NodeProcess node, String name, String... tags) throws IOException, InterruptedException {
        return get(node, "/metrics?scope=application")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{"))
                .filter(line -> Arrays.stream(tags).allMatch(line::contains))
                .mapToLong(line -> Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))))
                .sum();
    }

    private static HttpResponse<String> get(NodeProcess node, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(node.uri(path))
                .timeout(Duration.ofSeconds(5))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
