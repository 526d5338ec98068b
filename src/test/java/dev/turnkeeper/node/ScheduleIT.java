package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rooms that follow their schedules, on three nodes. */
class ScheduleIT {

    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static List<NodeProcess> nodes = List.of();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        nodes = NodeProcess.grid(3, Map.of("TURNKEEPER_ADMIN_KEY", RoomAdmin.KEY));
    }

    @AfterAll
    static void stop() {
        nodes.forEach(NodeProcess::close);
    }

    @Test
    void room_opensAtItsTime_onEveryNode_once() throws IOException, InterruptedException {
        NodeProcess first = nodes.get(0);
        NodeProcess second = nodes.get(2);
        assertEquals(201, RoomAdmin.create(first, "opening", 1).status());
        assertEquals(200, RoomAdmin.turn(first, "opening", "pause").status());
        AtomicReference<String> answer = new AtomicReference<>("");
        Await.until(30, () -> "a place is given: " + answer, () -> {
            answer.set(enter(second));
            return JSON.readTree(answer.get()).path("state").asText().equals("WAITING");
        });
        String ticket = JSON.readTree(answer.get()).path("ticket").asText();
        assertTrue(JSON.readTree(answer.get()).path("opensAt").isNull(), answer::get);

        Instant opening = Instant.now().plusSeconds(15).truncatedTo(ChronoUnit.SECONDS);
        RoomAdmin.Answer scheduled = RoomAdmin.call(
                first,
                "PUT",
                "/opening/schedule",
                Map.of("If-Match", "*"),
                "{\"zone\": \"Asia/Seoul\", \"steps\": [{\"at\": \"" + LocalDateTime.ofInstant(opening, SEOUL)
                        + "\", \"state\": \"ACTIVE\", \"limit\": 2}]}");
        assertEquals(200, scheduled.status(), () -> scheduled.body().toString());
        assertEquals(opening.toString(), scheduled.body().at("/next/0/at").asText());

        // Before: the place waits, and is told the time.
        Await.until(10, () -> "the second node knows the time", () -> opening.toString()
                .equals(view(second).path("opensAt").asText()));
        assertEquals("PAUSED", view(second).path("state").asText());
        JsonNode before = visit(second, ticket);
        assertEquals("WAITING", before.path("state").asText(), before::toString);
        assertEquals("PAUSED", before.path("roomState").asText());
        assertEquals(opening.toString(), before.path("opensAt").asText());
        assertEquals(opening.toString(), before.path("nextChange").asText());
        assertTrue(Instant.parse(before.path("at").asText()).isBefore(opening));
        assertTrue(Instant.now().isBefore(opening), "too slow a machine for this test");

        // After: let in, by whichever node.
        Await.until(25, () -> "the visitor is let in", () -> "ADMITTED"
                .equals(visit(first, ticket).path("state").asText()));
        assertTrue(!Instant.now().isBefore(opening), "not before its time");
        assertEquals("ADMITTED", visit(second, ticket).path("state").asText());
        assertTrue(view(second).path("opensAt").isNull());
        JsonNode room = RoomAdmin.read(second, "opening").body();
        assertEquals("ACTIVE", room.path("state").asText());
        assertEquals(2, room.path("limit").asLong());
        assertEquals(4, room.path("version").asLong(), "made, paused, scheduled, opened");
        assertEquals(1, scheduledEntries(first, "opening").size());
        assertEquals(1, scheduledEntries(second, "opening").size());

        // What an operator does by hand stays.
        assertEquals(200, RoomAdmin.turn(second, "opening", "pause").status());
        TimeUnit.SECONDS.sleep(3);
        assertEquals(
                "PAUSED", RoomAdmin.read(first, "opening").body().path("state").asText());
    }

    @Test
    void schedule_isAFieldOfItsRoom_underItsVersion() throws IOException, InterruptedException {
        NodeProcess node = nodes.get(0);
        assertEquals(201, RoomAdmin.create(node, "planned", 10).status());
        String path = "/planned/schedule";
        RoomAdmin.Answer none = RoomAdmin.call(node, "GET", path, Map.of(), "");
        assertEquals("{\"zone\":null,\"steps\":[],\"next\":[]}", none.body().toString());
        String weekly =
                "{\"zone\": \"Europe/Berlin\", \"steps\": [{\"every\": {\"days\": [\"MON\"], \"time\": \"10:00\"},"
                        + " \"state\": \"ACTIVE\"}, {\"at\": \"2020-01-01T10:00\", \"limit\": 1}]}";
        assertEquals(428, RoomAdmin.call(node, "PUT", path, Map.of(), weekly).status());
        assertEquals(
                412,
                RoomAdmin.call(node, "PUT", path, Map.of("If-Match", "\"99\""), weekly)
                        .status());
        assertEquals(
                404,
                RoomAdmin.call(node, "PUT", "/nowhere/schedule", Map.of("If-Match", "*"), weekly)
                        .status());
        RoomAdmin.Answer wrong =
                RoomAdmin.call(node, "PUT", path, Map.of("If-Match", "*"), weekly.replace("Europe/Berlin", "Berlin"));
        assertEquals(400, wrong.status());
        assertEquals("zone", wrong.body().at("/errors/0/field").asText());
        assertEquals(
                400,
                RoomAdmin.call(node, "PUT", path, Map.of("If-Match", "*"), "[]").status());

        RoomAdmin.Answer dry =
                RoomAdmin.call(node, "PUT", path + "?dryRun=true", Map.of("If-Match", none.etag()), weekly);
        assertEquals(200, dry.status());
        assertEquals("schedule", dry.body().at("/changes/0/field").asText());
        assertEquals(1, dry.body().path("changes").size());
        assertEquals(20, dry.body().path("next").size(), "the past step does nothing");
        assertEquals("\"1\"", RoomAdmin.read(node, "planned").etag());

        RoomAdmin.Answer set = RoomAdmin.call(node, "PUT", path, Map.of("If-Match", none.etag()), weekly);
        assertEquals(200, set.status());
        assertEquals("\"2\"", set.etag());
        JsonNode room = RoomAdmin.read(node, "planned").body();
        assertEquals("Europe/Berlin", room.at("/schedule/zone").asText());
        assertEquals(10, room.path("limit").asLong());
        RoomAdmin.Answer back = RoomAdmin.call(node, "PUT", path, Map.of("If-Match", "*"), "{}");
        assertEquals(200, back.status());
        assertTrue(RoomAdmin.read(node, "planned").body().path("schedule").isNull());
    }

    private static JsonNode view(NodeProcess node) throws IOException, InterruptedException {
        return JSON.readTree(get(node, "/api/v1/rooms/opening/view", Map.of()).body());
    }

    private static JsonNode visit(NodeProcess node, String ticket) throws IOException, InterruptedException {
        return JSON.readTree(get(node, "/api/v1/visits/current", Map.of("Authorization", "Ticket " + ticket))
                .body());
    }

    private static JsonNode scheduledEntries(NodeProcess node, String room) throws IOException, InterruptedException {
        JsonNode all = JSON.readTree(get(node, "/api/v1/admin/audit?room=" + room, Map.of("X-Api-Key", RoomAdmin.KEY))
                .body());
        var found = JSON.createArrayNode();
        AtomicInteger others = new AtomicInteger();
        all.forEach(entry -> {
            if (entry.path("action").asText().equals("room.scheduled")) {
                assertEquals("turnkeeper", entry.path("who").asText());
                found.add(entry);
            } else {
                others.incrementAndGet();
            }
        });
        assertTrue(others.get() >= 3, all::toString);
        return found;
    }

    private static String enter(NodeProcess node) throws IOException, InterruptedException {
        return HTTP.send(
                        HttpRequest.newBuilder(node.uri("/api/v1/visits"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"room\": \"opening\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static HttpResponse<String> get(NodeProcess node, String path, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.uri(path));
        headers.forEach(request::header);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
