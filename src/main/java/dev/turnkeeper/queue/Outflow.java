package dev.turnkeeper.queue;

import java.util.Arrays;
import java.util.Optional;

/**
 * How visitors were let in lately, newest first, slice by slice of a room's history: as far back as somebody was waiting all
 * the time and the stream looked the same. The window grows by doubling, while its older half fits the newer one; the
 * dispersion is taken from batches (the "batch means" of simulation textbooks), since what comes in heaps or waves is not
 * independent from one slice to the next.
 */
final class Outflow {

    /** A minute, at least: what is less says nothing. */
    private static final int SHORTEST = (int) (60 / Slices.TICKS);

    /** Half an hour. */
    private static final int LONGEST = 32 * SHORTEST;

    /** Fewer visitors say nothing of a rate. */
    private static final long FEWEST = 5;

    /** A stretch that took longer than two slices is a gap in what this node knows. */
    private static final long GAP = 2 * Slices.TICKS;

    private static final int[] BATCHES = {1, 2, 3, 6, 12, 24, 48};
    private static final int BATCHES_NEEDED = 6;

    /** Halves of the window differ where they do by so many standard deviations, and by so much of the rate. */
    private static final double DIFFERENT = 2;

    private static final double DIFFERENT_SHARE = 0.05;

    private final History.Entry[] entries;
    private final int length;

    /** @param entries newest first, one more than there are stretches between them */
    private Outflow(History.Entry[] entries) {
        this.entries = entries;
        this.length = window();
    }

    /** Empty where too little was seen. */
    static Optional<Outflow> of(History history) {
        History.Entry[] entries = history.newestWhere(LONGEST + 1, Outflow::goesOn);
        if (entries.length < 3) {
            return Optional.empty();
        }
        Outflow outflow = new Outflow(entries);
        return outflow.admitted(0, outflow.length) < FEWEST ? Optional.empty() : Optional.of(outflow);
    }

    /** Whether somebody waited from the one entry to the other, and nothing of it is missing. */
    private static boolean goesOn(History.Entry earlier, History.Entry later) {
        return earlier.issued() > earlier.serving()
                && later.issued() > later.serving()
                && later.waitClock() - earlier.waitClock() <= GAP;
    }

    Forecast forecast() {
        double ticks = ticks(0, length);
        double rate = admitted(0, length) / ticks;
        int largest = largestBatch(length);
        double dispersion = dispersion(largest, 0, length);
        double burst = 0;
        for (int batch : BATCHES) {
            if (batch < largest) {
                burst = Math.max(burst, (dispersion(batch, 0, length) - dispersion) * batch * Slices.TICKS);
            }
        }
        return new Forecast(rate, dispersion, burst, ticks, leaving());
    }

    private int window() {
        int all = entries.length - 1;
        int window = Math.min(SHORTEST, all);
        while (window < all) {
            int wider = Math.min(2 * window, all);
            if (differs(window, wider)) {
                break;
            }
            window = wider;
        }
        return window;
    }

    private boolean differs(int window, int wider) {
        double newTicks = ticks(0, window);
        double oldTicks = ticks(window, wider);
        double newRate = admitted(0, window) / newTicks;
        double oldRate = admitted(window, wider) / oldTicks;
        double deviation = Math.sqrt(dispersion(largestBatch(window), 0, window) / newTicks
                + dispersion(largestBatch(wider - window), window, wider) / oldTicks);
        return Math.abs(newRate - oldRate) > DIFFERENT * (deviation + DIFFERENT_SHARE * Math.max(newRate, oldRate));
    }

    private static int largestBatch(int window) {
        return Arrays.stream(BATCHES)
                .filter(batch -> batch == 1 || window / batch >= BATCHES_NEEDED)
                .max()
                .orElse(1);
    }

    /** Variance of how many are let in, for each tick, as batches of so many stretches show it. */
    private double dispersion(int batch, int from, int to) {
        int batches = (to - from) / batch;
        int end = from + batches * batch;
        double mean = (double) admitted(from, end) / batches;
        double squares = 0;
        for (int i = from; i < end; i += batch) {
            double off = admitted(i, i + batch) - mean;
            squares += off * off;
        }
        return batches < 2 ? mean : squares / (batches - 1) / (ticks(from, end) / batches);
    }

    /** Of those whose turn came, some had gone before: over the time that they had waited, so many a tick. */
    private double leaving() {
        History.Entry newest = entries[0];
        History.Entry oldest = entries[length];
        long passed = newest.serving() - oldest.serving();
        long gone = passed - (newest.admitted() - oldest.admitted());
        if (gone <= 0) {
            return 0;
        }
        long middle = oldest.serving() + passed / 2;
        double now = (newest.waitClock() + oldest.waitClock()) / 2.0;
        double waited = Math.max(SHORTEST, now - issuedAt(middle));
        return -Math.log(1 - (double) gone / (passed + 1)) / waited;
    }

    private long issuedAt(long position) {
        for (int i = 1; i < entries.length; i++) {
            if (entries[i].issued() < position) {
                return entries[i - 1].waitClock();
            }
        }
        return entries[entries.length - 1].waitClock();
    }

    private double ticks(int from, int to) {
        return Math.max(1, entries[from].waitClock() - entries[to].waitClock());
    }

    private long admitted(int from, int to) {
        return entries[from].admitted() - entries[to].admitted();
    }
}
