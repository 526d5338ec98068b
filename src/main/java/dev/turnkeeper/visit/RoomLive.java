package dev.turnkeeper.visit;

/**
 * How a room stands this second, all nodes, as far as this one knows.
 *
 * @param inflow places given out since the second before
 * @param waiting who still has to wait
 * @param inside who is let in, those of older generations too
 * @param outflow let in since the second before, those that walked straight in too
 * @param waitedSeconds how long who is next in line has waited, right to a few seconds; 0 where nobody waits
 */
public record RoomLive(
        long inflow, long waiting, long inside, long outflow, long serving, long issued, long waitedSeconds) {}
