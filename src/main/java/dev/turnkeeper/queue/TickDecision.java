package dev.turnkeeper.queue;

/**
 * What a tick decided for one generation of a room. It stands once it has replaced the one before it, by one
 * compareAndSet.
 *
 * @param tick of the grid
 * @param serving the admission number
 * @param allowance what the rate has left to spend, in sixtieths of a position
 * @param issued the highest position out when it was decided
 * @param admitted how many waiting visitors were let in so far
 * @param waitClock ticks that counted for those who wait
 * @param insideClock ticks that counted for those inside
 * @param increments how much of the operator's increments is worked off
 * @param policyVersion of the configuration it was decided under
 * @param expired positions gone by this decision, burnt headroom included
 */
public record TickDecision(
        long tick,
        long serving,
        long allowance,
        long issued,
        long admitted,
        long waitClock,
        long insideClock,
        long increments,
        long policyVersion,
        Positions expired) {

    /** Before the first tick of a room. */
    public static final TickDecision NONE = new TickDecision(0, 0, 0, 0, 0, 0, 0, 0, 0, new Positions());

    /** Whether it says the same as {@code other}, time apart: nothing happened. */
    public boolean sameAs(TickDecision other) {
        return serving == other.serving
                && allowance == other.allowance
                && issued == other.issued
                && increments == other.increments
                && policyVersion == other.policyVersion
                && expired.isEmpty();
    }

    /** The same once more, at a later tick and under a newer configuration: nobody comes in or goes. */
    public TickDecision under(long version, long laterTick) {
        return new TickDecision(
                laterTick,
                serving,
                allowance,
                issued,
                admitted,
                waitClock,
                insideClock,
                increments,
                version,
                new Positions());
    }

    public History.Entry entry() {
        return new History.Entry(tick, serving, issued, admitted, waitClock, insideClock);
    }
}
