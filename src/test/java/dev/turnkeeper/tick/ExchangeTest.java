package dev.turnkeeper.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.queue.Deadlines;
import dev.turnkeeper.queue.Inlet;
import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.queue.Terms;
import dev.turnkeeper.queue.Tick;
import dev.turnkeeper.queue.TickDecision;
import dev.turnkeeper.state.MessageBus;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** One member between others, whose words come in by hand. */
class ExchangeTest {

    private static final LedgerName NAME = new LedgerName("room", 1);
    private static final Terms TERMS =
            new Terms(new Inlet(Inlet.Gate.OPEN, 10, 0), new Deadlines(300, 300, 120, 300, 0), true, true, 0, 1);

    private final Set<String> present = new HashSet<>(Set.of("a", "b"));
    private final Ledgers ledgers = new Ledgers();
    private final Ledger ledger = ledgers.of(NAME);
    private final Exchange exchange = new Exchange(new Bus(), ledgers, new NoTickets());

    @Test
    void placeThatIsLeft_ends_onceEveryMemberHasSpokenForThatTime() {
        meet("b");
        ledger.issuedUpTo(1);
        ledger.leave(1);
        exchange.tell(10, 9, false);
        exchange.tell(100, 99, false);
        assertFalse(isGone(1), "b has said nothing since");
        exchange.received("b", told(2, 100, 99));
        exchange.tell(101, 100, false);
        assertTrue(isGone(1));
    }

    @Test
    void placeThatIsLeft_ends_evenIfAMemberIsLost_oncePutUpWith() {
        meet("b");
        ledger.issuedUpTo(1);
        ledger.leave(1);
        exchange.tell(10, 9, false);
        present.remove("b");
        assertTrue(exchange.left("b"), "it said no goodbye");
        exchange.tell(100, 99, false);
        assertFalse(isGone(1), "its last word may be on its way");
        exchange.lost("b", 100);
        exchange.tell(101, 100, false);
        assertTrue(isGone(1));
    }

    @Test
    void memberThatWasCutOff_endsNothing_untilItHasAskedTheOthers() {
        meet("b");
        ledger.issuedUpTo(1);
        ledger.leave(1);
        exchange.tell(10, 9, false);
        exchange.wasCutOff(10);
        exchange.received("b", told(2, 100, 99));
        exchange.tell(100, 99, false);
        assertFalse(isGone(1), "between its first word and this one there may be others");
        exchange.received("b", new Message.Whole(2, 99, List.of(), List.of()));
        exchange.tell(101, 100, false);
        assertTrue(isGone(1));
    }

    @Test
    void member_isAsFarAsItSaidItself() {
        assertEquals(OptionalLong.empty(), exchange.toldThrough("b"));
        meet("b");
        exchange.received("b", told(2, 100, 99));
        assertEquals(OptionalLong.of(99), exchange.toldThrough("b"));
        exchange.received("b", told(4, 102, 101));
        assertEquals(OptionalLong.of(101), exchange.toldThrough("b"), "a lost message does not make it late");
    }

    @Test
    void decision_isOfWhoTellsItFirstHand() {
        TickDecision decided = new Tick(TickDecision.NONE, 10, TERMS, 0, 9).decide(1, new Positions(), ledger.known());
        exchange.received("b", new Message.Told(1, 10, 9, List.of(), Map.of(NAME, Wire.encode(decided)), false));
        assertEquals(Optional.of("b"), ledger.decidedBy());
        Ledger copied = new Ledgers().of(NAME);
        copied.take(ledger.copy());
        assertEquals(10, copied.decidedAt());
        assertEquals(Optional.empty(), copied.decidedBy());
    }

    @Test
    void lostMessage_holdsUpWhatNeedsEverybodysWord() {
        meet("b");
        assertEquals(-1, exchange.completeThrough(), "nothing was told from here yet");
        exchange.tell(10, 9, false);
        exchange.received("b", told(2, 10, 9));
        assertEquals(9, exchange.completeThrough());
        exchange.tell(12, 11, false);
        exchange.received("b", told(4, 12, 11));
        assertEquals(9, exchange.completeThrough(), "the third is missing");
        exchange.received("b", told(3, 11, 10));
        assertEquals(11, exchange.completeThrough());
    }

    private void meet(String member) {
        exchange.received(member, told(1, 5, 4));
        exchange.received(member, new Message.Whole(1, 4, List.of(), List.of()));
    }

    private static Message.Told told(long number, long tick, long through) {
        return new Message.Told(number, tick, through, List.of(), Map.of(), false);
    }

    private boolean isGone(long position) {
        return ledger.known().gone().contains(position);
    }

    /** Whatever is said goes nowhere. */
    private final class Bus implements MessageBus {

        @Override
        public String self() {
            return "a";
        }

        @Override
        public Set<String> present() {
            return new HashSet<>(present);
        }

        @Override
        public void broadcast(byte[] message) {}

        @Override
        public void send(String to, byte[] message) {}

        @Override
        public void listen(Listener listener) {}
    }

    private static final class NoTickets implements TicketCarrier {

        @Override
        public byte[] since(LedgerName ledger, long position) {
            return new byte[0];
        }

        @Override
        public void takeOver(byte[] batch) {}

        @Override
        public void ticked() {}

        @Override
        public CompletionStage<Void> recover(String lostMember) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
