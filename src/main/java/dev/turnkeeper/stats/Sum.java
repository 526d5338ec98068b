package dev.turnkeeper.stats;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/** Several minutes put together. Used again and again: a chart has a thousand. */
final class Sum {

    private final long[] counts = new long[Tally.values().length];
    private final Histogram waits = Waits.histogram();

    void clear() {
        Arrays.fill(counts, 0);
        waits.reset();
    }

    void add(Minute minute) {
        for (Tally tally : Tally.values()) {
            int i = tally.ordinal();
            counts[i] = tally.isPeak() ? Math.max(counts[i], minute.count(tally)) : counts[i] + minute.count(tally);
        }
        minute.waits().addTo(waits);
    }

    /** As one record, where it no longer matters which node saw what. */
    Minute minute() {
        long[] agreed = Arrays.copyOf(counts, Tally.AGREED.size());
        long[] local = Arrays.copyOfRange(counts, Tally.AGREED.size(), counts.length);
        return new Minute(
                Minute.Quality.EXACT,
                agreed,
                Waits.of(waits),
                Arrays.stream(local).allMatch(count -> count == 0) ? Map.of() : Map.of(0, local));
    }

    Point point(Instant at) {
        return new Point(at, counts.clone(), percentile(50), percentile(95), percentile(99));
    }

    private OptionalLong percentile(double percent) {
        return waits.getTotalCount() == 0
                ? OptionalLong.empty()
                : OptionalLong.of(waits.lowestEquivalentValue(waits.getValueAtPercentile(percent)));
    }
}
