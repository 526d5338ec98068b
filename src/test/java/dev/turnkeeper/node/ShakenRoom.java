package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.node.Crowd.Visitor;
import dev.turnkeeper.node.TracerClient.Told;
import dev.turnkeeper.room.FailureMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A room that is full and has a line before it, whose visitors poll all through a fault of the grid; and what is promised
 * to them and to newcomers, while a node has lost the others and after.
 */
final class ShakenRoom implements AutoCloseable {

    static final long LIMIT = 30;
    private static final int WAITING = 10;
    private static final int SESSION_SECONDS = 150;

    /** How many newcomers a node lets in by itself: the limit, divided by the configured nodes. */
    static final long BYPASSED_PER_NODE = LIMIT / 3;

    private static final String BYPASSED = "turnkeeper_bypassed_total";
    private static final int IN_THE_BOOKS_SECONDS = 10;

    private static final Comparator<Visitor> BY_NAME = Comparator.comparing(Visitor::name);

    private final FailureMode mode;
    private final String id;
    private final List<NodeProcess> nodes;
    private final Supplier<String> logs;
    private final Crowd crowd;
    private final List<Told> arrivals = new ArrayList<>();
    private final List<Visitor> withoutPlace = new ArrayList<>();
    private final Map<NodeProcess, List<Visitor>> bypassed = new HashMap<>();
    private final Map<NodeProcess, Long> bypassingSince = new HashMap<>();
    private Map<Visitor, Told> before = Map.of();
    private long withheld;
    private long blocked;

    ShakenRoom(
            String fault,
            FailureMode mode,
            List<NodeProcess> nodes,
            TracerClient client,
            ExecutorService threads,
            Supplier<String> logs) {
        this.mode = mode;
        this.id = fault + "-" + mode.name().toLowerCase(Locale.ROOT);
        this.nodes = nodes;
        this.logs = logs;
        this.crowd = new Crowd(id, nodes, client, threads, new Random().nextLong(), 1);
    }

    /** Makes it and lets its visitors come, until all nodes agree about everybody. */
    void fill() throws IOException, InterruptedException {
        RoomAdmin.Answer made = RoomAdmin.create(nodes.get(0), id, LIMIT, mode);
        assertEquals(201, made.status(), made::toString);
        everywhere(5, "the room is known", node -> RoomAdmin.read(node, id).status() == 200);
        crowd.start();
        crowd.enter((int) LIMIT + WAITING);
        before = calm(LIMIT);
    }

    /** From now on its known visitors poll at these nodes only. */
    void pollAt(List<NodeProcess> asked) {
        crowd.askOnlyAt(asked);
    }

    /** Newcomers at one node. Who is given a place polls with the others from then on. */
    Map<Visitor, Told> arrive(NodeProcess node, int count, long everyMillis) throws InterruptedException {
        Map<Visitor, Told> told = crowd.arrive(node, count, everyMillis);
        arrivals.addAll(told.values());
        told.forEach((visitor, answer) -> {
            if (answer.held()) {
                withoutPlace.add(visitor);
                withheld++;
            } else if (answer.inside()) {
                bypassed.computeIfAbsent(node, first -> new ArrayList<>()).add(visitor);
            } else {
                crowd.join(List.of(visitor));
            }
        });
        return told;
    }

    /** The last tick of this node is younger than three seconds: whatever the room's mode, newcomers are held. */
    void assertHeldAt(NodeProcess alone) throws InterruptedException {
        arrive(alone, 5, 60).forEach(this::assertWithoutPlace);
    }

    /** The last tick of this node is older than that: newcomers are told what the room's mode says. */
    void assertModeAt(NodeProcess alone) throws InterruptedException {
        long began = bypassingSince.computeIfAbsent(alone, first -> System.nanoTime());
        boolean isFirst = bypassedAt(alone).isEmpty();
        Map<Visitor, Told> told = arrive(alone, 2 * (int) BYPASSED_PER_NODE, 40);
        told.forEach((visitor, answer) -> {
            if (mode != FailureMode.BYPASS || answer.waits()) {
                assertWithoutPlace(visitor, answer);
            }
        });
        blocked += mode == FailureMode.BLOCK ? told.size() : 0;
        if (mode == FailureMode.BYPASS) {
            long letIn = bypassedAt(alone).size();
            long refilled = (System.nanoTime() - began) / TimeUnit.SECONDS.toNanos(SESSION_SECONDS / BYPASSED_PER_NODE);
            assertTrue(
                    letIn <= BYPASSED_PER_NODE + refilled && (!isFirst || letIn >= BYPASSED_PER_NODE),
                    () -> letIn + " of the newcomers were let in at " + alone + ", with " + refilled + " refilled:\n"
                            + told);
        }
    }

