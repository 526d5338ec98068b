package dev.turnkeeper.tick;

import dev.turnkeeper.queue.End;
import dev.turnkeeper.queue.History;
import dev.turnkeeper.queue.Positions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What members say to each other. */
sealed interface Message {

    /**
     * What was new at one member since it last spoke.
     *
     * @param number one higher with each message of this sender, so that a lost one is noticed
     * @param tick the latest that the sender has seen begin
     * @param completeThrough all that the sender heard up to this tick has now been told
     * @param decisions stored bytes by ledger, of decisions the sender committed
     * @param goodbye the sender leaves in good order: nothing it heard is missing
     */
    record Told(
            long number,
            long tick,
            long completeThrough,
            List<Increment> increments,
            Map<LedgerName, byte[]> decisions,
            boolean goodbye)
            implements Message {}

    /**
     * All that the sender knows.
     *
     * @param number of the last {@link Told} that is contained in it
     * @param tickets those asked for, in batches
     */
    record Whole(long number, long completeThrough, List<Copy> ledgers, List<byte[]> tickets) implements Message {}

    /**
     * Please send {@link Whole}.
     *
     * @param tickets whether those are wanted that the asker may have missed
     * @param since positions up to these it has the tickets of; a ledger that is not named: none
     */
    record Ask(boolean tickets, Map<LedgerName, Long> since) implements Message {}

    /** A ledger as one member knows it. @param decision the stored bytes of the latest one; none before the first */
    record Copy(
            LedgerName ledger,
            long issued,
            Positions gone,
            Positions express,
            List<HeardPart> heard,
            List<ClaimedPart> claimed,
            List<History.Entry> history,
            Optional<byte[]> decision,
            List<EndedPart> ended,
            List<FromPart> from) {

        Copy with(List<EndedPart> ends, List<FromPart> addresses) {
            return new Copy(ledger, issued, gone, express, heard, claimed, history, decision, ends, addresses);
        }
    }

    record HeardPart(String member, long tick, Positions positions) {}

    record ClaimedPart(long tick, Positions positions) {}

    /** A place, and the address that it was taken from. */
    record FromPart(long position, long address) {}

    record EndedPart(long tick, End end, Positions positions) {}
}
