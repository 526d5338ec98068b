package dev.turnkeeper.tick;

import java.util.concurrent.CompletionStage;

/** Tickets as the tick sees them: batches of bytes that have to get to who may have missed them. The grid's thread. */
public interface TicketCarrier {

    /** The tickets known here of positions beyond {@code position}. */
    byte[] since(LedgerName ledger, long position);

    /** Takes in tickets that may not have arrived here. */
    void takeOver(byte[] batch);

    /** The grid moves on and nothing is missing here: what was put off until then is done now. */
    void ticked();

    /** Brings over what was held for a member that is gone; done once it is known here. */
    CompletionStage<Void> recover(String lostMember);
}
