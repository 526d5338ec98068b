package dev.turnkeeper.tick;

import dev.turnkeeper.queue.End;
import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.queue.TickDecision;

/**
 * Is told what comes to be known of each ledger, with the tick that it belongs to: the same on all nodes, if not in the same
 * order, and some of it several times. Called on the grid's thread, for which it must be quick; the sets must not be changed.
 */
public interface Witness {

    /** Nobody watches. */
    Witness NONE = new Witness() {};

    /** A decision that stands. */
    default void decided(LedgerName ledger, TickDecision decision) {}

    /**
     * These positions hold no place any more, as one member says of this tick.
     *
     * @param exact whether they went in this very tick, and not some time before it
     */
    default void gone(LedgerName ledger, long tick, boolean exact, Positions positions) {}

    /** These were let in out of turn. */
    default void letIn(LedgerName ledger, long tick, Positions positions) {}

    /**
     * These ended so.
     *
     * @param exact whether the tick is the very one, and not one of the few before it
     */
    default void ended(LedgerName ledger, long tick, boolean exact, End end, Positions positions) {}

    /** The generations of a room before this one are forgotten. */
    default void dropped(String room, long oldestKept) {}
}
