package dev.turnkeeper.account;

import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Passwords as hashes: PBKDF2 of the server itself. One is made or checked at a time, since each costs a tenth of a second
 * of a processor that visitors need too.
 */
public final class Passwords {

    /** As OWASP says for HMAC-SHA-512. */
    private static final Map<String, String> COST = Map.of(
            "Pbkdf2PasswordHash.Algorithm", "PBKDF2WithHmacSHA512",
            "Pbkdf2PasswordHash.Iterations", "210000");

    private static final long TURN_WITHIN_SECONDS = 3;

    private final Pbkdf2PasswordHash hashing;
    private final Semaphore turn = new Semaphore(1, true);
    private final String nobodys;

    public Passwords(Pbkdf2PasswordHash hashing) {
        this.hashing = hashing;
        hashing.initialize(COST);
        this.nobodys = hashing.generate("nobody has this password".toCharArray());
    }

    /** Empty: others were before, for too long. */
    public Optional<String> hash(String password) {
        return inTurn(() -> hashing.generate(password.toCharArray()));
    }

    /**
     * Takes as long without an account as with one.
     *
     * @param account empty: nobody has that name
     * @return empty: others were before, for too long
     */
    public Optional<Boolean> verify(String password, Optional<Account> account) {
        return inTurn(() -> hashing.verify(
                        password.toCharArray(), account.map(Account::hash).orElse(nobodys))
                && account.isPresent());
    }

    private <T> Optional<T> inTurn(Supplier<T> work) {
        try {
            if (!turn.tryAcquire(TURN_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return Optional.of(work.get());
        } finally {
            turn.release();
        }
    }
}
