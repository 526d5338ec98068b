package dev.turnkeeper.stats;

import java.util.Arrays;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The minute of a room that is running. */
final class RoomRun {

    private final long[] counts = new long[Tally.AGREED.size()];
    private final Histogram waits = Waits.histogram();
    private boolean blurred;
    private boolean changed;
    private long doubtedSince = Long.MAX_VALUE;

    void add(Tally tally, long more) {
        if (more > 0) {
            counts[tally.ordinal()] += more;
            changed = true;
        }
    }

    /** So many wait and are inside now. */
    void stands(long waiting, long inside) {
        peak(Tally.WAITING, waiting);
        peak(Tally.INSIDE, inside);
    }

    private void peak(Tally tally, long now) {
        if (now > counts[tally.ordinal()]) {
            counts[tally.ordinal()] = now;
            changed = true;
        }
    }

    void waited(long seconds, long visitors) {
        if (visitors > 0) {
            waits.recordValueWithCount(Math.max(0, seconds), visitors);
            changed = true;
        }
    }

    long count(Tally tally) {
        return counts[tally.ordinal()];
    }

    /** Another node may know this minute better. */
    void blur() {
        blurred = true;
    }

    /** What was counted just now may have happened as early as at this tick. */
    void doubt(long since) {
        doubtedSince = Math.min(doubtedSince, since);
    }

    /** The earliest tick that was doubted since the last call; {@code Long.MAX_VALUE} where none was. */
    long takeDoubt() {
        long since = doubtedSince;
        doubtedSince = Long.MAX_VALUE;
        return since;
    }

    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    Minute minute(Minute.Quality quality) {
        return new Minute(quality, counts.clone(), Waits.of(waits), Map.of())
                .atMost(blurred ? Minute.Quality.BLURRED : quality);
    }

    /** The next minute begins. */
    void next() {
        Arrays.fill(counts, 0);
        waits.reset();
        blurred = false;
        changed = false;
    }
}
