package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.node.Crowd.Visitor;
import dev.turnkeeper.node.TracerClient.Told;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three real nodes, asked from the outside alone: what TRACER and the management API say, while nodes are killed, stopped
 * and started again. Each test has rooms of its own. {@code -Dturnkeeper.seed=…} repeats a crowd's choice of nodes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GridIT {

    private static final Logger LOG = System.getLogger(GridIT.class.getName());
    private static final int DRAIN_SECONDS = 3;
    private static final long SESSION_SECONDS = 150;
    private static final long SEED = Long.getLong("turnkeeper.seed", new Random().nextLong());

    private final ExecutorService threads = TracerClient.threads();
    private final TracerClient client = new TracerClient(threads);
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final List<Runnable> ends = new ArrayList<>();
    private Leaving leaving = new Leaving(List.of(), client);

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, InterruptedException {
        Path rooms = folder.resolve("rooms.yaml");
        Files.writeString(rooms, """
                rooms:
                  - id: leaving
                    name: Visitors leave it
                    limit: 5
                    sessionTimeoutSeconds: 150
                    retentionSeconds: 150
                    routes:
                      - host: leaving.example.com
                """);
        long began = System.nanoTime();
        nodes.addAll(NodeProcess.grid(
                3,
                Map.of(
                        "TURNKEEPER_ADMIN_KEY", RoomAdmin.KEY,
                        "TURNKEEPER_ROOMS", rooms.toString(),
                        "TURNKEEPER_DRAIN_SECONDS", String.valueOf(DRAIN_SECONDS))));
        report("three nodes ready: " + secondsSince(began) + " s");
        leaving = new Leaving(nodes, client);
        leaving.start(threads);
    }

    @AfterAll
    void stop() {
        leaving.stop();
        threads.shutdownNow();
        nodes.parallelStream().forEach(NodeProcess::close);
    }

    @BeforeEach
    void allNodesReady() throws IOException, InterruptedException {
        for (NodeProcess node : nodes) {
            if (!node.isAlive()) {
                node.restart();
            }
        }
        for (NodeProcess node : nodes) {
            node.awaitReady();
        }
    }

    @Test
    @Order(1)
    void twoThousandVisitors_keepTheirPlacesWhileANodeDiesAndComesBack() throws IOException, InterruptedException {
        String room = "crowd";
        made(room, 100);
        NodeProcess killed = nodes.get(1);
        List<NodeProcess> others = List.of(nodes.get(0), nodes.get(2));
        long began = System.nanoTime();
        try (Crowd crowd = new Crowd(room, nodes, client, threads, SEED)) {
            crowd.start();
            List<Visitor> first = crowd.enter(700);
            until(crowd, 30, "the first have places", () -> Crowd.placed(first) == 700);
            List<Visitor> middle = crowd.enter(1_000);
            until(crowd, 30, "newcomers are under way", () -> Crowd.placed(middle) >= 300);
            List<Visitor> before = byRank(crowd, others.get(0), first);

            killed.kill();
            killed.restart();
            List<Visitor> last = crowd.enter(300);
            long alone = System.nanoTime();
            crowd.avoid(killed);
            until(
                    crowd,
                    30,
                    "newcomers are served while a node is missing",
                    () -> Crowd.placed(middle) == 1_000 && Crowd.placed(last) == 300);
            report("newcomers served without the killed node: " + secondsSince(alone) + " s after");
            killed.awaitReady();
            report("killed node ready again: " + secondsSince(alone) + " s after");
            // At once, before another tick could hide that something is missing.
            Map<Visitor, Told> back = crowd.askAll(killed, first.subList(0, 200));
            back.forEach((visitor, told) -> assertTrue(
                    told.samePlace(Objects.requireNonNull(visitor.last())),
                    () -> visitor + " was told " + visitor.last() + ", and by the node that came back " + told));
            crowd.askAlso(killed);

            Map<Visitor, Told> calm = awaitAgreement(crowd);
            assertPlacesOnce(crowd, calm, 100);
            Places.assertArrivalOrder(calm);
            assertEquals(before, Places.sorted(calm, first), () -> "the order of the first has changed\n" + crowd);
            assertRaising(crowd, calm, room, 50);
            assertEquals(List.of(), crowd.faults(), () -> crowd + "\n" + logs());
            report("crowd: " + crowd + " in " + secondsSince(began) + " s");
        }
    }

    @Test
    @Order(2)
    void oneVisitorAtThreeNodesAtOnce_hasOnePlace() throws Exception {
        String room = "atonce";
        made(room, 0);
        int visitors = 150;
        long[] best = new long[visitors];
        List<String> first = new ArrayList<>();
        for (int i = 0; i < visitors; i++) {
            String name = "twin-" + i;
            List<Future<Told>> answers = nodes.stream()
                    .map(node -> threads.submit(() -> client.ask(node, RoomAdmin.hostOf(room), name)))
                    .toList();
            best[i] = Long.MAX_VALUE;
            List<Long> ranks = new ArrayList<>();
            int asHeld = 0;
            for (Future<Told> answer : answers) {
                Told told = answer.get();
                ranks.add(told.rank());
                asHeld += told.held() ? 1 : 0;
                assertTrue(told.waits(), () -> name + " was let into a room of limit 0: " + told);
                best[i] = told.held() ? best[i] : Math.min(best[i], told.rank());
            }
            first.add(ranks + (asHeld > 0 ? " (" + asHeld + " held)" : ""));
        }
        List<String> off = new ArrayList<>();
        // Where a map told nothing while it was being filled, the places are looked up again within some sweeps.
        until(null, 60, () -> "one place each, the same at every node, in " + room + ", but " + off, () -> {
            off.clear();
            long before = 0;
            for (int i = 0; i < visitors; i++) {
                List<Told> told = new ArrayList<>();
                for (NodeProcess node : nodes) {
                    told.add(client.ask(node, RoomAdmin.hostOf(room), "twin-" + i));
                }
                Told one = told.get(0);
                // One came after the other, so their ranks follow each other unless a place is held by nobody.
                if (!told.stream().allMatch(one::samePlace) || one.rank() > best[i] || one.rank() != before + 1) {
                    off.add("twin-" + i + ", at best " + best[i] + " of " + first.get(i) + ": " + told);
                }
                before = one.rank();
            }
            return off.isEmpty();
        });
    }

    @Test
    @Order(3)
    void aChangeAtOneNode_isInForceAtEveryNodeWithinTwoSeconds() throws IOException, InterruptedException {
        String room = "managed";
        NodeProcess a = nodes.get(0);
        NodeProcess b = nodes.get(1);
        NodeProcess c = nodes.get(2);
        assertEquals(201, RoomAdmin.create(a, room, 2).status());
        everywhere("the room is there", node -> RoomAdmin.read(node, room).status() == 200);

        RoomAdmin.Answer read = RoomAdmin.read(c, room);
        assertEquals("\"" + read.body().get("version").asLong() + "\"", read.etag());
        RoomAdmin.Answer patched = patch(b, room, read.etag(), "{\"limit\": 1}");
        assertEquals(200, patched.status(), patched::toString);
        assertNotEquals(read.etag(), patched.etag());
        everywhere("the limit is 1", node -> limitToldAt(node, room) == 1);
        assertEquals(412, patch(c, room, read.etag(), "{\"limit\": 7}").status());
        assertEquals(
                428,
                RoomAdmin.call(c, "PATCH", "/" + room, Map.of(), "{\"limit\": 7}")
                        .status());
        RoomAdmin.Answer dry = RoomAdmin.call(
                a, "PATCH", "/" + room + "?dryRun=true", Map.of("If-Match", patched.etag()), "{\"limit\": 7}");
        assertEquals(200, dry.status(), dry::toString);
        assertEquals("limit", dry.body().at("/changes/0/field").asText(), dry::toString);
        assertEquals(1, RoomAdmin.read(b, room).body().get("limit").asLong());

        // limitToldAt let one in. Lowering admits nobody, from two seconds on at the latest: nothing to see of it
        // before.
        TimeUnit.SECONDS.sleep(2);
        List<String> line = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "managed-" + i;
            line.add(name);
            Told told = placed(nodes.get(i % 3), room, name);
            assertTrue(told.waits(), () -> name + " was let in beyond the limit: " + told);
        }
        everywhere("the line stands", node -> ranks(node, room, line).equals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L)));

        assertEquals(200, RoomAdmin.turn(b, room, "pause").status());
        everywhere("the room is paused", node -> state(node, room).equals("PAUSED"));
        assertEquals(409, RoomAdmin.letIn(c, room, 2, "too-early").status());
        assertEquals(200, RoomAdmin.setLimit(c, room, 3).status());
        TimeUnit.SECONDS.sleep(3); // a paused room is to let nobody in: nothing to wait for but time
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L), ranks(a, room, line));
        assertEquals(200, RoomAdmin.turn(a, room, "activate").status());
        everywhere(
                "two more are in", 3, node -> ranks(node, room, line).equals(List.of(0L, 0L, 1L, 2L, 3L, 4L, 5L, 6L)));

        RoomAdmin.Answer letIn = RoomAdmin.letIn(b, room, 2, "one-key");
        assertEquals(200, letIn.status(), letIn::toString);
        RoomAdmin.Answer again = RoomAdmin.letIn(c, room, 2, "one-key");
        assertEquals(letIn.body(), again.body());
        assertEquals(422, RoomAdmin.letIn(a, room, 3, "one-key").status());
        everywhere("the operator's two are in, once", 3, node -> ranks(node, room, line)
                .equals(List.of(0L, 0L, 0L, 0L, 1L, 2L, 3L, 4L)));

        assertEquals(200, RoomAdmin.reset(c, room, "keep").status());
        // Whoever asks first is first; who was inside stays inside, and counts.
        everywhere("the reset is known", node -> generation(node, room) == 2);
        assertTrue(placed(a, room, line.get(7)).waits());
        everywhere("the last of the old line is the first of the new", 3, node -> rank(node, room, line.get(7)) == 1);
        assertEquals(0, rank(b, room, line.get(0)));
        assertEquals(200, RoomAdmin.reset(b, room, "out").status());
        everywhere("the second reset is known", node -> generation(node, room) == 3);
        until(null, 5, "a newcomer walks into the emptied room", () -> !placed(c, room, "fresh")
                .waits());

        assertEquals(409, delete(a, room).status());
        assertEquals(200, RoomAdmin.turn(a, room, "close").status());
        assertEquals(409, delete(b, room).status());
        assertEquals(200, RoomAdmin.reset(c, room, "out").status());
        until(null, 5, "the empty room may be deleted", () -> delete(b, room).status() == 204);
        everywhere("the room is gone", node -> RoomAdmin.read(node, room).status() == 404);
        everywhere("nothing is controlled", node -> limitToldAt(node, room) == 0);
    }

    @Test
    @Order(4)
    void aPlaceJustTold_outlivesTheNodeThatToldIt() throws IOException, InterruptedException {
        String room = "justtold";
        opened(room, 6);
        NodeProcess killed = nodes.get(2);
        List<Told> told = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            told.add(placed(killed, room, "fresh-" + i));
        }
        killed.kill();
        long at = System.nanoTime();
        for (NodeProcess node : List.of(nodes.get(0), nodes.get(1))) {
            for (int i = told.size() - 1; i >= 0; i--) {
                String name = "fresh-" + i;
                Told was = told.get(i);
                until(null, 15, name + " has the place that was told, " + was + ", at " + node, () -> client.ask(
                                node, RoomAdmin.hostOf(room), name)
                        .samePlace(was));
            }
        }
        report("places of a killed node known elsewhere: " + secondsSince(at) + " s after");
    }

    @Test
    @Order(5)
    void aNodeAskedToStop_drainsThenLeavesAndNobodyLosesAPlace() throws IOException, InterruptedException {
        String room = "stopping";
        opened(room, 6);
        NodeProcess stopped = nodes.get(0);
        List<Told> told = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            told.add(placed(nodes.get(i % 3), room, "stay-" + i));
        }
        stopped.askToStop();
        long asked = System.nanoTime();
        until(null, 1, "it is not ready", () -> stopped.readiness() == 503);
        int answers = 0;
        while (secondsSince(asked) < DRAIN_SECONDS - 0.5) {
            assertEquals(503, stopped.readiness());
            int i = answers++ % told.size();
            Told now = client.ask(stopped, RoomAdmin.hostOf(room), "stay-" + i);
            assertTrue(now.samePlace(told.get(i)), () -> "while draining " + now + " after " + told.get(i));
            Told newcomer = placed(stopped, room, "late-" + answers);
            assertTrue(newcomer.waits(), newcomer::toString);
        }
        until(null, 25, "it has ended", () -> !stopped.isAlive());
        double ended = secondsSince(asked);
        assertTrue(ended >= DRAIN_SECONDS, () -> "ended after " + ended + " s");
        report("stopped node ended: " + ended + " s after SIGTERM, " + answers + " answers while draining");
        for (NodeProcess node : List.of(nodes.get(1), nodes.get(2))) {
            for (int i = 0; i < told.size(); i++) {
                Told now = client.ask(node, RoomAdmin.hostOf(room), "stay-" + i);
                Told was = told.get(i);
                assertTrue(now.samePlace(was), () -> now + " after " + was + "\n" + logs());
            }
            Told late = client.ask(node, RoomAdmin.hostOf(room), "late-" + answers);
            assertEquals(
                    told.size() - 3 + answers, late.rank(), () -> "the last newcomer at the stopped node: " + late);
        }
        until(null, 10, "newcomers are served", () -> !client.ask(nodes.get(1), RoomAdmin.hostOf(room), "after")
                .held());
    }

    /** Last, since sessions take their time; they run from the start, through all that happens to the nodes meanwhile. */
    @Test
    @Order(Integer.MAX_VALUE)
    void waitersAreLetIn_asSessionsEnd() throws InterruptedException {
        until(null, (int) (SESSION_SECONDS + 90), "two sessions have ended: " + leaving, leaving::hasMovedOn);
        leaving.stop();
        report("leaving: " + leaving.toString());
        assertEquals(List.of(), leaving.faults(), () -> leaving + "\n" + logs());
    }

    private void made(String room, long limit) throws IOException, InterruptedException {
        RoomAdmin.Answer made = RoomAdmin.create(nodes.get(0), room, limit);
        assertEquals(201, made.status(), made::toString);
        everywhere(
                "room " + room + " is there", node -> RoomAdmin.read(node, room).status() == 200);
    }

    /**
     * As {@link #made}, and open: until its first decision is known everywhere, a room lets nobody in. One of each node is
     * inside now, and counted everywhere: one visitor who asked at all three could hold several places for a moment.
     */
    private void opened(String room, long limit) throws IOException, InterruptedException {
        made(room, limit);
        until(null, 10, "room " + room + " is open everywhere", () -> {
            for (NodeProcess node : nodes) {
                if (placed(node, room, "opener-" + nodes.indexOf(node)).waits()) {
                    return false;
                }
            }
            return true;
        });
        String tag = MetricNames.ROOM + "=\"" + room + "\"";
        everywhere(
                "who opened " + room + " is inside",
                10,
                node -> NodeView.metric(node, MetricNames.INSIDE, tag) == nodes.size());
    }

    private Map<Visitor, Told> awaitAgreement(Crowd crowd) throws InterruptedException {
        return Places.agreed(crowd, nodes, this::logs);
    }

    private void assertPlacesOnce(Crowd crowd, Map<Visitor, Told> told, long limit) {
        Places.assertOnce(told, limit, () -> crowd + "\n" + logs());
    }

    /** So many more are let in, those next in order, everywhere within three seconds. */
    private void assertRaising(Crowd crowd, Map<Visitor, Told> calm, String room, int by)
            throws IOException, InterruptedException {
        List<Visitor> order = Places.sorted(calm, List.copyOf(calm.keySet()));
        long limit = calm.values().iterator().next().limit();
        List<Visitor> atTheEdge = order.subList((int) limit, (int) limit + by + 20);
        assertEquals(200, RoomAdmin.setLimit(nodes.get(2), room, limit + by).status());
        everywhere("the next " + by + " are in", 3, node -> {
            Map<Visitor, Told> edge = crowd.askAll(node, atTheEdge);
            return atTheEdge.stream()
                    .allMatch(visitor -> Places.of(edge, visitor).rank()
                            == Math.max(0, Places.of(calm, visitor).rank() - by));
        });
        Map<Visitor, Told> after = awaitAgreement(crowd);
        assertPlacesOnce(crowd, after, limit + by);
        assertEquals(
                order.subList((int) limit + by, order.size()),
                Places.sorted(after, order).subList((int) limit + by, order.size()));
    }

    private List<Visitor> byRank(Crowd crowd, NodeProcess node, List<Visitor> group) throws InterruptedException {
        return Places.sorted(crowd.askAll(node, group), group);
    }

    /** Asks until there is a place: while the grid moves on a newcomer may be held. */
    private Told placed(NodeProcess node, String room, String name) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        Told told = client.ask(node, RoomAdmin.hostOf(room), name);
        while (told.held() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(100);
            told = client.ask(node, RoomAdmin.hostOf(room), name);
        }
        return told;
    }

    private long rank(NodeProcess node, String room, String name) throws IOException, InterruptedException {
        return client.ask(node, RoomAdmin.hostOf(room), name).rank();
    }

    private List<Long> ranks(NodeProcess node, String room, List<String> names)
            throws IOException, InterruptedException {
        List<Long> ranks = new ArrayList<>();
        for (String name : names) {
            ranks.add(rank(node, room, name));
        }
        return ranks;
    }

    private long limitToldAt(NodeProcess node, String room) throws IOException, InterruptedException {
        return client.ask(node, RoomAdmin.hostOf(room), "the-first").limit();
    }

    private static String state(NodeProcess node, String room) throws IOException, InterruptedException {
        return RoomAdmin.read(node, room).body().get("state").asText();
    }

    private static long generation(NodeProcess node, String room) throws IOException, InterruptedException {
        return RoomAdmin.read(node, room).body().get("generation").asLong();
    }

    private static RoomAdmin.Answer patch(NodeProcess node, String room, String etag, String body)
            throws IOException, InterruptedException {
        return RoomAdmin.call(node, "PATCH", "/" + room, Map.of("If-Match", etag), body);
    }

    private static RoomAdmin.Answer delete(NodeProcess node, String room) throws IOException, InterruptedException {
        return RoomAdmin.call(node, "DELETE", "/" + room, Map.of("If-Match", "*"), "");
    }

    private static Set<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().collect(Collectors.toSet());
    }

    private void everywhere(String what, Seen seen) throws InterruptedException {
        everywhere(what, 2, seen);
    }

    private void everywhere(String what, int seconds, Seen seen) throws InterruptedException {
        until(null, seconds, "at every node, " + what, () -> {
            for (NodeProcess node : nodes) {
                if (!seen.at(node)) {
                    return false;
                }
            }
            return true;
        });
    }

    private void until(@Nullable Crowd crowd, int seconds, String what, Await.Asked condition)
            throws InterruptedException {
        until(crowd, seconds, () -> what, condition);
    }

    private void until(@Nullable Crowd crowd, int seconds, Supplier<String> what, Await.Asked condition)
            throws InterruptedException {
        Await.until(seconds, () -> what.get() + (crowd == null ? "" : "\n" + crowd) + "\n" + logs(), condition);
    }

    private String logs() {
        return NodeProcess.logs(nodes);
    }

    /** Figures, for whoever reads the log. */
    private static void report(String figure) {
        LOG.log(Level.INFO, figure);
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000 / 1_000.0;
    }

    @FunctionalInterface
    private interface Seen {
        boolean at(NodeProcess node) throws IOException, InterruptedException;
    }
}
