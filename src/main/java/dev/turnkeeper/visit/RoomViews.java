package dev.turnkeeper.visit;

import dev.turnkeeper.queue.GoneTable;
import dev.turnkeeper.queue.QueueView;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.tick.Ledger;
import dev.turnkeeper.tick.LedgerName;
import dev.turnkeeper.tick.Ledgers;

/** How rooms stand, out of this node's memory. */
public final class RoomViews {

    private final Ledgers ledgers;

    public RoomViews(Ledgers ledgers) {
        this.ledgers = ledgers;
    }

    /** Of the present generation. Costs milliseconds with a million waiting: for once a second, not for every poll. */
    public RoomNow now(Room room) {
        Ledger ledger = ledger(room);
        QueueView view = ledger.view();
        return new RoomNow(
                room.generation(),
                view.serving(),
                view.issued(),
                view.waiting(),
                ledger.outflowPerMinute(),
                GoneTable.of(view));
    }

    /** Positions of the present generation up to here are out, as far as this node has heard. */
    public long issued(Room room) {
        return ledger(room).issuedByNow();
    }

    /** Another one whenever the grid has decided on this room, or an operator has changed it. */
    public long version(Room room) {
        return 31 * ledger(room).decidedAt() + room.version();
    }

    private Ledger ledger(Room room) {
        return ledgers.of(new LedgerName(room.id().value(), room.generation()));
    }
}
