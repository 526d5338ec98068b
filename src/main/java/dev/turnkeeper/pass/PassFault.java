package dev.turnkeeper.pass;

/** Why a pass opens nothing. */
public enum PassFault {
    /** Not in the form of a pass: too long, cut, of another type (a login, say), or with headers that must be understood. */
    MALFORMED,
    /** Signed with an algorithm that is none of ours, or with none. */
    ALGORITHM,
    /** Signed with a key that is not known here (any more). */
    UNKNOWN_KEY,
    /** Made up or changed. */
    BAD_SIGNATURE,
    WRONG_ISSUER,
    WRONG_ROOM,
    NOT_YET,
    EXPIRED,
    /** Bound to somebody else. */
    WRONG_VISITOR,
    /** Used from more addresses than its room allows: whoever meets this ends the place as revoked. */
    TOO_MANY_ADDRESSES
}
