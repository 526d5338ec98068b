package dev.turnkeeper.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.queue.Deadlines;
import dev.turnkeeper.queue.End;
import dev.turnkeeper.queue.Inlet;
import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.queue.Terms;
import dev.turnkeeper.queue.Tick;
import dev.turnkeeper.queue.TickDecision;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A ledger between its members, by the decisions it leads to. */
class LedgerTest {

    private static final LedgerName NAME = new LedgerName("room", 1);
    private static final int CLAIM = 60;
    private static final Terms TERMS =
            new Terms(new Inlet(Inlet.Gate.OPEN, 10, 0), new Deadlines(300, 300, CLAIM, 300, 0), true, true, 0, 1);

    private final Ledger ledger = new Ledger(NAME, Witness.NONE);
    private long issued;

    @Test
    void neverHeard_lapsesSoon() {
        ticks(1, 4);
        issued = 3;
        ticks(5, 14);
        assertEquals(new Positions(), gone());
        ticks(15, 20);
        assertEquals(Positions.range(1, 3), gone());
    }

    @Test
    void neverHeard_countsAsHeardWhenAMemberIsLost_whichMayHaveToldIt() {
        ticks(1, 4);
        issued = 3;
        ticks(5, 8);
        ledger.lost("b", 8);
        ticks(9, 40);
        assertEquals(new Positions(), gone());
        ticks(41, 5 + CLAIM + 10);
        assertEquals(Positions.range(1, 3), gone(), "not for ever");
    }

    @Test
    void whatALostMemberIssued_countsAsHeard_alsoWhereThatIsKnownOnlyLater() {
        ticks(1, 8);
        ledger.lost("b", 9);
        issued = 3;
        ticks(9, 30);
        assertEquals(new Positions(), gone());
    }

    @Test
    void whatIsIssuedAfterALoss_lapsesAsEver() {
        ticks(1, 8);
        ledger.lost("b", 9);
        issued = 3;
        ticks(9, 12);
        issued = 5;
        ticks(13, 30);
        assertEquals(Positions.range(4, 5), gone());
    }

    @Test
    void lossOfAMember_bringsNobodyBack_andMakesNobodyYoungerWhoWasHeardElsewhere() {
        ticks(1, 4);
        issued = 3;
        ledger.note(2, true);
        ledger.goneNow(Positions.of(3));
        ledger.increment("a", 5, 5);
        ticks(5, 300);
        ledger.lost("b", 300);
        ticks(301, 320);
        assertTrue(gone().contains(2), "last heard at 5, here");
        assertTrue(gone().contains(3));
    }

    @Test
    void left_ends_onceEverybodyHasSpoken() {
        ledger.issuedUpTo(3);
        ledger.leave(1);
        ledger.increment("a", 10, 9);
        ledger.increment("a", 100, 12);
        assertFalse(gone().contains(1), "somebody may have heard of it");
        Increment told = ledger.increment("a", 101, 100);
        assertEquals(Positions.of(1), told.gone());
        assertEquals(List.of(new Message.EndedPart(101, End.CANCELLED, Positions.of(1))), told.ended());
        assertEquals(Optional.of(End.CANCELLED), ledger.endOf(1));
    }

    @Test
    void left_andHeardByAnotherMember_stays() {
        ledger.issuedUpTo(3);
        ledger.leave(1);
        ledger.increment("a", 10, 9);
        ledger.hear("b", 12, increment(Positions.of(1)));
        assertEquals(new Positions(), ledger.increment("a", 100, 99).gone());
        assertEquals(Optional.empty(), ledger.endOf(1));
    }

    @Test
    void left_andHeardByAnotherMember_stays_alsoWhereThatComesWithTheWhole() {
        Ledger other = new Ledger(NAME, Witness.NONE);
        other.issuedUpTo(3);
        other.note(1, false);
        other.increment("b", 12, 12);
        ledger.leave(1);
        ledger.increment("a", 10, 9);
        ledger.take(other.copy());
        assertEquals(new Positions(), ledger.increment("a", 100, 99).gone());
    }

    @Test
    void end_travelsWithTheWhole() {
        Ledger other = new Ledger(NAME, Witness.NONE);
        other.issuedUpTo(3);
        other.end(2, End.COMPLETED);
        other.increment("b", 12, 12);
        ledger.take(other.copy());
        assertEquals(Optional.of(End.COMPLETED), ledger.endOf(2));
        assertEquals(Positions.of(2), gone());
    }

    @Test
    void addresses_areToldOnce_andTravelWithTheWhole() {
        Ledger other = new Ledger(NAME, Witness.NONE);
        Ledger late = new Ledger(NAME, Witness.NONE);
        ledger.issuedUpTo(3);
        ledger.takenFrom(1, 77);
        ledger.takenFrom(2, 77);
        ledger.takenFrom(3, 78);
        ledger.publish();
        assertEquals(2, ledger.placesFrom(77));
        Increment told = ledger.increment("a", 10, 9);
        assertEquals(3, told.from().size());
        assertEquals(List.of(), ledger.increment("a", 11, 10).from());
        other.hear("a", 10, told);
        other.hear("a", 10, told);
        other.publish();
        assertEquals(2, other.placesFrom(77), "told twice, and counted once");
        late.take(other.copy());
        assertEquals(2, late.placesFrom(77));
        late.goneNow(Positions.of(1));
        late.publish();
        late.forgetAddresses();
        assertEquals(1, late.placesFrom(77));
        assertEquals(1, late.placesFrom(78));
        assertEquals(2, late.copy().from().size(), "what is gone is not kept");
    }

    private static Increment increment(Positions heard) {
        return new Increment(NAME, 3, new Positions(), new Positions(), heard, new Positions(), List.of(), List.of());
    }

    private Positions gone() {
        return ledger.known().gone();
    }

    /** Ticks won and decided here, everybody's word of the one before being in. */
    private void ticks(long from, long to) {
        for (long tick = from; tick <= to; tick++) {
            TickDecision decision = new Tick(ledger.decision(), tick, TERMS, 0, tick - 1)
                    .decide(issued, new Positions(), ledger.known());
            ledger.adopt(Wire.encode(decision), Optional.empty());
        }
    }
}
