package dev.turnkeeper.visit;

import dev.turnkeeper.ticket.Place;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One visitor's enter under way: shared by all requests of that visitor on this node where a key names the visitor, of one
 * request where the place goes out in a ticket.
 */
final class Entering {

    private static final int TOLD = Integer.MAX_VALUE / 2;

    private final @Nullable UUID key;
    private final long replaces;
    private final CompletableFuture<Place> place = new CompletableFuture<>();
    private final AtomicInteger waiters = new AtomicInteger();

    Entering(@Nullable UUID key, long replaces) {
        this.key = key;
        this.replaces = replaces;
    }

    /** Empty where no map is to know this visitor. */
    Optional<UUID> key() {
        return Optional.ofNullable(key);
    }

    long replaces() {
        return replaces;
    }

    /** Completed on the grid's thread; failed where no place was given. */
    CompletableFuture<Place> place() {
        return place;
    }

    void join() {
        waiters.incrementAndGet();
    }

    /** @return false where the place is just being told: it is here in a moment */
    boolean giveUp() {
        return waiters.getAndUpdate(waiting -> waiting >= TOLD ? waiting : waiting - 1) < TOLD;
    }

    /** Nobody waits for the answer any more: a place given now would be told to nobody. */
    boolean isAbandoned() {
        return waiters.get() <= 0;
    }

    /** From now on nobody gives up; false where all have already. */
    boolean tell() {
        return waiters.getAndUpdate(waiting -> waiting > 0 ? TOLD : waiting) > 0;
    }
}
