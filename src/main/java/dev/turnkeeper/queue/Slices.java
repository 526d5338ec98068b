package dev.turnkeeper.queue;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/** Ticks in groups of a few: fine enough for deadlines of minutes, coarse enough that hours of silence stay small. */
final class Slices {

    static final long TICKS = 5;

    /**
     * More than this many are never kept. The newer half stays exact; of the older ones two neighbours at a time are
     * counted as the later of them, which only makes them younger, and by less than a hundredth of their age.
     */
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
            long least = leastMissed(slices);
            T value = slices.remove(least);
            slices.merge(slices.higherKey(least), value, merged);
        }
    }

    /** The older slice whose merging with the next one blurs the least, measured by age. The oldest of all stays. */
    private static long leastMissed(NavigableMap<Long, ?> slices) {
        long newest = slices.lastKey();
        long before = slices.firstKey();
        long slice = slices.higherKey(before);
        long least = slice;
        double leastBlur = Double.MAX_VALUE;
        int older = MOST / 2;
        for (long next : slices.tailMap(slice, false).keySet()) {
            double blur = (double) (next - before) / (newest - slice);
            if (blur < leastBlur) {
                leastBlur = blur;
                least = slice;
            }
            if (--older == 0) {
                break;
            }
            before = slice;
            slice = next;
        }
        return least;
    }
}
