package dev.turnkeeper.queue;

import java.util.Arrays;

/**
 * How many of those ahead are gone, coarsely, for everybody at once: from it and its own position, a device works its rank
 * out by itself. Knots of (position, count of those beyond serving that left the queue up to there); the first is
 * (serving, 0) and not listed, between two the count grows evenly, and beyond the last it stays.
 *
 * <p>A rank worked out so, rounded, is the rank up to 99 and within 1 % of it further back. The table
 * grows with the logarithm of the queue. Only where many left in blocks made against it, it is coarser instead of longer:
 * at most {@value #MOST} knots.
 */
public final class GoneTable {

    static final int MOST = 280;

    /** Of the rank; the rest of the 1 % is for what lies between two samples. */
    private static final double TOLERANCE = 0.008;

    /** Looked at is every rank up to here, and further back as many as one in so many of the ranks before. */
    private static final long SAMPLES = 1_024;

    /** What rounding undoes. */
    private static final double ROUNDED = 0.49;

    private final long[] positions;
    private final long[] counts;

    private GoneTable(long[] positions, long[] counts) {
        this.positions = positions;
        this.counts = counts;
    }

    public static GoneTable of(QueueView view) {
        if (view.issued() <= view.serving() || view.waiting() == view.issued() - view.serving()) {
            return new GoneTable(new long[0], new long[0]);
        }
        Samples samples = new Samples(view);
        GoneTable table = samples.table(1);
        for (int coarseness = 2; table.size() > MOST; coarseness *= 2) {
            table = samples.table(coarseness);
        }
        return table;
    }

    /** How many knots. */
    public int size() {
        return positions.length;
    }

    public long position(int knot) {
        return positions[knot];
    }

    /** Positions beyond serving, up to and with the knot's own, that wait no more. */
    public long count(int knot) {
        return counts[knot];
    }

    /** The queue's curve of (position, count), where it is looked at. */
    private static final class Samples {

        private final QueueView view;
        private long[] positions = new long[1_024];
        private long[] counts = new long[1_024];
        private int size;

        Samples(QueueView view) {
            this.view = view;
            add(view.serving(), 0);
            while (positions[size - 1] < view.issued()) {
                next(positions[size - 1], counts[size - 1]);
            }
        }

        private void next(long from, long count) {
            long rank = from - view.serving() - count;
            long step = Math.max(1, rank / SAMPLES);
            long jump = step;
            while (from + jump < view.issued() && view.waitingIn(from, from + jump) == 0) {
                jump *= 2;
            }
            long to = Math.min(from + jump, view.issued());
            if (view.waitingIn(from, to) > step || step == 1) {
                to = reach(from, from, to, step);
            }
            add(to, count + to - from - view.waitingIn(from, to));
        }

        /** The smallest position up to which {@code wanted} are left after {@code from}; {@code high} where there are fewer. */
        private long reach(long from, long low, long high, long wanted) {
            while (low < high) {
                long middle = low + (high - low) / 2;
                if (view.waitingIn(from, middle) >= wanted) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return high;
        }

        private void add(long position, long count) {
            if (size == positions.length) {
                positions = Arrays.copyOf(positions, 2 * size);
                counts = Arrays.copyOf(counts, 2 * size);
            }
            positions[size] = position;
            counts[size] = count;
            size++;
        }

        /** From each knot as far as one line stays near every sample that it passes. */
        GoneTable table(int coarseness) {
            long[] knots = new long[size];
            int found = 0;
            for (int knot = 0; knot < size - 1; ) {
                knot = furthest(knot, coarseness);
                knots[found++] = knot;
            }
            return new GoneTable(
                    Arrays.stream(knots, 0, found)
                            .map(knot -> positions[(int) knot])
                            .toArray(),
                    Arrays.stream(knots, 0, found)
                            .map(knot -> counts[(int) knot])
                            .toArray());
        }

        private int furthest(int from, int coarseness) {
            double low = Double.NEGATIVE_INFINITY;
            double high = Double.POSITIVE_INFINITY;
            int furthest = from + 1;
            for (int at = from + 1; at < size && low <= high; at++) {
                double span = positions[at] - positions[from];
                double grown = counts[at] - counts[from];
                if (grown / span >= low && grown / span <= high) {
                    furthest = at;
                }
                long rank = positions[at] - positions[0] - counts[at];
                double near = nearness(rank, coarseness);
                low = Math.max(low, (grown - near) / span);
                high = Math.min(high, (grown + near) / span);
            }
            return furthest;
        }

        private static double nearness(long rank, int coarseness) {
            return rank <= SAMPLES ? rank / 100 * coarseness + ROUNDED : TOLERANCE * coarseness * rank;
        }
    }
}
