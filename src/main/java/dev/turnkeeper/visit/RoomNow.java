package dev.turnkeeper.visit;

import dev.turnkeeper.queue.GoneTable;

/**
 * How a room stands, the same for everybody.
 *
 * @param outflowPerMinute waiting visitors let in during the last minute; 0 while unknown or none
 */
public record RoomNow(
        long generation, long serving, long issued, long waiting, long outflowPerMinute, GoneTable gone) {}
