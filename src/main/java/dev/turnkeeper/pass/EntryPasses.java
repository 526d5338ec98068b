package dev.turnkeeper.pass;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.state.Once;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The right to come in again after a completed visit: it lies in the visit's own ticket, which is signed, of one room and
 * generation, and bound to its visitor. What is kept here is that each is used once in the whole grid.
 */
public final class EntryPasses {

    /** The visitor who asks has waited for the grid once already. */
    private static final long ANSWER_WITHIN_MILLIS = 100;

    /** By so much the end of a visit may be told late. */
    private static final long SPREAD_SECONDS = 120;

    private final Once once;

    public EntryPasses(Once once) {
        this.once = once;
    }

    /** Uses it up. False where it was used before, or the grid does not say in time: then it may be used up all the same. */
    public boolean use(Room room, long generation, long position) {
        String name = "entry-pass:" + room.id() + ':' + generation + ':' + position;
        long forMillis = TimeUnit.SECONDS.toMillis(room.web().entryPassSeconds() + SPREAD_SECONDS);
        try {
            return once.first(name, forMillis).toCompletableFuture().get(ANSWER_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException none) {
            return false;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
