package dev.turnkeeper.queue;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/** Ticks in groups of a few: fine enough for deadlines of minutes, coarse enough that hours of silence stay small. */
final class Slices {

    static final long TICKS = 5;

    /** More than this many are never kept: the oldest is counted with the next one, which only makes it younger. */
    private static final int MOST = 1_024;

    private Slices() {}

    static long of(long tick) {
        return Math.floorDiv(tick, TICKS);
    }

    static long lastTickOf(long slice) {
        return slice * TICKS + TICKS - 1;
    }

    static <T> void bound(TreeMap<Long, T> slices, BinaryOperator<T> merged) {
        while (slices.size() > MOST) {
            Map.Entry<Long, T> oldest = slices.pollFirstEntry();
            slices.merge(slices.firstKey(), oldest.getValue(), merged);
        }
    }
}
