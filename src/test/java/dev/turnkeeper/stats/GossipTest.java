package dev.turnkeeper.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.state.MessageBus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GossipTest {

    private static final int TICKS = 7 * Happening.TICKS + 30;
    private static final long NOW = Happening.MINUTE + TICKS / Happening.TICKS;

    private final Map<String, Line> lines = new HashMap<>();
    private final List<Runnable> letters = new ArrayList<>();

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nodesThatSawItDifferently_agreeAfterwards(long seed) {
        Happening happening = new Happening(seed, TICKS);
        Random random = new Random(seed);
        WatchingNode steady = WatchingNode.inMemory();
        steady.watch(happening, new Random(seed + 1), 1, TICKS);
        WatchingNode late = WatchingNode.inMemory();
        late.watch(happening, new Random(seed + 2), 3 * Happening.TICKS + 17, TICKS);
        // Cut off over the end of a minute: what was told then it never heard.
        WatchingNode cutOff = WatchingNode.inMemory();
        cutOff.watch(
                happening,
                new Random(seed + 3),
                1,
                TICKS,
                5 * Happening.TICKS - 20,
                5 * Happening.TICKS - 15 + random.nextInt(40));
        Map<String, WatchingNode> nodes = Map.of("steady", steady, "late", late, "cutOff", cutOff);
        exchange(nodes, random);
        for (long minute = Happening.MINUTE + 1; minute < NOW; minute++) {
            for (Map.Entry<String, WatchingNode> node : nodes.entrySet()) {
                assertEquals(
                        steady.minute(minute),
                        node.getValue().minute(minute),
                        node.getKey() + ", minute " + (minute - Happening.MINUTE) + ", seed " + seed);
            }
            assertEquals(Minute.Quality.EXACT, steady.minute(minute).quality());
            assertTrue(
                    Arrays.equals(
                            happening.truth.get(minute), steady.minute(minute).counts()),
                    "minute " + (minute - Happening.MINUTE) + ", seed " + seed);
        }
    }

    @Test
    void whatOneNodeSaw_isCountedOnce_howeverOftenItIsTold() {
        WatchingNode one = WatchingNode.inMemory();
        WatchingNode other = WatchingNode.inMemory();
        Gossip from = gossip("one", one);
        gossip("other", other);
        LocalCounts local = new LocalCounts();
        for (int i = 0; i < 3; i++) {
            local.count("shop", Tally.BLOCKED);
            from.tell(NOW, 7, local.take(NOW));
        }
        List<Runnable> twice = new ArrayList<>(letters);
        twice.addAll(letters);
        Collections.shuffle(twice, new Random(3));
        twice.forEach(Runnable::run);
        other.archive.merge("shop", NOW, Minute.of(8, new long[] {0, 1, 5}));
        Minute[] found = {Minute.NOTHING};
        other.archive.minutes("shop", NOW, NOW + 1, (minute, at) -> found[0] = minute);
        assertEquals(4, found[0].count(Tally.BLOCKED));
        assertEquals(5, found[0].count(Tally.TURNED_AWAY));
    }

    @Test
    void daysOfLongAgo_comeOver() {
        WatchingNode old = WatchingNode.inMemory();
        WatchingNode fresh = WatchingNode.inMemory();
        long then = Happening.MINUTE - 50 * 24 * 60;
        Archive past = new Archive(new MemoryShelf(), then);
        past.merge(
                "gone",
                then,
                new Minute(Minute.Quality.EXACT, new long[] {9, 0, 0, 0, 0, 0, 0, 0, 0, 0}, Waits.NONE, Map.of()));
        past.keep(then + 60);
        past.records(Shelf.Kind.DAYS, Archive.dayOf(then))
                .forEach((room, record) -> old.archive.take(Shelf.Kind.DAYS, Archive.dayOf(then), room, record));
        assertTrue(old.archive.knows("gone"));
        exchange(Map.of("old", old, "fresh", fresh), new Random(1));
        assertTrue(fresh.archive.knows("gone"));
        long[] inflow = {0};
        fresh.archive.quarters(
                "gone", then / 15, then / 15 + 1, (quarter, at) -> inflow[0] += quarter.count(Tally.INFLOW));
        assertEquals(9, inflow[0]);
    }

    private void exchange(Map<String, WatchingNode> nodes, Random random) {
        List<Gossip> gossips = new ArrayList<>();
        nodes.forEach((name, node) -> gossips.add(gossip(name, node)));
        lines.forEach((name, line) ->
                lines.keySet().stream().filter(other -> !other.equals(name)).forEach(line::joined));
        gossips.forEach(Gossip::begin);
        for (int second = 0; second < 120; second++) {
            gossips.forEach(gossip -> gossip.step(NOW));
            while (!letters.isEmpty()) {
                // Some are lost on the way.
                Runnable next = letters.remove(random.nextInt(letters.size()));
                if (random.nextInt(10) > 0) {
                    next.run();
                }
            }
        }
    }

    private Gossip gossip(String name, WatchingNode node) {
        Line line = new Line(name);
        lines.put(name, line);
        return new Gossip(line, Runnable::run, node.archive);
    }

    private final class Line implements MessageBus {

        private final String self;
        private @Nullable Listener listener;

        Line(String self) {
            this.self = self;
        }

        void joined(String member) {
            if (listener != null) {
                listener.joined(member);
            }
        }

        @Override
        public String self() {
            return self;
        }

        @Override
        public Set<String> present() {
            return new TreeSet<>(lines.keySet());
        }

        @Override
        public void broadcast(byte[] message) {
            present().stream().filter(member -> !member.equals(self)).forEach(member -> send(member, message));
        }

        @Override
        public void send(String member, byte[] message) {
            letters.add(() -> {
                Line to = lines.get(member);
                if (to != null && to.listener != null) {
                    to.listener.received(self, message);
                }
            });
        }

        @Override
        public void listen(Listener heard) {
            listener = heard;
        }
    }
}
