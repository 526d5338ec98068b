package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What three real nodes say happened in a room, while one of them is killed and comes back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StatisticsIT {

    private static final String ROOM = "fair";
    private static final int LIMIT = 5;
    private static final int FIRST = 24;
    private static final int MORE = 6;

    private final List<NodeProcess> nodes = new ArrayList<>();
    private final ExecutorService threads = TracerClient.threads();
    private final TracerClient client = new TracerClient(threads);
    private final Instant started = Instant.now().truncatedTo(ChronoUnit.MINUTES);

    @BeforeAll
    void start() throws IOException, InterruptedException {
        nodes.addAll(NodeProcess.grid(3, Map.of("TURNKEEPER_ADMIN_KEY", RoomAdmin.KEY)));
        // So long that nobody lapses, however slow the machine is.
        String room = "{\"id\": \"" + ROOM + "\", \"name\": \"fair\", \"limit\": " + LIMIT
                + ", \"sessionTimeoutSeconds\": 3600, \"retentionSeconds\": 3600, \"maxSilenceSeconds\": 3600, \"claimSeconds\": 3600,"
                + " \"routes\": [{\"host\": \"" + RoomAdmin.hostOf(ROOM) + "\", \"path\": \"/buy/**\"}]}";
        assertEquals(
                201, RoomAdmin.call(nodes.get(0), "POST", "", Map.of(), room).status());
        assertEquals(201, RoomAdmin.create(nodes.get(0), "quiet", LIMIT).status());
    }

    @AfterAll
    void stop() {
        nodes.parallelStream().forEach(NodeProcess::close);
        threads.shutdownNow();
    }

    @Test
    @Order(1)
    void crowdAtAllNodes_isCountedOnce_byEach() throws IOException, InterruptedException {
        for (int i = 0; i < FIRST; i++) {
            enter(nodes.get(i % 3), "visitor-" + i);
        }
        for (NodeProcess node : nodes) {
            Await.until(180, () -> "all are counted at " + node + ": " + quietly(node), () -> {
                JsonNode count = get(node, ROOM + "/count").body();
                return visitors(count) == FIRST
                        && count.path("waiting").asLong() == FIRST - LIMIT
                        && count.path("inside").asLong() == LIMIT;
            });
        }
    }

    @Test
    @Order(2)
    void questions_areAnsweredOrRefused() throws IOException, InterruptedException {
        NodeProcess node = nodes.get(0);
        assertEquals(401, ManagementClient.nobody(node).get("/stats/" + ROOM).status());
        ManagementClient admin = ManagementClient.key(node, RoomAdmin.KEY);
        ManagementClient reader = key(admin, "\"roles\": [\"stats\"]");
        for (String path : List.of("", "/now", "/count")) {
            assertEquals(200, reader.get("/stats/" + ROOM + path).status(), path);
            assertEquals(404, reader.get("/stats/nowhere" + path).status(), path);
            assertEquals(405, admin.call("POST", "/stats/" + ROOM + path, "{}").status(), path);
        }
        assertEquals(404, reader.get("/stats/" + ROOM + "/top?by=page").status());
        ManagementClient scoped = key(admin, "\"roles\": [\"stats\"], \"rooms\": [\"quiet\"]");
        assertEquals(200, scoped.get("/stats/quiet").status());
        assertEquals(403, scoped.get("/stats/" + ROOM).status());
        assertEquals(403, scoped.get("/stats/compare?rooms=quiet," + ROOM).status());
        assertEquals(
                403,
                scoped.get("/stats/compare?room=" + ROOM + "&periods=2026-11-20/2026-11-20")
                        .status());
        assertEquals(200, scoped.get("/stats/compare?rooms=quiet").status());
        for (String bad : List.of(
                "?step=fortnight",
                "?from=yesterday",
                "?zone=Mars",
                "?metric=visitors",
                "?from=2026-11-22T10:00:00Z&to=2026-11-22T09:00:00Z",
                "?from=2000-01-01&step=minute")) {
            ManagementClient.Answer refused = reader.get("/stats/" + ROOM + bad);
            assertEquals(400, refused.status(), bad);
            assertTrue(refused.type().endsWith("bad-input"), refused::toString);
        }
        assertEquals(400, reader.get("/stats/compare").status());
        JsonNode chart = reader.get("/stats/" + ROOM + "?step=hour&zone=Asia/Kathmandu&metric=inflow,p95")
                .body();
        assertEquals("Asia/Kathmandu", chart.path("zone").asText());
        JsonNode last = chart.path("points").get(chart.path("points").size() - 1);
        assertTrue(last.path("at").asText().endsWith(":00:00+05:45"), last::toString);
        assertEquals(3, last.size(), last::toString);
        ManagementClient.Answer csv = reader.call(
                "GET", "/stats/compare?rooms=quiet," + ROOM + "&step=day", "", Map.of("Accept", "text/csv"));
        assertEquals(200, csv.status());
        assertTrue(csv.http().headers().firstValue("Content-Type").orElse("").startsWith("text/csv"));
        assertTrue(
                csv.http().body().startsWith("room,at,inflow,outflow,"),
                csv.http().body());
        JsonNode now = get(node, ROOM + "/now").body();
        assertEquals(FIRST - LIMIT, now.path("waiting").asLong(), now::toString);
        assertEquals(LIMIT, now.path("inside").asLong(), now::toString);
    }

    @Test
    @Order(3)
    void killedNode_takesNothingAlong_andSaysTheSameOnceItIsBack() throws IOException, InterruptedException {
        NodeProcess killed = nodes.get(1);
        killed.kill();
        List<NodeProcess> left = List.of(nodes.get(0), nodes.get(2));
        for (int i = 0; i < MORE; i++) {
            enter(left.get(i % 2), "late-" + i);
        }
        for (NodeProcess node : left) {
            Await.until(
                    180,
                    () -> "the late ones too: " + quietly(node),
                    () -> visitors(get(node, ROOM + "/count").body()) == FIRST + MORE);
        }
        Instant until = Instant.now().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        killed.restart();
        killed.awaitReady();
        String chart = ROOM + "?step=minute&from=" + started + "&to=" + until;
        Await.until(
                300,
                () -> "the same chart from every node:\n" + quietly(nodes.get(0), chart) + "\n" + quietly(killed, chart)
                        + "\n" + quietly(nodes.get(2), chart),
                () -> {
                    String one = get(nodes.get(0), chart).http().body();
                    return Instant.now().isAfter(until.plusSeconds(15))
                            && one.equals(get(killed, chart).http().body())
                            && one.equals(get(nodes.get(2), chart).http().body())
                            && visitors(get(killed, chart).body()) == FIRST + MORE;
                });
        System.out.println(
                "the same chart from all: " + get(killed, chart).http().body());
    }

    private void enter(NodeProcess node, String visitor) throws InterruptedException {
        Await.until(120, () -> visitor + " has a place", () -> !client.ask(node, RoomAdmin.hostOf(ROOM), visitor)
                .held());
    }

    /** Who came: a busy machine gives out places that nobody comes to have. */
    private static long visitors(JsonNode counts) {
        return sum(counts, "inflow") - sum(counts, "unused") - sum(counts, "abandoned") - sum(counts, "expired");
    }

    private static long sum(JsonNode counts, String metric) {
        long sum = counts.path(metric).asLong();
        for (JsonNode point : counts.path("points")) {
            sum += point.path(metric).asLong();
        }
        return sum;
    }

    private static ManagementClient.Answer get(NodeProcess node, String path) throws IOException, InterruptedException {
        ManagementClient.Answer answer =
                ManagementClient.key(node, RoomAdmin.KEY).get("/stats/" + path);
        assertEquals(200, answer.status(), answer::toString);
        return answer;
    }

    private static String quietly(NodeProcess node) {
        return quietly(node, ROOM + "/count");
    }

    private static String quietly(NodeProcess node, String path) {
        try {
            return ManagementClient.key(node, RoomAdmin.KEY)
                    .get("/stats/" + path)
                    .toString();
        } catch (IOException | InterruptedException failed) {
            return failed.toString();
        }
    }

    private static ManagementClient key(ManagementClient admin, String what) throws IOException, InterruptedException {
        ManagementClient.Answer made = admin.call("POST", "/admin/api-keys", "{\"name\": \"test\", " + what + "}");
        assertEquals(201, made.status(), made::toString);
        return ManagementClient.key(admin.node(), made.body().path("key").asText());
    }
}
