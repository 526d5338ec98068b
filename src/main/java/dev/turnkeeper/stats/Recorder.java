package dev.turnkeeper.stats;

import dev.turnkeeper.tick.LedgerName;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns what is told of ticks into minutes. Some ticks late, so that the word of all members has come: what then still comes
 * is counted at once, and the minutes that it may have belonged to are known to be worse than those of a node that heard it in
 * time. One thread.
 */
final class Recorder {

    /** What a member heard during a tick it tells at the next one; after so many it has come. */
    static final long LAG = 3;

    /** Marks of minutes come at once; where one does not, counting goes on after so many looks. */
    private static final int PATIENCE = 30;

    private final Archive archive;
    private final Map<LedgerName, Course> courses = new HashMap<>();
    private final Map<String, RoomRun> runs = new HashMap<>();
    private final Map<String, Second> seconds = new ConcurrentHashMap<>();
    private boolean begun;
    private volatile long processed;
    private long minute;
    private long firstWhole;
    private int stalled;

    /** One tick of a room. */
    record Second(long tick, long[] counts, long waiting, long inside, long serving, long issued) {}

    Recorder(Archive archive) {
        this.archive = archive;
    }

    /** Where to put what is told of this tick. @param earliest it may belong to one as early as this */
    Told at(LedgerName ledger, long tick, long earliest) {
        return courses.computeIfAbsent(ledger, unknown -> new Course()).at(tick, earliest, processed);
    }

    /** The generations of a room before this one are forgotten; what was told of them counts. */
    void drop(String room, long oldestKept) {
        courses.entrySet().removeIf(entry -> {
            LedgerName name = entry.getKey();
            boolean old = name.room().equals(room) && name.generation() < oldestKept;
            if (old && begun) {
                entry.getValue().process(Long.MAX_VALUE, run(room));
            }
            return old;
        });
    }

    /** All that was told until now is what was before: from now on it counts. @param tick the latest that was seen */
    void begin(long tick, Marks marks) {
        courses.values().forEach(course -> course.begin(tick));
        processed = tick;
        minute = marks.minuteOf(tick);
        firstWhole = minute + 1;
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }

    /**
     * Counts what has had its time.
     *
     * @param tick the latest that was seen
     * @param now the minute by the grid's clock
     */
    void step(long tick, long now, Marks marks) {
        if (!begun || marks.isEmpty()) {
            return;
        }
        if (marks.latest() < now && stalled++ < PATIENCE) {
            return;
        }
        stalled = 0;
        while (processed < tick - LAG) {
            count(processed + 1, marks);
        }
        runs.forEach((room, run) -> {
            if (run.takeChanged()) {
                archive.merge(room, minute, run.minute(Minute.Quality.PARTIAL));
            }
        });
    }

    /** Every minute before this one is counted to its end. */
    long minute() {
        return minute;
    }

    private void count(long tick, Marks marks) {
        long in = marks.minuteOf(tick);
        if (in > minute) {
            finish();
            minute = in;
        }
        Map<String, long[]> standing = new HashMap<>();
        Map<String, long[]> before = new HashMap<>();
        courses.forEach((name, course) -> {
            if (course.hasNews(tick)) {
                RoomRun run = run(name.room());
                before.computeIfAbsent(name.room(), room -> counts(run));
                course.process(tick, run);
                settle(name.room(), run, marks);
            }
        });
        courses.forEach((name, course) -> {
            long[] stands = standing.computeIfAbsent(name.room(), room -> new long[5]);
            stands[1] += course.inside();
            if (name.generation() > stands[4]) {
                // Who waited in an older one is out.
                stands[0] = course.waiting();
                stands[2] = course.serving();
                stands[3] = course.issued();
                stands[4] = name.generation();
            }
        });
        processed = tick;
        standing.forEach((room, stands) -> {
            RoomRun run = run(room);
            run.stands(stands[0], stands[1]);
            long[] counts = counts(run);
            long[] was = before.getOrDefault(room, counts);
            long[] in1 = new long[counts.length];
            for (int i = 0; i < counts.length; i++) {
                in1[i] = counts[i] - was[i];
            }
            seconds.put(room, new Second(tick, in1, stands[0], stands[1], stands[2], stands[3]));
        });
        seconds.keySet().retainAll(standing.keySet());
    }

    /** What may belong to another minute makes all of them worse that it may belong to. */
    private void settle(String room, RoomRun run, Marks marks) {
        long since = run.takeDoubt();
        if (since == Long.MAX_VALUE) {
            return;
        }
        for (long doubted = Math.max(marks.minuteOf(since), minute - Archive.MINUTES_KEPT);
                doubted < minute;
                doubted++) {
            archive.blur(room, doubted);
            run.blur();
        }
    }

    private void finish() {
        Minute.Quality quality = minute < firstWhole ? Minute.Quality.PARTIAL : Minute.Quality.EXACT;
        runs.forEach((room, run) -> {
            Minute whole = run.minute(quality);
            if (!whole.isEmpty()) {
                archive.merge(room, minute, whole);
            }
            run.next();
        });
        courses.values().forEach(Course::tidy);
        runs.keySet().retainAll(seconds.keySet());
    }

    private RoomRun run(String room) {
        return runs.computeIfAbsent(room, unknown -> new RoomRun());
    }

    private static long[] counts(RoomRun run) {
        long[] counts = new long[Tally.AGREED.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = run.count(Tally.AGREED.get(i));
        }
        return counts;
    }

    /** The latest tick that is counted; any thread. */
    long processed() {
        return processed;
    }

    /** The latest of this room; null where it has none; any thread. */
    @Nullable
    Second second(String room) {
        return seconds.get(room);
    }
}
