package dev.turnkeeper.queue;

/**
 * What a room's configuration means to its queue at a tick.
 *
 * @param inlet how serving grows
 * @param deadlines when a place is gone
 * @param waitClockRuns whether silence counts for those who wait (not while the room lets nobody in)
 * @param insideClockRuns whether silence counts for those inside
 * @param increments visitors that the operator has let in by hand, all told in this generation
 * @param version of the configuration
 */
public record Terms(
        Inlet inlet,
        Deadlines deadlines,
        boolean waitClockRuns,
        boolean insideClockRuns,
        long increments,
        long version) {}
