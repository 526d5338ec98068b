package dev.turnkeeper.ticket;

/** Why a text is no ticket. */
public enum TicketFault {
    /** Not in the form of a ticket: cut, too long, not base64url, or of a version not known here. */
    MALFORMED,
    /** Signed with a key that is not known here (any more). */
    UNKNOWN_KEY,
    /** Not signed by this grid: made up, or changed. */
    FORGED
}
