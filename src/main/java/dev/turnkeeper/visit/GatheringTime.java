package dev.turnkeeper.visit;

/**
 * How long newcomers of a crowd are gathered before the grid is asked for places: twice as long as it takes to answer. Where a call
 * costs nothing, sharing it is worth no wait; where members are busy, many share one. Any thread may ask, one measures.
 */
final class GatheringTime {

    /** What a call costs this node itself is worth sharing too. */
    static final long SHORTEST_NANOS = 1_000_000;

    static final long LONGEST_NANOS = 10_000_000;

    private static final int CALLS = 2;

    /** One slow call among fast ones is chance. */
    private static final int SMOOTHED_OVER = 8;

    private volatile long callNanos;

    /** A call was answered. */
    void took(long nanos) {
        callNanos += (nanos - callNanos) / SMOOTHED_OVER;
    }

    long nanos() {
        return Math.max(SHORTEST_NANOS, Math.min(LONGEST_NANOS, CALLS * callNanos));
    }
}
