package dev.turnkeeper.account;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * A key that programs manage with.
 *
 * @param id public; part of the key, so that it is found by it
 * @param rooms the ids of those that it is for; empty: for everything its roles may
 * @param digest of its secret part, SHA-256 in hex: enough, since that part is random
 * @param createdBy who asked for it
 */
public record ApiKey(
        String id,
        String name,
        Set<String> roles,
        Set<String> rooms,
        String digest,
        Instant createdAt,
        Instant expiresAt,
        String createdBy) {

    public ApiKey {
        roles = Set.copyOf(roles);
        rooms = Set.copyOf(rooms);
    }

    /** By name. */
    public Set<String> sortedRoles() {
        return new TreeSet<>(roles);
    }

    /** By id. */
    public Set<String> sortedRooms() {
        return new TreeSet<>(rooms);
    }

    /** Without the digest. */
    @Override
    public String toString() {
        return id + " " + sortedRoles();
    }
}
