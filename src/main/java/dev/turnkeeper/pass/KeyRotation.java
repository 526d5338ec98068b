package dev.turnkeeper.pass;

import java.time.Instant;

/**
 * How a rotation went.
 *
 * @param from when the new key signs; where UPCOMING, when the one signs that is on its way already
 */
public record KeyRotation(Kind kind, Instant from) {

    public enum Kind {
        DONE,
        /** A new key is published already and does not sign yet. */
        UPCOMING,
        /** There are as many keys as verifiers should have to fetch. */
        TOO_MANY,
        /** The register did not answer in time, so there may be a new key or not. */
        NO_MAJORITY
    }
}
