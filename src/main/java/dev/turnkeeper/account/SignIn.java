package dev.turnkeeper.account;

import java.time.Duration;
import java.util.Optional;

/** From a name and a password to a token. */
public final class SignIn {

    private final Accounts accounts;
    private final Passwords passwords;
    private final Guesses guesses;
    private final ManagementTokens tokens;

    public SignIn(Accounts accounts, Passwords passwords, Guesses guesses, ManagementTokens tokens) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.guesses = guesses;
        this.tokens = tokens;
    }

    /** How it ended. */
    public enum Kind {
        IN,
        WRONG,
        /** That address has guessed wrong too often to be looked at now. */
        WAIT,
        /** Too many others log in. */
        BUSY
    }

    /**
     * @param account whose, for IN alone
     * @param pause for WAIT alone, else zero
     */
    public record Answer(Kind kind, Optional<Account> account, Optional<ManagementTokens.Token> token, Duration pause) {

        static Answer of(Kind kind, Duration pause) {
            return new Answer(kind, Optional.empty(), Optional.empty(), pause);
        }
    }

    /** @param network of the address that asks, as {@link Guesses} counts it */
    public Answer in(String name, String password, String network) {
        Optional<Duration> wait = guesses.begin(network, name);
        if (wait.isPresent()) {
            return Answer.of(Kind.WAIT, wait.get());
        }
        Optional<Account> account = accounts.find(name);
        Optional<Boolean> right = passwords.verify(password, account);
        if (right.isEmpty()) {
            guesses.unanswered(network, name);
            return Answer.of(Kind.BUSY, Duration.ZERO);
        }
        if (!right.get()) {
            return Answer.of(Kind.WRONG, Duration.ZERO);
        }
        guesses.right(network, name);
        return new Answer(Kind.IN, account, account.map(tokens::issue), Duration.ZERO);
    }
}
