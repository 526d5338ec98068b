package dev.turnkeeper.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many more than the inlet allows operators have let in.
 *
 * @param total sum of this generation; only grows within it
 * @param recent the last ones that carried an idempotency key, newest last, over resets too: a late repetition of a key
 *     must never count again
 */
public record ServingIncrements(long total, List<Keyed> recent) {

    static final int KEYS_KEPT = 32;
    static final ServingIncrements NONE = new ServingIncrements(0, List.of());

    /**
     * @param key a digest of what the client sent as its idempotency key
     * @param generation the generation it counted in
     * @param total the sum after it
     */
    public record Keyed(String key, long increment, long generation, long total) {}

    public ServingIncrements {
        recent = List.copyOf(recent);
    }

    public Optional<Keyed> find(String key) {
        return recent.stream().filter(keyed -> keyed.key.equals(key)).findFirst();
    }

    ServingIncrements plus(long increment, long generation, Optional<String> key) {
        long sum = Math.addExact(total, increment);
        if (key.isEmpty()) {
            return new ServingIncrements(sum, recent);
        }
        List<Keyed> kept = new ArrayList<>(recent.subList(Math.max(0, recent.size() - KEYS_KEPT + 1), recent.size()));
        kept.add(new Keyed(key.get(), increment, generation, sum));
        return new ServingIncrements(sum, kept);
    }

    ServingIncrements ofNextGeneration() {
        return new ServingIncrements(0, recent);
    }
}
