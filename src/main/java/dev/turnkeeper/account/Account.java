package dev.turnkeeper.account;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * Somebody who may log in to the management.
 *
 * @param hash of the password, as {@link Passwords} makes it
 * @param stamp of the last change that ends the logins made before; never comes again, not even for a name that was
 *     deleted and made anew
 * @param mustChange whether the password was chosen by somebody else, so that it opens nothing but its own change
 */
public record Account(
        String name,
        Set<String> roles,
        String hash,
        long stamp,
        boolean mustChange,
        Instant createdAt,
        Instant changedAt) {

    public Account {
        roles = Set.copyOf(roles);
    }

    boolean isAdmin() {
        return roles.contains(Roles.ADMIN);
    }

    /** By name. */
    public Set<String> sortedRoles() {
        return new TreeSet<>(roles);
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return name + " " + sortedRoles();
    }
}
