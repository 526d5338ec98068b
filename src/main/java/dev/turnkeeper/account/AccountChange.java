package dev.turnkeeper.account;

import java.util.Optional;

/**
 * What came of a change of an account.
 *
 * @param before empty where there was none
 * @param after empty where there is none
 */
public record AccountChange(Kind kind, Optional<Account> before, Optional<Account> after) {

    /** How it ended; anything but DONE left the accounts as they were, or, for NO_MAJORITY, perhaps not. */
    public enum Kind {
        DONE,
        EXISTS,
        NO_SUCH_ACCOUNT,
        /** Nobody with the role admin would be left. */
        LAST_ADMIN,
        /** There are as many as there may be. */
        TOO_MANY,
        NO_MAJORITY
    }

    static AccountChange none(Kind kind) {
        return new AccountChange(kind, Optional.empty(), Optional.empty());
    }
}
