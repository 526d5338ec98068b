package dev.turnkeeper.sdk;

/** Why a pass does not open the service. */
public enum PassFault {
    MALFORMED(false),
    /** Not ES256 or RS256, or not the kind of key that its id names. */
    ALGORITHM(true),
    UNKNOWN_KEY(false),
    BAD_SIGNATURE(true),
    WRONG_ISSUER(false),
    WRONG_ROOM(false),
    NOT_YET(false),
    EXPIRED(false),
    /** Completed, or taken back. */
    REVOKED(false),
    /** Another browser than the one it was given to. */
    WRONG_VISITOR(false);

    private final boolean forgery;

    PassFault(boolean forgery) {
        this.forgery = forgery;
    }

    /** Nobody comes by such a pass through the queue: answered 403, not with a way into it. */
    boolean isForgery() {
        return forgery;
    }
}
