package dev.turnkeeper.visit;

/**
 * What a visitor is told: always answered, never an exception.
 *
 * @param outcome how it stands
 * @param generation the one the place, or the answer, is of
 * @param position the place in order of arrival, 1, 2, 3 …; 0 where none was given
 * @param rank visitors still to enter up to and with this one (≥ 1) while told to wait or refused; 0 once let in
 * @param firstRank the rank first given; 0 if never made to wait
 * @param waiting visitors waiting in the room, all nodes
 * @param limit how many may be inside at once, as in force now
 * @param sessionTimeoutSeconds silence after which a visitor inside is let go
 * @param retryAfterSeconds when the next call is useful, ≥ 1
 */
public record Visit(
        Outcome outcome,
        long generation,
        long position,
        long rank,
        long firstRank,
        long waiting,
        long limit,
        int sessionTimeoutSeconds,
        int retryAfterSeconds) {

    public enum Outcome {
        /** Inside: use the service. */
        ADMITTED,
        /** Has a place and waits. */
        WAITING,
        /** Told to wait, without a place yet: the grid does not answer in time. Rank is waiting + 1. */
        HELD,
        /** Told to wait, without a place: more newcomers are waiting for the grid here than this node lets. Rank is waiting + 1. */
        SHED,
        /** Let in without a place by the room's failure mode, as long as the grid does not answer. */
        BYPASSED,
        /** Refused by the room's failure mode, as long as the grid does not answer. Rank is waiting + 1. */
        BLOCKED,
        /** Told to wait, without a place: the address holds as many as the room lets one hold. Rank is waiting + 1. */
        CROWDED,
        /** The room takes nobody new (CLOSED, DRAINING). Rank is waiting + 1. */
        REFUSED,
        /** The room is INACTIVE: use the service, uncontrolled. */
        NOT_CONTROLLED
    }
}
