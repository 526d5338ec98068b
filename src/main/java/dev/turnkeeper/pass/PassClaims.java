package dev.turnkeeper.pass;

import java.time.Instant;
import java.util.Optional;

/**
 * What a pass says.
 *
 * @param room its id
 * @param subject the visitor: a pseudonym, or the login where the room identifies its visitors
 * @param id the same for the same visit, whichever node made the pass and however often
 * @param position 0 where nobody's place stands behind it
 * @param bypass let in by a failure mode: short, and not renewed
 * @param binding see {@link Bindings}
 * @param insideSince when the visitor came in, as far as was known when the first pass was made
 * @param userAgent what an offline verifier compares the visitor's user agent with; empty where it is not bound to it
 */
public record PassClaims(
        String room,
        String subject,
        String id,
        long generation,
        long position,
        boolean bypass,
        long binding,
        Instant issuedAt,
        Instant expiresAt,
        Instant insideSince,
        Optional<String> userAgent) {}
