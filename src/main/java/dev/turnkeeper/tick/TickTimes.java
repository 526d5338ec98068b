package dev.turnkeeper.tick;

import java.util.concurrent.atomic.AtomicLongArray;

/** When the last few ticks were first seen here, by this node's monotonic clock. One thread writes, any reads. */
final class TickTimes {

    /** A power of two; ticks are a second apart, and nobody asks for more than ten seconds. */
    private static final int KEPT = 16;

    private final AtomicLongArray seenAt = new AtomicLongArray(KEPT);
    private volatile long latest;

    /** Ticks that were never seen, between the last one and this, count as seen with the last one: rather too old. */
    void saw(long tick, long now) {
        long before = latest == 0 ? now : seenAt(latest);
        for (long missed = Math.max(latest + 1, tick - KEPT + 1); missed < tick; missed++) {
            seenAt.set(slot(missed), before);
        }
        seenAt.set(slot(tick), now);
        latest = tick;
    }

    /** When it was seen; of a tick too long ago, the oldest time that is kept, which is later. */
    long seenAt(long tick) {
        long newest = latest;
        return seenAt.get(slot(Math.max(Math.min(tick, newest), newest - KEPT + 1)));
    }

    private static int slot(long tick) {
        return (int) Math.floorMod(tick, KEPT);
    }
}
