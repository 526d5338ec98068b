package dev.turnkeeper.stream;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All who are told of one source. */
final class Crowd {

    private static final long LOOK_EVERY_NANOS = 1_000_000_000L;

    private final ConcurrentHashMap<Object, Subscription> byHolder = new ConcurrentHashMap<>();
    private long version;
    private long lookedAt;
    private boolean looked;

    /** @return whom it replaces */
    @Nullable
    Subscription put(Object holder, Subscription subscription) {
        return byHolder.put(holder, subscription);
    }

    void remove(Object holder, Subscription subscription) {
        byHolder.remove(holder, subscription);
    }

    boolean isEmpty() {
        return byHolder.isEmpty();
    }

    /** By the hub's thread: where there is a new version, else once a second. */
    boolean isDue(long latest, long now) {
        if (looked && latest == version && now - lookedAt < LOOK_EVERY_NANOS) {
            return false;
        }
        looked = true;
        version = latest;
        lookedAt = now;
        return true;
    }

    void forEach(Consumer<Subscription> does) {
        byHolder.values().forEach(does);
    }
}
