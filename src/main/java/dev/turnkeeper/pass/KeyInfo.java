package dev.turnkeeper.pass;

import java.time.Instant;
import java.util.Optional;

/**
 * What may be told about one of the grid's keys.
 *
 * @param algorithm {@code ES256}, {@code RS256}; {@code HS256} for the keys of tickets
 * @param signsFrom when it begins to sign
 * @param verifiesUntil when what was signed with it last has ended; empty while nothing follows it
 */
public record KeyInfo(
        String id,
        Use use,
        String algorithm,
        State state,
        Instant createdAt,
        Instant signsFrom,
        Optional<Instant> verifiesUntil) {

    public enum Use {
        PASS,
        TICKET
    }

    public enum State {
        /** Published; signs nothing yet. */
        UPCOMING,
        SIGNING,
        /** Verifies what was signed with it. */
        RETIRED
    }
}
