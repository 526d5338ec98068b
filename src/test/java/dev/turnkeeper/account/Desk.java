package dev.turnkeeper.account;

import dev.turnkeeper.state.InMemoryGrid;
import dev.turnkeeper.state.SharedValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.glassfish.soteria.identitystores.hash.Pbkdf2PasswordHashImpl;

/** One node's logins, with a clock that a test moves; the hashes are the server's own. */
final class Desk {

    static final Passwords PASSWORDS = new Passwords(new Pbkdf2PasswordHashImpl());
    static final String PASSWORD = "correct horse";
    static final String HASH = PASSWORDS.hash(PASSWORD).orElseThrow();

    /** Shared by the desks of one grid. */
    static final class Time implements InstantSource {

        private Instant now = Instant.parse("2026-11-21T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        void pass(Duration duration) {
            now = now.plus(duration);
        }
    }

    final Time time;
    final Accounts accounts;
    final ManagementTokens tokens;
    final SignIn signIn;

    Desk(InMemoryGrid.InMemoryState member, Time time) {
        this.time = time;
        this.accounts = Accounts.of(shared(member, "accounts"), time);
        SharedKey key = SharedKey.of(shared(member, "login-key"));
        this.tokens = new ManagementTokens(key, accounts, time);
        this.signIn = new SignIn(accounts, PASSWORDS, new Guesses(time), tokens);
        if (!key.learn()) {
            throw new IllegalStateException("memory always answers");
        }
    }

    static SharedValue shared(InMemoryGrid.InMemoryState member, String name) {
        return SharedValue.of(name, member.registers(), member.replicated("shared"));
    }

    Account make(String name, String role) {
        return accounts.create(name, Set.of(role), HASH, false).after().orElseThrow();
    }

    String login(String name) {
        return signIn.in(name, PASSWORD, "192.0.2.1").token().orElseThrow().text();
    }
}
