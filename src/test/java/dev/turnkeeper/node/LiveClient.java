package dev.turnkeeper.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Reads a stream of how rooms stand, on a thread of its own. */
final class LiveClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Stream<String> lines;
    private final Thread reader;

    private record Event(String name, JsonNode data) {}

    private LiveClient(Stream<String> lines) {
        this.lines = lines;
        this.reader = new Thread(this::read, "live-client");
        reader.setDaemon(true);
        reader.start();
    }

    static LiveClient open(ManagementClient as, String path) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(as.node().uri("/api/v1" + path));
        as.headers().forEach(request::header);
        HttpResponse<Stream<String>> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " → " + answer.statusCode());
        }
        return new LiveClient(answer.body());
    }

    /** Whether it was ever told so. */
    boolean has(String room, long inside, long waiting) {
        return of(room).anyMatch(live ->
                live.get("inside").asLong() == inside && live.get("waiting").asLong() == waiting);
    }

    boolean hasRoom(String room) {
        return of(room).findAny().isPresent();
    }

    JsonNode last(String room) {
        return of(room).reduce((older, newer) -> newer).orElseThrow();
    }

    long sum(String room, String field) {
        return of(room).mapToLong(live -> live.get(field).asLong()).sum();
    }

    boolean isOver() {
        return !reader.isAlive();
    }

    String lastEvent() {
        return events.get(events.size() - 1).name;
    }

    private Stream<JsonNode> of(String room) {
        return events.stream()
                .filter(event -> event.name.equals("live"))
                .map(Event::data)
                .filter(live -> live.path("room").asText().equals(room));
    }

    private void read() {
        String name = "";
        try {
            for (String line : (Iterable<String>) lines::iterator) {
                if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    events.add(new Event(name, JSON.readTree(line.substring("data: ".length()))));
                }
            }
        } catch (UncheckedIOException cutOff) {
            // Closed by the test.
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    @Override
    public void close() {
        lines.close();
    }

    @Override
    public String toString() {
        List<Event> all = List.copyOf(events);
        return all.subList(Math.max(0, all.size() - 5), all.size()).toString();
    }
}