    /** Everybody has at this node what they had, asked now: those inside, those who wait, those who were let in there. */
    void assertKnownAt(NodeProcess alone) throws InterruptedException {
        crowd.askAll(alone, List.copyOf(before.keySet()))
                .forEach((visitor, told) -> assertTrue(
                        told.samePlace(Places.of(before, visitor)),
                        () -> visitor + " had " + before.get(visitor) + " and is told " + told));
        assertInsideAt(alone, bypassedAt(alone));
    }

    /**
     * Newcomers at a node that has most of the others, until one has a place.
     *
     * @param missedFrom by {@link System#nanoTime}: from then on, a tick may be so late that the room's mode is in force
     * @return by {@link System#nanoTime}, when that one was told
     */
    long assertPlacedAt(NodeProcess node, double withinSeconds, long missedFrom) throws InterruptedException {
        long began = System.nanoTime();
        do {
            Told told = arrive(node, 1, 50).values().iterator().next();
            boolean bypassed = mode == FailureMode.BYPASS && told.toldAt() >= missedFrom;
            assertTrue(told.waits() || bypassed, () -> "let into the full room " + id + " at " + node + ": " + told);
            if (told.waits() && !told.held()) {
                return told.toldAt();
            }
        } while (System.nanoTime() - began < withinSeconds * 1e9);
        throw new AssertionError("no newcomer has a place in " + id + " at " + node + "\n" + logs.get());
    }

    /** Nobody who polled was left without an answer, or was told less than before. */
    void assertPollsNeverStopped() {
        assertEquals(0, crowd.unanswered(), crowd::toString);
        assertEquals(List.of(), crowd.faults(), crowd::toString);
    }

    /**
     * All is healed: those whom nodes let in by themselves come to count as inside at every node, and are known there.
     *
     * @return what was measured
     */
    String awaitCounted(long healedAt) throws IOException, InterruptedException {
        everywhere(
                IN_THE_BOOKS_SECONDS,
                (LIMIT + bypassed()) + " are inside",
                node -> NodeView.metric(node, MetricNames.INSIDE, tag()) == LIMIT + bypassed());
        double counted = (System.nanoTime() - healedAt) / 1e9;
        for (NodeProcess node : nodes) {
            for (List<Visitor> some : bypassed.values()) {
                assertInsideAt(node, some);
            }
        }
        return String.format(
                Locale.ROOT, "%s: %d bypassed, all counted %.1f s after the end of the fault", id, bypassed(), counted);
    }

    /** Everybody asks everywhere, and all others are where they would be without the fault. */
    void assertAsBefore() throws IOException, InterruptedException {
        bypassed.values().forEach(crowd::join);
        crowd.join(withoutPlace);
        withoutPlace.clear();
        pollAt(nodes);
        Map<Visitor, Told> calm = calm(LIMIT + bypassed());
        before.forEach((visitor, told) -> assertTrue(
                Places.of(calm, visitor).samePlace(told),
                () -> visitor + " had " + told + " and has " + calm.get(visitor) + "\n" + logs.get()));
        assertEquals(List.of(), crowd.faults(), () -> crowd + "\n" + logs.get());
        if (bypassed() > 0) {
            assertServingStandsStill();
        }
    }

