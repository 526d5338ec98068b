package dev.turnkeeper.tick;

import dev.turnkeeper.queue.Positions;
import java.util.List;

/**
 * What one member adds to what all know of a ledger, about once a second.
 *
 * @param issued positions up to here are out
 * @param gone positions that hold no place any more
 * @param express positions let in out of turn
 * @param heard positions that gave a sign of life
 * @param claimed those of them told to be inside
 * @param ended why positions are gone, of some of those
 * @param from where places were taken from, where that is counted
 */
record Increment(
        LedgerName ledger,
        long issued,
        Positions gone,
        Positions express,
        Positions heard,
        Positions claimed,
        List<Message.EndedPart> ended,
        List<Message.FromPart> from) {

    Increment with(List<Message.EndedPart> ends, List<Message.FromPart> addresses) {
        return new Increment(ledger, issued, gone, express, heard, claimed, ends, addresses);
    }

    boolean isEmpty() {
        return gone.isEmpty() && express.isEmpty() && heard.isEmpty() && claimed.isEmpty() && from.isEmpty();
    }
}
