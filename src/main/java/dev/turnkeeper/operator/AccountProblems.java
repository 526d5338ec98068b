package dev.turnkeeper.operator;

import dev.turnkeeper.account.AccountChange;
import dev.turnkeeper.problem.ProblemException;
import java.util.Optional;

/** What the accounts refuse, as problems. */
final class AccountProblems {

    private AccountProblems() {}

    /** Comes back only where it was done. */
    static AccountChange done(AccountChange change, String name) {
        return switch (change.kind()) {
            case DONE -> change;
            case NO_SUCH_ACCOUNT -> throw noSuchAccount();
            case EXISTS ->
                throw ProblemException.typed(
                        409,
                        "account-exists",
                        "The account exists",
                        "There is an account " + name + " already: choose another name, or change that one");
            case LAST_ADMIN ->
                throw ProblemException.typed(
                        409,
                        "last-admin",
                        "Nobody with the role admin would be left",
                        name + " is the only account with the role admin: give that role to another one first");
            case TOO_MANY ->
                throw ProblemException.typed(
                        409,
                        "too-many-accounts",
                        "There are many accounts already",
                        "There are as many accounts as there may be: delete those that nobody needs");
            case NO_MAJORITY -> throw Unanswered.change("the accounts");
        };
    }

    static ProblemException noSuchAccount() {
        return ProblemException.of(404, "There is no such account: GET /api/v1/admin/accounts lists those there are");
    }

    /** @param hashed what {@code Passwords} gave */
    static <T> T inTime(Optional<T> hashed) {
        return hashed.orElseThrow(AccountProblems::busy);
    }

    static ProblemException busy() {
        return ProblemException.of(503, "Too many passwords are being checked now: try again in a few seconds")
                .with("Retry-After", "3");
    }
}
