package dev.turnkeeper.sdk;

import java.time.Instant;
import java.util.Optional;

/**
 * What a valid pass says of its visitor.
 *
 * @param id {@code jti}, the same as long as the visit lasts
 * @param visitor {@code sub}: a pseudonym, or the login where the room says who its visitors are
 * @param bypass let in by a failure mode of the waiting room, without a place
 * @param browser what the visitor's browser has to prove, see {@link Browser}; empty: the pass is not bound to a browser
 */
public record PassClaims(
        String room,
        String id,
        String visitor,
        long position,
        long generation,
        boolean bypass,
        Optional<String> browser,
        Instant issuedAt,
        Instant notBefore,
        Instant expiresAt) {}
