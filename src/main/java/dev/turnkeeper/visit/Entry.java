package dev.turnkeeper.visit;

/** What becomes of a newcomer. */
public sealed interface Entry {

    /** A place. @param visit as it stands at first; the rank in it is the first rank */
    record Given(WebVisit visit) implements Entry {}

    /** No place was taken. @param retryAfterSeconds when it is worth coming again, ≥ 1 */
    record NotGiven(Reason reason, int retryAfterSeconds) implements Entry {}

    /** Why there is no place. */
    enum Reason {
        /** The room takes nobody new (CLOSED, DRAINING). */
        CLOSED,
        /** The address holds as many places as the room lets one hold. */
        CROWDED,
        /** The grid does not answer in time: come again. */
        HELD,
        /** More newcomers are waiting for the grid here than this node lets. */
        SHED,
        /** Refused by the room's failure mode, as long as the grid does not answer. */
        BLOCKED,
        /** Let in by the room's failure mode, as long as the grid does not answer: a pass of at most 120 s, and no ticket. */
        BYPASSED,
        /** The room is INACTIVE, and the grid does not answer: use the service, uncounted. */
        NOT_CONTROLLED
    }
}
