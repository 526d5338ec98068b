package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.node.Crowd.Visitor;
import dev.turnkeeper.node.TracerClient.Told;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** Who stands where in one room, by what all of its visitors were told at a calm moment. */
final class Places {

    private static final int CALM_WITHIN_SECONDS = 20;

    private Places() {}

    /** Waits until nothing moves: all nodes say the same of everybody. */
    static Map<Visitor, Told> agreed(Crowd crowd, List<NodeProcess> nodes, Supplier<String> logs)
            throws InterruptedException {
        List<Map<Visitor, Told>> seen = new ArrayList<>();
        Await.until(
                CALM_WITHIN_SECONDS,
                () -> "all nodes agree about everybody\n" + crowd + "\n" + differences(seen) + "\n" + logs.get(),
                () -> {
                    seen.clear();
                    for (NodeProcess node : nodes) {
                        seen.add(crowd.askAll(node));
                    }
                    return differences(seen).isEmpty();
                });
        return seen.get(0);
    }

    /**
     * No position is given twice, and as many are inside as are to be.
     *
     * @param unknown how many positions nobody may hold, until they lapse: whose giver never heard that they were given
     */
    static void assertOnce(Map<Visitor, Told> told, long inside, long unknown, Supplier<String> state) {
        List<Long> ranks = ranks(told);
        assertEquals(inside, told.values().stream().filter(Told::inside).count(), () -> "inside\n" + state.get());
        assertEquals(ranks.stream().distinct().toList(), ranks, () -> "ranks of those who wait\n" + state.get());
        long waiting = told.values().iterator().next().waiting();
        long last = ranks.isEmpty() ? 0 : ranks.get(ranks.size() - 1);
        assertTrue(
                last <= waiting && waiting <= ranks.size() + unknown,
                () -> waiting + " waiting, ranks " + ranks + "\n" + state.get());
    }

    /** No position is given twice or held by nobody, and as many are inside as are to be. */
    static void assertOnce(Map<Visitor, Told> told, long inside, Supplier<String> state) {
        List<Long> ranks = ranks(told);
        assertEquals(inside, told.values().stream().filter(Told::inside).count(), () -> "inside\n" + state.get());
        assertEquals(
                LongStream.rangeClosed(1, told.size() - inside).boxed().toList(),
                ranks,
                () -> "ranks of those who wait\n" + state.get());
        told.forEach((visitor, answer) -> assertEquals(told.size() - inside, answer.waiting(), visitor::name));
    }

    /** Who was told a place before another one ever asked, stands before that one. */
    static void assertArrivalOrder(Map<Visitor, Told> told) {
        Visitor latest = null;
        for (Visitor visitor : sorted(told, List.copyOf(told.keySet()))) {
            Visitor before = latest;
            assertFalse(
                    before != null && of(told, before).waits() && visitor.wasBefore(before),
                    () -> before + " stands before " + visitor + ", who was there first");
            if (before == null || before.firstAskedAt() < visitor.firstAskedAt()) {
                latest = visitor;
            }
        }
    }

    /** Those inside first, then by rank. */
    static List<Visitor> sorted(Map<Visitor, Told> told, List<Visitor> group) {
        return group.stream()
                .sorted(Comparator.comparingLong(
                                (Visitor visitor) -> of(told, visitor).rank())
                        .thenComparing(Visitor::name))
                .toList();
    }

    private static List<Long> ranks(Map<Visitor, Told> told) {
        return told.values().stream()
                .filter(Told::waits)
                .map(Told::rank)
                .sorted()
                .toList();
    }

    static Told of(Map<Visitor, Told> told, Visitor visitor) {
        return Objects.requireNonNull(told.get(visitor), visitor::name);
    }

    private static List<String> differences(List<Map<Visitor, Told>> seen) {
        List<String> differences = new ArrayList<>();
        for (Map<Visitor, Told> other : seen) {
            other.forEach((visitor, told) -> {
                Told first = of(seen.get(0), visitor);
                if (!told.samePlace(first)) {
                    differences.add(visitor + ": " + first + ", elsewhere " + told);
                }
            });
        }
        return differences;
    }
}
