package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.turnkeeper.node.NodeView.Health;
import dev.turnkeeper.node.TracerClient.Told;
import dev.turnkeeper.room.FailureMode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Three real nodes that really lose each other: frozen, cut off in a network of their own, killed. Each fault shakes three
 * rooms, one for each failure mode, while their visitors poll. One grid carries all faults, the last of which ends it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FailureModeIT {

    private static final Logger LOG = System.getLogger(FailureModeIT.class.getName());

    /** Younger than this, a tick is not missed yet. */
    private static final double FRESH_SECONDS = 3;

    /** Between the age of its view as the node sees it and as it is seen here. */
    private static final double BLURRED_SECONDS = 0.3;

    /** How soon all must be open again once nothing stands in the way: an election, a tick, and 2 s. */
    private static final int OPEN_SECONDS = 15;

    /**
     * How soon a majority gives places again, be it their leader that is missing. The aim is three seconds, and what it took
     * is reported; 2.9 were seen, and a machine that stands still for a second is not a fault of the grid.
     */
    private static final double GOING_ON_SECONDS = 5;

    /** Shorter than a member's silence that the others take for its end. */
    private static final long CUT_SECONDS = 20;

    private static final long ANSWER_MILLIS = 300;

    /** How many visitors ask at two nodes that do not hear each other, and how long each may have to. */
    private static final int PARTED_VISITORS = 4;

    private static final int MOST_CUTS = 12;

    private static final long PARTED_MILLIS = 1_500;

    /** Twice as many as all HTTP threads. */
    private static final int CROWD = 400;

    private static final Pattern SCREEN = Pattern.compile("<main data-screen=\"([a-z]+)\"");

    private final ExecutorService threads = TracerClient.threads();
    private final TracerClient client = new TracerClient(threads);
    private final List<NodeProcess> nodes = new ArrayList<>();
    private String noNetwork = "";
    private @Nullable PrivateNetwork network;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        try {
            network = PrivateNetwork.of(3);
        } catch (PrivateNetwork.NotAllowed why) {
            noNetwork = why.getMessage();
        }
        long began = System.nanoTime();
        nodes.addAll(NodeProcess.grid(
                network == null ? Collections.nCopies(3, NodeProcess.Site.HERE) : network.sites(),
                Map.of("TURNKEEPER_ADMIN_KEY", RoomAdmin.KEY)));
        report("three nodes ready: " + seconds(began) + " s");
    }

    @AfterAll
    void stop() {
        threads.shutdownNow();
        nodes.parallelStream().forEach(NodeProcess::close);
        if (network != null) {
            network.close();
        }
    }

    /** One fault that is not over must not be seen in the next. */
    @BeforeEach
    void allMoveOn() throws InterruptedException {
        for (NodeProcess node : nodes) {
            Await.until(
                    OPEN_SECONDS,
                    () -> node + " does not move on\n" + logs(),
                    () -> NodeView.health(node).secondsSinceTick() < 2);
        }
    }

    /** The room's mode is BYPASS, and twice as many come as there are threads, to pages that nobody has asked for yet. */
    @Test
    @Order(0)
    void crowdWhileTwoNodesAreFrozen_isAnsweredAtOnce_andOpensNoBypass() throws Exception {
        NodeProcess alone = nodes.get(0);
        List<NodeProcess> frozen = nodes.subList(1, 3);
        assertEquals(
                201,
                RoomAdmin.create(alone, "flooded", 1_000, FailureMode.BYPASS).status());
        List<String> answers;
        double tickAge;
        try (Flood flood = Flood.before(alone, "flooded", CROWD)) {
            for (NodeProcess node : frozen) {
                node.pause();
            }
            answers = flood.come();
            tickAge = NodeView.health(alone).secondsSinceTick();
        } finally {
            for (NodeProcess node : frozen) {
                node.resume();
            }
        }
        Map<String, Long> told =
                answers.stream().collect(Collectors.groupingBy(FailureModeIT::toldInACrowd, Collectors.counting()));
        String figures = told + ", " + tickAge + " s after the last tick";
        report("a crowd of " + CROWD + ": " + figures);
        assumeTrue(tickAge < FRESH_SECONDS, () -> "too slow, the room's mode was in force already: " + figures);
        assertTrue(
                Set.of("page held", "page full", "program held", "program overloaded")
                        .containsAll(told.keySet()),
                figures);
        for (String answer : answers) {
            assertTrue(answer.contains("\r\nRetry-After: ") || answer.contains("http-equiv=\"refresh\""), answer);
            assertFalse(answer.contains("Set-Cookie"), answer);
        }
        Await.until(OPEN_SECONDS, () -> "nobody is given a place again\n" + logs(), () -> {
            try (Flood two = Flood.before(alone, "flooded", 2)) {
                return two.come().get(1).startsWith("HTTP/1.1 201");
            }
        });
    }

    private static String toldInACrowd(String answer) {
        Matcher page = SCREEN.matcher(answer);
        if (page.find()) {
            return "page " + page.group(1);
        }
        if (!answer.startsWith("HTTP/1.1 503")) {
            return answer;
        }
        return answer.contains("overloaded") ? "program overloaded" : "program held";
    }

    @Test
    @Order(1)
    void twoNodesFrozenForFiveSeconds_theThirdAnswersByTheModes() throws Exception {
        freezeTwo("five", 5);
    }

    @Test
    @Order(2)
    void twoNodesFrozenForThirtySeconds_theThirdAnswersByTheModes() throws Exception {
        freezeTwo("thirty", 30);
    }

    private void freezeTwo(String fault, int seconds) throws Exception {
        NodeProcess alone = nodes.get(0);
        List<NodeProcess> frozen = nodes.subList(1, 3);
        try (Rooms rooms = new Rooms(fault)) {
            rooms.fill();
            pollAt(rooms, List.of(alone));
            long began = System.nanoTime();
            try {
                for (NodeProcess node : frozen) {
                    node.pause();
                }
                assertHeldWhileFresh(rooms, alone);
                assertModes(rooms, alone);
                if (seconds > 20) {
                    TimeUnit.MILLISECONDS.sleep(20_000 - millis(began));
                    assertModes(rooms, alone);
                }
                TimeUnit.MILLISECONDS.sleep(Math.max(0, seconds * 1_000L - millis(began)));
            } finally {
                for (NodeProcess node : frozen) {
                    node.resume();
                }
            }
            long healedAt = System.nanoTime();
            each(rooms, ShakenRoom::assertPollsNeverStopped);
            assertRecovered(rooms, alone, began, healedAt);
        }
    }

    @Test
    @Order(3)
    void eachNodeFrozenInTurn_oneOfWhichLeads_theOthersGoOn() throws Exception {
        try (Rooms rooms = new Rooms("turn")) {
            rooms.fill();
            for (NodeProcess frozen : nodes) {
                List<NodeProcess> others =
                        nodes.stream().filter(node -> node != frozen).toList();
                pollAt(rooms, others);
                long began = System.nanoTime();
                frozen.pause();
                try {
                    assertGoingOn(rooms, others, began);
                    TimeUnit.MILLISECONDS.sleep(Math.max(0, 6_000 - millis(began)));
                } finally {
                    frozen.resume();
                }
                each(rooms, ShakenRoom::assertPollsNeverStopped);
                Await.until(
                        OPEN_SECONDS,
                        () -> frozen + " sees no tick\n" + logs(),
                        () -> NodeView.health(frozen).secondsSinceTick() < FRESH_SECONDS);
            }
            assertInTheBooks(rooms, System.nanoTime());
        }
    }

    @Test
    @Order(4)
    void nodesOfWhichNoneHearsAnother_eachAnswersByTheModes() throws Exception {
        PrivateNetwork cables = needNetwork();
        try (Rooms rooms = new Rooms("none")) {
            rooms.fill();
            long began = System.nanoTime();
            try {
                for (int node = 0; node < nodes.size(); node++) {
                    cables.cut(node);
                }
                assertHeldWhileFresh(rooms, nodes.get(0));
                for (NodeProcess alone : nodes) {
                    assertModes(rooms, alone);
                }
                TimeUnit.MILLISECONDS.sleep(Math.max(0, 10_000 - millis(began)));
                each(rooms, ShakenRoom::assertPollsNeverStopped);
            } finally {
                cables.heal();
            }
            long healedAt = System.nanoTime();
            assertRecovered(rooms, nodes.get(0), began, healedAt);
        }
    }

    @Test
    @Order(5)
    void oneNodeCutOff_theOthersGoOn_andItAnswersByTheModes() throws Exception {
        PrivateNetwork cables = needNetwork();
        NodeProcess alone = nodes.get(0);
        List<NodeProcess> others = nodes.subList(1, 3);
        try (Rooms rooms = new Rooms("cut")) {
            rooms.fill();
            pollAt(rooms, others);
            long began = System.nanoTime();
            try {
                cables.cut(0);
                assertHeldWhileFresh(rooms, alone);
                assertGoingOn(rooms, others, began);
                assertModes(rooms, alone);
                TimeUnit.MILLISECONDS.sleep(Math.max(0, CUT_SECONDS * 1_000 - millis(began)));
                assertModes(rooms, alone);
                each(rooms, room -> room.assertPlacedAt(others.get(1), 1, Long.MAX_VALUE));
            } finally {
                cables.heal();
            }
            long healedAt = System.nanoTime();
            each(rooms, ShakenRoom::assertPollsNeverStopped);
            assertRecovered(rooms, alone, began, healedAt);
        }
    }

    /** Whoever was told a place at one of them is told the same at the other, which has never heard of it. */
    @Test
    @Order(6)
    void twoNodesThatDoNotHearEachOther_whileBothHearTheThird_tellAVisitorOnePlace() throws Exception {
        PrivateNetwork cables = needNetwork();
        String room = "parted";
        RoomAdmin.Answer made = RoomAdmin.create(nodes.get(0), room, 0);
        assertEquals(201, made.status(), made::toString);
        Map<String, Told> first = new LinkedHashMap<>();
        int toldByBoth = 0;
        int cuts = 0;
        // Both tell where the third leads, if their answers are in time: cut on until something could be compared.
        for (; cuts < nodes.size() || toldByBoth < PARTED_VISITORS / 2 && cuts < MOST_CUTS; cuts++) {
            int cut = cuts;
            int one = (cut + 1) % 3;
            int other = (cut + 2) % 3;
            for (NodeProcess node : nodes) {
                // What was sent into the last cut is sent again seconds after it is over: until then a node may refuse.
                String early = cut + "-early-at-" + nodes.indexOf(node);
                Await.until(
                        OPEN_SECONDS,
                        () -> "nobody is given a place at " + node + "\n" + logs(),
                        () -> ask(node, room, early).firstRank() > 0);
            }
            cables.part(one, other);
            try {
                for (int i = 0; i < PARTED_VISITORS; i++) {
                    String visitor = cut + "-" + i;
                    Told told = askPatiently(nodes.get(i % 2 == 0 ? one : other), room, visitor);
                    Told again = askPatiently(nodes.get(i % 2 == 0 ? other : one), room, visitor);
                    // Of two that do not hear each other, one may not hear the leader: it gives no place then.
                    if (!told.held() && !again.held()) {
                        assertEquals(told.firstRank(), again.firstRank(), () -> visitor + "\n" + logs());
                        toldByBoth++;
                    }
                    if (!told.held() || !again.held()) {
                        first.put(visitor, told.held() ? again : told);
                    }
                }
            } finally {
                cables.heal();
            }
        }
        report(toldByBoth + " of " + cuts * PARTED_VISITORS + " visitors told by both, " + first.size() + " by either");
        int both = toldByBoth;
        assertTrue(both >= PARTED_VISITORS / 2, () -> "told by both: " + both + "\n" + logs());
        for (NodeProcess node : nodes) {
            for (Map.Entry<String, Told> visitor : first.entrySet()) {
                Await.until(OPEN_SECONDS, () -> visitor + " is held at " + node + "\n" + logs(), () -> {
                    Told now = ask(node, room, visitor.getKey());
                    assertTrue(
                            now.held() || now.firstRank() == visitor.getValue().firstRank(),
                            () -> visitor + " is told " + now + " by " + node + "\n" + logs());
                    return !now.held();
                });
            }
        }
    }

    /** Again and again while the visitor is held, but not for ever. */
    private Told askPatiently(NodeProcess node, String room, String visitor) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Told told = ask(node, room, visitor);
        while (told.held() && millis(began) < PARTED_MILLIS) {
            TimeUnit.MILLISECONDS.sleep(100);
            told = ask(node, room, visitor);
        }
        return told;
    }

    private Told ask(NodeProcess node, String room, String visitor) throws IOException, InterruptedException {
        return client.ask(node, RoomAdmin.hostOf(room), visitor);
    }

    /** The last: without a journal, who is left stays alone. */
    @Test
    @Order(Integer.MAX_VALUE)
    void twoNodesKilled_theThirdAnswersByTheModes() throws Exception {
        NodeProcess alone = nodes.get(0);
        try (Rooms rooms = new Rooms("killed")) {
            rooms.fill();
            pollAt(rooms, List.of(alone));
            long began = System.nanoTime();
            nodes.subList(1, 3).forEach(NodeProcess::kill);
            assertHeldWhileFresh(rooms, alone);
            assertModes(rooms, alone);
            TimeUnit.MILLISECONDS.sleep(Math.max(0, 10_000 - millis(began)));
            assertModes(rooms, alone);
            each(rooms, room -> room.assertCountedAt(alone));
            each(rooms, ShakenRoom::assertPollsNeverStopped);
            assertAnsweredInTime(rooms, began);
        }
    }

    /** Entering works at both of them soon after the fault, and nobody is let in meanwhile but by a mode that is in force. */
    private void assertGoingOn(Rooms rooms, List<NodeProcess> others, long began) throws Exception {
        // The last tick was up to a second old.
        long missedFrom = began + (long) ((FRESH_SECONDS - 1 - BLURRED_SECONDS) * 1e9);
        for (NodeProcess node : others) {
            each(rooms, room -> {
                double after = (room.assertPlacedAt(node, OPEN_SECONDS, missedFrom) - began) / 1e9;
                report(String.format(Locale.ROOT, "%s: a place %.1f s after the fault", room.id(), after));
                assertTrue(after < GOING_ON_SECONDS, () -> "a place only after " + after + " s\n" + logs());
            });
        }
    }

    private static void pollAt(Rooms rooms, List<NodeProcess> asked) throws InterruptedException {
        rooms.all.forEach(room -> room.pollAt(asked));
        TimeUnit.MILLISECONDS.sleep(500); // what was asked elsewhere is answered by then
    }

    private void assertHeldWhileFresh(Rooms rooms, NodeProcess alone) throws Exception {
        long tickAt = NodeView.health(alone).lastTickAt();
        each(rooms, room -> room.assertHeldAt(alone));
        assertTrue(seconds(tickAt) < FRESH_SECONDS, () -> "too slow to have seen it: " + seconds(tickAt) + " s");
    }

    private void assertModes(Rooms rooms, NodeProcess alone) throws Exception {
        Await.until(
                10,
                () -> alone + " sees no tick",
                () -> NodeView.health(alone).secondsSinceTick() > FRESH_SECONDS + BLURRED_SECONDS);
        each(rooms, room -> room.assertModeAt(alone));
        each(rooms, room -> room.assertKnownAt(alone));
        Health health = NodeView.health(alone);
        assertEquals(200, health.status(), health::toString);
        assertTrue(health.degraded(), health::toString);
        assertTrue(health.secondsSinceTick() > FRESH_SECONDS, () -> "the fault was over before it was seen: " + health);
    }

    /** After a fault that began and ended then. */
    private void assertRecovered(Rooms rooms, NodeProcess alone, long began, long healedAt) throws Exception {
        assertOpenAgain(rooms, alone, healedAt);
        assertAnsweredInTime(rooms, began);
        assertInTheBooks(rooms, healedAt);
    }

    /** Within two seconds of the first tick that this node sees, its newcomers have places. */
    private void assertOpenAgain(Rooms rooms, NodeProcess node, long healedAt) throws Exception {
        ShakenRoom room = rooms.all.stream()
                .filter(any -> any.mode() == FailureMode.HOLD)
                .findFirst()
                .orElseThrow();
        long firstTickAt = 0;
        while (seconds(healedAt) < OPEN_SECONDS) {
            Told told = room.arrive(node, 1, 50).values().iterator().next();
            long tickAt = NodeView.health(node).lastTickAt();
            firstTickAt = firstTickAt == 0 && tickAt > healedAt ? tickAt : firstTickAt;
            if (!told.held()) {
                double late = Math.max(0, (told.toldAt() - firstTickAt) / 1e9);
                report(String.format(
                        Locale.ROOT,
                        "first tick %.1f s after the end of the fault, first place given %.1f s after that tick",
                        (firstTickAt - healedAt) / 1e9,
                        late));
                // The one before had to be answered first.
                assertTrue(late < 2 + ANSWER_MILLIS / 1e3, () -> "a place only after " + late + " s\n" + logs());
                return;
            }
        }
        throw new AssertionError("no newcomer has a place again at " + node + "\n" + logs());
    }

    /** All is healed: who was let in counts, nobody else is any the better or worse, and all are told so everywhere. */
    private void assertInTheBooks(Rooms rooms, long healedAt) throws Exception {
        each(rooms, room -> report(room.awaitCounted(healedAt)));
        // One after the other, since each room's visitors ask all nodes over and over until they agree.
        for (ShakenRoom room : rooms.all) {
            room.assertAsBefore();
        }
    }

    /**
     * Newcomers are answered in time, even if nothing else works. What the machine and the client add is seen on polls,
     * which wait for nothing: on busy cores it is not little.
     */
    private static void assertAnsweredInTime(Rooms rooms, long since) {
        long[] newcomers = millis(rooms, ShakenRoom::arrivals);
        long[] polls = millis(rooms, room -> room.polls(since));
        String figures = "newcomers answered: " + quantiles(newcomers) + "; polls meanwhile: " + quantiles(polls);
        report(figures);
        assertTrue(p99(newcomers) <= ANSWER_MILLIS + p99(polls), figures);
        assertTrue(newcomers[newcomers.length - 1] <= ANSWER_MILLIS + polls[polls.length - 1], figures);
    }

    private static long[] millis(Rooms rooms, Function<ShakenRoom, Collection<Told>> answers) {
        return rooms.all.stream()
                .flatMap(room -> answers.apply(room).stream())
                .mapToLong(Told::millis)
                .sorted()
                .toArray();
    }

    private static long p99(long[] sorted) {
        return sorted[(int) (sorted.length * 0.99)];
    }

    private static String quantiles(long[] sorted) {
        return "p50 " + sorted[sorted.length / 2] + " ms, p99 " + p99(sorted) + " ms, max " + sorted[sorted.length - 1]
                + " ms of " + sorted.length;
    }

    private PrivateNetwork needNetwork() {
        assumeTrue(network != null, () -> "no partition is tried, since nodes cannot be cut off here: " + noNetwork);
        return Objects.requireNonNull(network);
    }

    /** In all rooms at once. */
    private void each(Rooms rooms, InRoom what) throws Exception {
        List<Future<?>> done = new ArrayList<>();
        for (ShakenRoom room : rooms.all) {
            done.add(threads.submit(() -> {
                what.in(room);
                return room;
            }));
        }
        for (Future<?> one : done) {
            try {
                one.get();
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof AssertionError) {
                    throw (AssertionError) failed.getCause();
                }
                throw failed;
            }
        }
    }

    private String logs() {
        return NodeProcess.logs(nodes);
    }

    /** Figures, for whoever reads the log. */
    private static void report(String figure) {
        LOG.log(Level.INFO, figure);
    }

    private static long millis(long since) {
        return (System.nanoTime() - since) / 1_000_000;
    }

    private static double seconds(long since) {
        return millis(since) / 1_000.0;
    }

    /** One for each failure mode, whose visitors poll from when they are full. */
    private final class Rooms implements AutoCloseable {

        private final List<ShakenRoom> all;

        private Rooms(String fault) {
            all = Arrays.stream(FailureMode.values())
                    .map(mode -> new ShakenRoom(fault, mode, nodes, client, threads, FailureModeIT.this::logs))
                    .toList();
        }

        private void fill() throws IOException, InterruptedException {
            for (ShakenRoom room : all) {
                room.fill();
            }
        }

        @Override
        public void close() throws InterruptedException {
            for (ShakenRoom room : all) {
                room.close();
            }
        }
    }

    @FunctionalInterface
    private interface InRoom {
        void in(ShakenRoom room) throws Exception;
    }
}
