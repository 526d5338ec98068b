package dev.turnkeeper.visit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Since when the grid owes an answer. The grid's thread begins and ends calls; any thread may ask. */
final class CallsUnderWay {

    private static final long NONE = Long.MIN_VALUE;

    private final LongSupplier nanos;
    private final Map<Object, Long> begunAt = new LinkedHashMap<>();
    private volatile long oldest = NONE;

    /** @param nanos a monotonic clock */
    CallsUnderWay(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @return what ends it */
    Object begin() {
        Object call = new Object();
        begunAt.put(call, nanos.getAsLong());
        update();
        return call;
    }

    void end(Object call) {
        begunAt.remove(call);
        update();
    }

    /** How long the oldest one has been without an answer; 0 where none is under way. */
    long nanosOfOldest() {
        long since = oldest;
        return since == NONE ? 0 : nanos.getAsLong() - since;
    }

    private void update() {
        oldest = begunAt.isEmpty() ? NONE : begunAt.values().iterator().next();
    }
}
