package dev.turnkeeper.pass;

import java.time.Instant;

/**
 * What opens the protected service for a while.
 *
 * @param token a signed JWT
 * @param keyId of the key that signed it
 */
public record Pass(String token, Instant expiresAt, String keyId) {

    /** Who reads the token holds the pass: it is not for logs. */
    @Override
    public String toString() {
        return "pass until " + expiresAt;
    }
}
