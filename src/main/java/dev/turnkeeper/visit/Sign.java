package dev.turnkeeper.visit;

/** What a look at a place says of its visitor. */
public enum Sign {
    /** Nothing: somebody only looks. */
    NONE,
    /** The visitor is there: a poll, a stream that takes its heartbeat. */
    HEARD,
    /** The visitor uses the service: an accepted pass, an {@code alive}. Claims an admitted place. */
    CLAIM
}
