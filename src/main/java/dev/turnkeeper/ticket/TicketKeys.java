package dev.turnkeeper.ticket;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;

/** The keys tickets are signed with, as they are at one moment: one for new tickets, and those of tickets still out. */
public final class TicketKeys {

    private static final int LEAST_BYTES = 16;

    private final int currentId;
    private final SecretKeySpec current;
    private final Map<Integer, SecretKeySpec> keys;

    /**
     * @param currentId of the key that new tickets are signed with, ≥ 0
     * @param secrets by id, each of at least 16 bytes; the current one among them
     */
    public TicketKeys(int currentId, Map<Integer, byte[]> secrets) {
        byte[] secret = secrets.get(currentId);
        if (currentId < 0 || secret == null) {
            throw new IllegalArgumentException("the current key " + currentId + " is not among " + secrets.keySet());
        }
        this.currentId = currentId;
        this.current = checked(secret);
        this.keys = secrets.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, key -> checked(key.getValue())));
    }

    int currentId() {
        return currentId;
    }

    SecretKeySpec current() {
        return current;
    }

    Optional<SecretKeySpec> find(long id) {
        return id < 0 || id > Integer.MAX_VALUE ? Optional.empty() : Optional.ofNullable(keys.get((int) id));
    }

    private static SecretKeySpec checked(byte[] secret) {
        if (secret.length < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "a key of at least " + LEAST_BYTES + " bytes is needed, not " + secret.length);
        }
        return new SecretKeySpec(secret, "HmacSHA256");
    }

    /** Tells no secrets. */
    @Override
    public String toString() {
        return "keys " + keys.keySet() + ", current " + currentId;
    }
}
