package dev.turnkeeper.door;

/** Why what a request shows is no ticket of this visitor. */
public enum TicketRefusal {
    /** Not in the form of a ticket. */
    MALFORMED,
    /** Signed with a key that is not known here (any more). */
    UNKNOWN_KEY,
    /** Made up, or changed. */
    FORGED,
    /** Of another room than the one that is asked for, or than its cookie's name says. */
    OTHER_ROOM,
    /** Of a room that does not exist (any more). */
    NO_ROOM,
    /** Given to somebody else. */
    WRONG_VISITOR
}