    /** While more are inside than may be, nobody comes in; then the next in order. */
    private void assertServingStandsStill() throws IOException, InterruptedException {
        long inside = LIMIT + bypassed();
        Map<Visitor, Told> calm = calm(inside);
        List<Visitor> order = Places.sorted(calm, List.copyOf(calm.keySet()));
        setLimit(inside - 1);
        TimeUnit.SECONDS.sleep(3); // nobody is to come in: nothing to wait for but time
        calm(inside);
        setLimit(inside + 2);
        everywhere(5, "two more are inside", node -> NodeView.metric(node, MetricNames.INSIDE, tag()) == inside + 2);
        Map<Visitor, Told> after = calm(inside + 2);
        assertEquals(
                order.subList(0, (int) inside + 2).stream().sorted(BY_NAME).toList(),
                after.keySet().stream()
                        .filter(visitor -> Places.of(after, visitor).inside())
                        .sorted(BY_NAME)
                        .toList());
    }

    /** The node that has been alone since the fault counts what it told newcomers. */
    void assertCountedAt(NodeProcess alone) throws IOException, InterruptedException {
        assertEquals(bypassedAt(alone).size(), NodeView.metric(alone, BYPASSED, tag()), id + " bypassed");
        assertEquals(blocked, turnedAwayAt(alone, "blocked"), id + " blocked");
        assertEquals(withheld - blocked, turnedAwayAt(alone, "held"), id + " held");
    }

    private long turnedAwayAt(NodeProcess node, String reason) throws IOException, InterruptedException {
        return NodeView.metric(node, MetricNames.TURNED_AWAY, tag(), MetricNames.REASON + "=\"" + reason + "\"");
    }

    String id() {
        return id;
    }

    FailureMode mode() {
        return mode;
    }

    Collection<Told> arrivals() {
        return arrivals;
    }

    Collection<Told> polls(long since) {
        return crowd.polls(since);
    }

    @Override
    public void close() throws InterruptedException {
        crowd.close();
    }

    @Override
    public String toString() {
        return crowd.toString();
    }

    private Map<Visitor, Told> calm(long inside) throws InterruptedException {
        Await.until(
                20,
                crowd::toString,
                () -> Crowd.placed(crowd.visitors()) == crowd.visitors().size());
        Map<Visitor, Told> calm = new LinkedHashMap<>();
        // A view may be a tick behind, at all nodes alike.
        Await.until(5, () -> inside + " inside of " + id + ", but " + calm.values() + "\n" + crowd, () -> {
            calm.clear();
            calm.putAll(Places.agreed(crowd, nodes, logs));
            Set<Long> waiting = calm.values().stream().map(Told::waiting).collect(Collectors.toSet());
            return calm.values().stream().filter(Told::inside).count() == inside
                    && waiting.size() == 1
                    && waiting.iterator().next() >= calm.size() - inside;
        });
        Places.assertOnce(calm, inside, withheld, () -> crowd + "\n" + logs.get());
        Places.assertArrivalOrder(calm);
        return calm;
    }

    private void assertWithoutPlace(Visitor visitor, Told told) {
        assertTrue(told.held() && told.rank() == told.waiting() + 1, () -> visitor + " of " + id + " was told " + told);
    }

    private void assertInsideAt(NodeProcess node, List<Visitor> group) throws InterruptedException {
        crowd.askAll(node, group)
                .forEach((visitor, told) ->
                        assertTrue(told.inside(), () -> visitor + " was let in, and is told " + told + " at " + node));
    }

    private List<Visitor> bypassedAt(NodeProcess node) {
        return bypassed.getOrDefault(node, List.of());
    }

    private long bypassed() {
        return bypassed.values().stream().mapToLong(List::size).sum();
    }

    private String tag() {
        return MetricNames.ROOM + "=\"" + id + "\"";
    }

    private void setLimit(long limit) throws IOException, InterruptedException {
        RoomAdmin.Answer answer = RoomAdmin.setLimit(nodes.get(0), id, limit);
        assertEquals(200, answer.status(), answer::toString);
    }

    private void everywhere(int seconds, String what, Seen seen) throws InterruptedException {
        Await.until(seconds, () -> "at every node, " + id + ": " + what + "\n" + crowd + "\n" + logs.get(), () -> {
            for (NodeProcess node : nodes) {
                if (!seen.at(node)) {
                    return false;
                }
            }
            return true;
        });
    }

    @FunctionalInterface
    private interface Seen {
        boolean at(NodeProcess node) throws IOException, InterruptedException;
    }
}
