package dev.turnkeeper.stats;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * One step of a chart.
 *
 * @param at when it begins
 * @param p50 seconds that half of those let in had waited for at most; empty where nobody was let in
 */
public record Point(Instant at, long[] counts, OptionalLong p50, OptionalLong p95, OptionalLong p99) {

    public long count(Tally tally) {
        return counts[tally.ordinal()];
    }
}
