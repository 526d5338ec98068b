package dev.turnkeeper.visit;

import java.util.concurrent.atomic.AtomicInteger;

/** How many newcomers wait here for the grid. Any thread. */
final class Newcomers {

    /**
     * So many may wait at a time, each on an HTTP thread, of which there are 200: polls always find one, whatever hangs. At
     * 20 ms an enter, that is still 7,500 a second.
     */
    private static final int MOST_WAITING = 150;

    private final AtomicInteger waiting = new AtomicInteger();

    /** @return false where one more would be too many; else {@link #end} is owed */
    boolean begin() {
        if (waiting.incrementAndGet() <= MOST_WAITING) {
            return true;
        }
        waiting.decrementAndGet();
        return false;
    }

    void end() {
        waiting.decrementAndGet();
    }
}
