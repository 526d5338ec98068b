package dev.turnkeeper.visit;

import dev.turnkeeper.ticket.Place;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** One visitor's enter under way, shared by all requests of that visitor on this node. */
final class Entering {

    private final UUID key;
    private final long replaces;
    private final CompletableFuture<Place> place = new CompletableFuture<>();
    private final AtomicInteger waiters = new AtomicInteger();

    Entering(UUID key, long replaces) {
        this.key = key;
        this.replaces = replaces;
    }

    UUID key() {
        return key;
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

    void giveUp() {
        waiters.decrementAndGet();
    }

    /** Nobody waits for the answer any more: a place given now would be told to nobody. */
    boolean isAbandoned() {
        return waiters.get() <= 0;
    }
}
