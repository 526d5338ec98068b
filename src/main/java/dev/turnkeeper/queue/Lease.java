package dev.turnkeeper.queue;

/**
 * How long a node that hears nothing of the others may still call somebody inside: no longer than until they may have let
 * that place go. What is known here stands for what they know, the rest is assumed at its earliest: this node counts
 * as lost to them at the last tick it saw, and ticks come as fast as they can.
 */
public final class Lease {

    private static final long SECOND = 1_000_000_000L;

    /** For what a message, a slice and a rounding may hide. */
    private static final long MARGIN_TICKS = 5;

    /** Clocks of two machines drift apart by less than one in so many. */
    private static final long DRIFT = 100;

    private Lease() {}

    /** The latest tick that may have been won elsewhere by now. @param nanos since {@code lastTick} was seen, by a monotonic clock */
    public static long reachedBy(long lastTick, long nanos) {
        return lastTick + (nanos + nanos / DRIFT) / SECOND + 1 + MARGIN_TICKS;
    }

    /**
     * Admitted positions that the others may have let go of at tick {@code reached}, without a word reaching this node.
     *
     * @param view what this node answers from
     * @param last the latest decision known here
     * @param self this node's name among the members
     * @param lastTick the last one seen here
     */
    public static Positions ended(
            QueueView view,
            Tick.Known known,
            TickDecision last,
            Terms terms,
            String self,
            long lastTick,
            long reached) {
        Heard heard = known.heard().copy();
        heard.lost(self, lastTick);
        History history = known.history().copy();
        // A slice that the outage cut short ends like any other: without this, it would be as young as the end of all.
        history.record(later(last, view.issued(), terms, Math.min(reached, Slices.lastTickOf(Slices.of(lastTick)))));
        history.record(later(last, view.issued(), terms, reached));
        return Expiry.insideOf(view, heard, known.claims(), history, terms.deadlines(), reached);
    }

    private static History.Entry later(TickDecision last, long issued, Terms terms, long tick) {
        return new History.Entry(
                tick,
                last.serving(),
                issued,
                last.admitted(),
                last.waitClock(),
                last.insideClock() + (terms.insideClockRuns() ? Math.max(0, tick - last.tick()) : 0));
    }
}
