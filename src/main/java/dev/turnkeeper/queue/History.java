package dev.turnkeeper.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What past decisions said, one entry a slice of ticks: from this follow "admitted at", "issued at", the outflow, and how
 * long ago something was by a clock that may have been stopped. Where a node missed ticks, the next one it knows stands
 * for them: that is later, so nobody loses a place by it.
 */
public final class History {

    private static final long MINUTE = 60;

    /** A young room's outflow is not guessed from less than this many ticks. */
    private static final long ENOUGH = 10;

    private final TreeMap<Long, Entry> slices = new TreeMap<>();

    /** The state of affairs at the end of a slice. */
    public record Entry(long tick, long serving, long issued, long admitted, long waitClock, long insideClock) {

        Entry later(Entry that) {
            return new Entry(
                    Math.max(tick, that.tick),
                    Math.max(serving, that.serving),
                    Math.max(issued, that.issued),
                    Math.max(admitted, that.admitted),
                    Math.max(waitClock, that.waitClock),
                    Math.max(insideClock, that.insideClock));
        }
    }

    /** Takes an entry in, in whatever order they come; the latest of a slice stands for it. */
    public void record(Entry entry) {
        slices.merge(Slices.of(entry.tick()), entry, Entry::later);
        Slices.bound(slices, Entry::later);
    }

    History copy() {
        History copy = new History();
        copy.slices.putAll(slices);
        return copy;
    }

    public Iterable<Entry> entries() {
        return slices.values();
    }

    /** The highest position out by this tick, or by an earlier one; 0 where that is not known. */
    public long issuedBy(long tick) {
        Entry entry = lastUpTo(tick);
        return entry == null ? 0 : entry.issued();
    }

    /**
     * What is known of the end of this slice: its own entry where that is of its last tick, else the next later one; the
     * latest of all where there is none.
     */
    Entry at(long slice) {
        Map.Entry<Long, Entry> found = slices.ceilingEntry(slice);
        if (found != null && found.getValue().tick() < Slices.lastTickOf(slice)) {
            found = slices.higherEntry(slice);
        }
        if (found == null) {
            found = slices.lastEntry();
        }
        return found == null ? new Entry(0, 0, 0, 0, 0, 0) : found.getValue();
    }

    /** The newest entry whose inside clock stood at {@code clock} or earlier; null where everything is younger. */
    @org.jspecify.annotations.Nullable
    Entry lastWithInsideClock(long clock) {
        return last(entry -> entry.insideClock() <= clock);
    }

    /** The newest entry of this tick or an earlier one; null where everything is younger. */
    @org.jspecify.annotations.Nullable
    Entry lastUpTo(long tick) {
        return last(entry -> entry.tick() <= tick);
    }

    /** Waiting visitors let in a minute, over the minute before {@code tick}; 0 while unknown. */
    public long outflowPerMinute(long tick) {
        Entry now = lastUpTo(tick);
        if (now == null) {
            return 0;
        }
        Entry before = lastUpTo(now.tick() - MINUTE);
        if (before != null) {
            // A room that was quiet has no entry of just a minute ago: what it has stood still since then.
            long ticks = Math.min(now.tick() - before.tick(), MINUTE + Slices.TICKS);
            return MINUTE * (now.admitted() - before.admitted()) / ticks;
        }
        Entry first = slices.firstEntry().getValue();
        long ticks = now.tick() - first.tick();
        return ticks < ENOUGH ? 0 : MINUTE * (now.admitted() - first.admitted()) / ticks;
    }

    /**
     * How many ticks, stops of the wait clock apart, this position had been out by {@code tick}: right to a slice, and
     * no more than is known; 0 where nothing is.
     */
    public long waited(long position, long tick) {
        Entry now = lastUpTo(tick);
        if (now == null || position > now.issued()) {
            return 0;
        }
        Entry before = last(entry -> entry.issued() < position);
        Entry since = before == null ? slices.firstEntry().getValue() : before;
        return now.waitClock() - since.waitClock();
    }

    /**
     * The newest entries, newest first, as long as each goes on from the one before it; at most so many. Those during which
     * the wait clock stood are left out.
     */
    Entry[] newestWhere(int most, BiPredicate<Entry, Entry> goesOn) {
        List<Entry> newest = new ArrayList<>();
        Entry later = null;
        for (Entry entry : slices.descendingMap().values()) {
            if (later == null || entry.waitClock() < later.waitClock()) {
                if (newest.size() == most || (later != null && !goesOn.test(entry, later))) {
                    break;
                }
                newest.add(entry);
                later = entry;
            }
        }
        return newest.toArray(Entry[]::new);
    }

    private @Nullable Entry last(Predicate<Entry> wanted) {
        for (Entry entry : slices.descendingMap().values()) {
            if (wanted.test(entry)) {
                return entry;
            }
        }
        return null;
    }
}
