package dev.turnkeeper.visitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnkeeper.node.NodeProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A browser or an app, as far as the visitor API sees one: sends what it is told to send, whatever that is. */
final class VisitorClient {

    static final String BROWSER = "Mozilla/5.0 (a test)";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private VisitorClient() {}

    record Answer(int status, JsonNode body, HttpResponse<String> response) {

        String state() {
            return body.path("state").asText();
        }

        String ticket() {
            return body.path("ticket").asText();
        }

        long position() {
            return body.path("position").asLong();
        }

        /** The last word of a problem's type. */
        String problem() {
            String type = body.path("type").asText();
            return type.substring(type.lastIndexOf(':') + 1);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    static Answer enter(NodeProcess node, String body, String... headers) throws IOException, InterruptedException {
        return call(node, "POST", "", body, with(headers, "Content-Type", "application/json"));
    }

    /** As pages do, comes again where the grid has no place for a moment. */
    static Answer enterRoom(NodeProcess node, String room) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            Answer answer = enter(node, "{\"room\": \"" + room + "\"}");
            if (answer.status() != 503 || System.nanoTime() > deadline) {
                return answer;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    static Answer status(NodeProcess node, String ticket) throws IOException, InterruptedException {
        return call(node, "GET", "/current", "", "Authorization", "Ticket " + ticket);
    }

    /** @param path below {@code /api/v1/visits} */
    static Answer call(NodeProcess node, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.uri("/api/v1/visits" + path))
                .timeout(Duration.ofSeconds(10))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        set(request, headers);
        HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(
                answer.statusCode(), answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body()), answer);
    }

    private static void set(HttpRequest.Builder request, String... headers) {
        request.setHeader("User-Agent", BROWSER);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
    }

    private static String[] with(String[] headers, String name, String value) {
        String[] all = new String[headers.length + 2];
        all[0] = name;
        all[1] = value;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return all;
    }

    /** An open stream, read by a thread of its own. */
    static final class Events implements AutoCloseable {

        /** @param id as sent with it, else empty */
        record Event(String name, String id, JsonNode data) {}

        private final InputStream in;
        private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        private volatile boolean ended;
        private volatile boolean toldToRetry;

        private Events(InputStream in) {
            this.in = in;
            Thread reader = new Thread(this::read, "reads events");
            reader.setDaemon(true);
            reader.start();
        }

        static Events open(NodeProcess node, String ticket, String... headers)
                throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(node.uri("/api/v1/visits/current/stream"));
            set(request, with(headers, "Authorization", "Ticket " + ticket));
            HttpResponse<InputStream> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("the stream is answered " + answer.statusCode());
            }
            return new Events(answer.body());
        }

        /** The next event but heartbeats; null where none comes in time. */
        @Nullable
        Event next(int seconds) throws InterruptedException {
            return events.poll(seconds, TimeUnit.SECONDS);
        }

        /** The next event of this name, others thrown away; null where none comes in time. */
        @Nullable
        Event await(String name, int seconds) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (System.nanoTime() < deadline) {
                Event event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (event != null && event.name().equals(name)) {
                    return event;
                }
            }
            return null;
        }

        boolean hasEnded() {
            return ended;
        }

        boolean wasToldToRetry() {
            return toldToRetry;
        }

        private void read() {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                String name = "";
                String id = "";
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("retry: ")) {
                        toldToRetry = Long.parseLong(line.substring(7)) > 0;
                    } else if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("event: ")) {
                        name = line.substring(7);
                    } else if (line.startsWith("data: ") && !name.equals("heartbeat")) {
                        toldToRetry = false;
                        events.add(new Event(name, id, JSON.readTree(line.substring(6))));
                    }
                }
            } catch (IOException brokenOff) {
                // Ended, too.
            }
            ended = true;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
