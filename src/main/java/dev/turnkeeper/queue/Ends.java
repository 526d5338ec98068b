package dev.turnkeeper.queue;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Why positions are gone, for as long as somebody may ask: by slices of ticks, each position once, under the end that
 * stands ({@link End}). Word of an end may come late, twice and in any order: what is said of a position is the same.
 * One thread writes; {@link #snapshot} is for all.
 */
public final class Ends {

    /** An end is remembered for so many ticks at least. */
    public static final long LEAST_KEPT = 600;

    /** What one node learned by a tick, another may have learned so much later. */
    private static final long SPREAD = 10;

    /** When each position ended, by slices: the same on all nodes, so that all forget it at the same time. */
    private final TreeMap<Long, EndSets> slices = new TreeMap<>();

    /** When it was learned here. The sets in it never change. */
    private final TreeMap<Long, Positions> learned = new TreeMap<>();

    private final EndSets all = new EndSets();
    private Snapshot snapshot = new Snapshot(0, new EndSets(), new TreeMap<>());
    private boolean changed;
    private long now;

    /** One part, as it travels between nodes. */
    public interface Part {
        void of(long tick, End end, Positions positions);
    }

    /** What is known at one moment; any thread. */
    public static final class Snapshot {

        private final long tick;
        private final EndSets ends;
        private final NavigableMap<Long, Positions> learned;

        private Snapshot(long tick, EndSets ends, NavigableMap<Long, Positions> learned) {
            this.tick = tick;
            this.ends = ends;
            this.learned = learned;
        }

        /** Empty where it did not end, or too long ago. */
        public Optional<End> of(long position) {
            return ends.endOf(position);
        }

        /** By which tick that was known here, to some seconds; empty where it is not, or no longer. */
        public OptionalLong endedBy(long position) {
            for (Map.Entry<Long, Positions> slice : learned.descendingMap().entrySet()) {
                if (slice.getValue().contains(position)) {
                    return OptionalLong.of(Slices.lastTickOf(slice.getKey()));
                }
            }
            return OptionalLong.empty();
        }

        /** Up to which tick it knows: the next {@link #since}, on any node. */
        public long tick() {
            return tick;
        }

        /** What ended since that tick, or came to be known since; some of what did shortly before is there again. */
        public Positions since(long earlier) {
            Positions since = new Positions();
            learned.tailMap(Slices.of(Math.max(0, earlier) - SPREAD), true)
                    .values()
                    .forEach(since::addAll);
            return since;
        }
    }

    /** For how many ticks ends are remembered: while a pass may live, which is for two session timeouts. */
    public static long kept(Deadlines deadlines) {
        return Math.max(LEAST_KEPT, 2 * deadlines.sessionTimeout());
    }

    /** These positions ended so at {@code tick}. */
    public void mark(long tick, End end, Positions positions) {
        Positions stands = positions.copy();
        for (End stronger : End.values()) {
            if (stronger.compareTo(end) <= 0) {
                stands.removeAll(all.of(stronger));
            }
        }
        if (stands.isEmpty()) {
            return;
        }
        Positions unknown = stands.copy();
        for (End weaker : End.values()) {
            if (weaker.compareTo(end) > 0) {
                unknown.removeAll(all.of(weaker));
                takeBack(weaker, stands);
            }
        }
        all.of(end).addAll(stands);
        slices.computeIfAbsent(Slices.of(tick), none -> new EndSets()).of(end).addAll(stands);
        Slices.bound(slices, Ends::together);
        if (!unknown.isEmpty()) {
            learned.merge(Slices.of(Math.max(now, tick)), unknown, Ends::union);
            Slices.bound(learned, Ends::union);
        }
        changed = true;
    }

    private void takeBack(End weaker, Positions stronger) {
        Positions both = stronger.copy();
        both.retainAll(all.of(weaker));
        if (!both.isEmpty()) {
            all.of(weaker).removeAll(both);
            slices.values().forEach(slice -> slice.of(weaker).removeAll(both));
        }
    }

    /** It is {@code tick} now; forgets what ended more than {@code kept} ticks ago. */
    public void forget(long tick, long kept) {
        now = tick;
        Map<Long, EndSets> old = slices.headMap(Slices.of(tick - kept), false);
        changed |= !old.isEmpty();
        old.values().forEach(all::removeAll);
        old.clear();
        learned.headMap(Slices.of(tick - kept), false).clear();
    }

    /** Every part, oldest slice first, each with the last tick of its slice. */
    public void forEach(Part part) {
        slices.forEach((slice, ends) -> {
            for (End end : End.values()) {
                if (!ends.of(end).isEmpty()) {
                    part.of(Slices.lastTickOf(slice), end, ends.of(end));
                }
            }
        });
    }

    /** As it is now. @param tick through which it is complete here */
    public Snapshot snapshot(long tick) {
        if (changed) {
            EndSets ends = new EndSets();
            ends.addAll(all);
            snapshot = new Snapshot(tick, ends, new TreeMap<>(learned));
            changed = false;
        } else if (snapshot.tick != tick) {
            snapshot = new Snapshot(tick, snapshot.ends, snapshot.learned);
        }
        return snapshot;
    }

    private static Positions union(Positions some, Positions others) {
        Positions both = some.copy();
        both.addAll(others);
        return both;
    }

    private static EndSets together(EndSets some, EndSets others) {
        some.addAll(others);
        return some;
    }
}
