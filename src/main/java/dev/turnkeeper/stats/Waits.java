package dev.turnkeeper.stats;

import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * How long visitors waited, in seconds, each right to a hundredth of itself: a histogram of HdrHistogram's buckets, of which
 * only the few are kept that hold somebody. Immutable; several are put together in a {@link Histogram}.
 */
final class Waits {

    static final Waits NONE = new Waits(new long[0], new long[0]);

    private static final int DIGITS = 2;

    private final long[] seconds;
    private final long[] visitors;

    /** @param seconds ascending, one of each bucket */
    Waits(long[] seconds, long[] visitors) {
        this.seconds = seconds;
        this.visitors = visitors;
    }

    /** An empty one, which grows with what is recorded. */
    static Histogram histogram() {
        return new Histogram(DIGITS);
    }

    static Waits of(Histogram histogram) {
        if (histogram.getTotalCount() == 0) {
            return NONE;
        }
        long[] seconds = new long[8];
        long[] visitors = new long[8];
        int size = 0;
        for (HistogramIterationValue bucket : histogram.recordedValues()) {
            if (size == seconds.length) {
                seconds = Arrays.copyOf(seconds, 2 * size);
                visitors = Arrays.copyOf(visitors, 2 * size);
            }
            seconds[size] = histogram.lowestEquivalentValue(bucket.getValueIteratedTo());
            visitors[size++] = bucket.getCountAddedInThisIterationStep();
        }
        return new Waits(Arrays.copyOf(seconds, size), Arrays.copyOf(visitors, size));
    }

    void addTo(Histogram histogram) {
        for (int i = 0; i < seconds.length; i++) {
            histogram.recordValueWithCount(seconds[i], visitors[i]);
        }
    }

    boolean isEmpty() {
        return seconds.length == 0;
    }

    long total() {
        return Arrays.stream(visitors).sum();
    }

    int buckets() {
        return seconds.length;
    }

    long seconds(int bucket) {
        return seconds[bucket];
    }

    long visitors(int bucket) {
        return visitors[bucket];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Waits that
                && Arrays.equals(seconds, that.seconds)
                && Arrays.equals(visitors, that.visitors);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(seconds) + Arrays.hashCode(visitors);
    }

    @Override
    public String toString() {
        return Arrays.toString(seconds) + " s × " + Arrays.toString(visitors);
    }
}
