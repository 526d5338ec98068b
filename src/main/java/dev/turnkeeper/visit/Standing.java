package dev.turnkeeper.visit;

import dev.turnkeeper.tick.Ledger;

/** How a room stands with the grid at the moment of a request. */
public enum Standing {
    /** Newcomers are given places. */
    MOVING,
    /** The grid moves, but a ticket may be missing here: newcomers are told to wait. */
    CATCHING_UP,
    /** The grid stands still, or nothing is decided for this room: newcomers are answered by its failure mode. */
    BROKEN;

    /** A view that was not confirmed for so long says nothing any more. */
    private static final long OLD_VIEW_NANOS = 10_000_000_000L;

    public static Standing of(Pulse pulse, Ledger ledger) {
        if (!pulse.isFresh()) {
            return BROKEN;
        }
        if (!pulse.isWhole()) {
            return CATCHING_UP;
        }
        // A room that is just made has no view yet: who comes takes a place and waits for it.
        long decidedAt = ledger.decidedAt();
        return decidedAt > 0 && pulse.nanosSince(decidedAt) >= OLD_VIEW_NANOS ? BROKEN : MOVING;
    }
}
