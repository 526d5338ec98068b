package dev.turnkeeper.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A legacy client: asks one node for one visitor, over and over. */
final class TracerClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final HttpClient http;

    /** As many as there are visitors that ask at once; none keeps the tests from ending. */
    static ExecutorService threads() {
        return Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "visitor");
            thread.setDaemon(true);
            return thread;
        });
    }

    TracerClient(ExecutorService threads) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .executor(threads)
                .build();
    }

    /**
     * What a node said.
     *
     * @param rank waitCnt
     * @param firstRank waitMyCnt
     * @param askedAt when the request left, by {@link System#nanoTime}
     * @param toldAt when the answer was there
     */
    record Told(boolean waits, long rank, long firstRank, long waiting, long limit, long askedAt, long toldAt) {

        boolean inside() {
            return !waits;
        }

        /** Told to wait without a place: the grid did not answer in time. */
        boolean held() {
            return waits && firstRank == 0;
        }

        long millis() {
            return (toldAt - askedAt) / 1_000_000;
        }

        /** Whether both say the same of the place. */
        boolean samePlace(Told other) {
            return waits == other.waits && rank == other.rank && firstRank == other.firstRank;
        }
    }

    /** @throws IOException where the node gives no answer, or another one than a TRACER answer */
    Told ask(NodeProcess node, String host, String loginId) throws IOException, InterruptedException {
        URI uri = node.uri("/api/v1/tracer/access?pageUrl=%2Fbuy%2F1&host=" + host + "&loginId=" + loginId);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER_WITHIN).build();
        long askedAt = System.nanoTime();
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        long toldAt = System.nanoTime();
        if (answer.statusCode() != 200) {
            throw new IOException(node + " answered " + answer.statusCode());
        }
        JsonNode json = JSON.readTree(answer.body());
        return new Told(
                json.get("isWait").asText().equals("T"),
                json.get("waitCnt").asLong(),
                json.get("waitMyCnt").asLong(),
                json.get("waitQueueSize").asLong(),
                json.get("limitCnt").asLong(),
                askedAt,
                toldAt);
    }
}
