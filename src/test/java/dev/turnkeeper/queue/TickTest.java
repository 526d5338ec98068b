package dev.turnkeeper.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.queue.Inlet.Gate;
import org.junit.jupiter.api.Test;

class TickTest {

    private static final Deadlines LONG = new Deadlines(300, 1_800, 120, 300, 0);

    private final OneRoom room = new OneRoom();

    private static Terms policy(Gate gate, long limit, long increments) {
        return new Terms(new Inlet(gate, limit, 0), LONG, true, true, increments, 7);
    }

    private static Terms limit(long limit) {
        return policy(Gate.OPEN, limit, 0);
    }

    @Test
    void increments_areLetInOnceEach() {
        room.arrive(100);
        room.step(policy(Gate.OPEN, 10, 3));
        assertEquals(10, room.decision.serving());
        room.step(policy(Gate.OPEN, 10, 3));
        assertEquals(10, room.decision.serving());
        room.step(policy(Gate.OPEN, 10, 5));
        assertEquals(12, room.decision.serving());
    }

    @Test
    void increments_areNotLetInAgainAfterAWinnerWithAnOlderConfiguration() {
        room.arrive(100);
        room.step(limit(10));
        room.step(policy(Gate.OPEN, 10, 5));
        room.step(policy(Gate.OPEN, 10, 2));
        room.step(policy(Gate.OPEN, 10, 7));
        assertEquals(17, room.decision.serving());
    }

    @Test
    void lowering_burnsHeadroomSoThatNewcomersWait() {
        room.arrive(3);
        room.step(limit(10));
        assertEquals(10, room.decision.serving());
        room.step(limit(4));
        assertEquals(Positions.range(4, 10), room.decision.expired());
        long newcomer = room.arrive();
        assertEquals(11, newcomer);
        assertEquals(11, room.decision.serving(), "one place is left under the new limit");
        assertEquals(1, room.view().rank(room.arrive()));
    }

    @Test
    void drain_burnsHeadroomAndLetsInThoseWhoWait() {
        room.arrive(3);
        room.step(limit(10));
        room.step(policy(Gate.DRAIN, 10, 0));
        assertEquals(0, room.view().headroom());
        assertFalse(room.view().admits(room.arrive()));
        room.step(policy(Gate.DRAIN, 10, 0));
        assertEquals(room.issued, room.decision.serving());
    }

    @Test
    void lowering_withoutHeadroomBurnsNothing() {
        room.arrive(30);
        room.step(limit(10));
        room.step(limit(4));
        assertTrue(room.decision.expired().isEmpty());
        assertEquals(10, room.decision.serving());
        assertEquals(30, room.issued);
    }

    @Test
    void freeThenOpen_countsEverybodyInside() {
        room.arrive(30);
        room.step(policy(Gate.FREE, 5, 0));
        room.arrive(4);
        room.step(limit(5));
        assertEquals(34, room.view().inside());
        assertEquals(0, room.view().headroom());
        assertEquals(1, room.view().rank(room.arrive()));
    }

    @Test
    void oneMissingTick_addsItsTimeToTheClocksThatRun() {
        room.step(limit(5));
        TickDecision before = room.decision;
        Tick.Known nothing = new Tick.Known(new Positions(), new Positions(), new Heard(), new Claims(), new History());
        Terms insideOnly = new Terms(new Inlet(Gate.OPEN, 5, 0), LONG, false, true, 0, 7);
        TickDecision after =
                new Tick(before, before.tick() + 3, insideOnly, 0, before.tick()).decide(0, new Positions(), nothing);
        assertEquals(before.waitClock(), after.waitClock());
        assertEquals(before.insideClock() + 3, after.insideClock());
    }

    @Test
    void admitted_countsThoseWhoWaitedAndNotThoseWhoWalkedIn() {
        room.step(limit(5));
        room.arrive(20);
        room.step(limit(5));
        assertEquals(0, room.decision.admitted());
        room.leave(Positions.of(1, 2, 9));
        room.step(limit(5));
        assertEquals(2, room.decision.admitted());
    }

    @Test
    void sameAs_isTrueWhereNothingHappened() {
        room.arrive(3);
        TickDecision first = room.step(limit(5));
        assertTrue(room.step(limit(5)).sameAs(first));
        room.arrive();
        assertFalse(room.step(limit(5)).sameAs(first));
    }

    @Test
    void decide_changesNothingItIsGiven() {
        Positions gone = Positions.of(2);
        Positions express = Positions.of(9);
        Heard heard = new Heard();
        Claims claims = new Claims();
        Tick.Known known = new Tick.Known(gone, express, heard, claims, new History());
        new Tick(TickDecision.NONE, 5, limit(3), 0, 4).decide(20, Positions.of(1), known);
        assertEquals(Positions.of(2), gone);
        assertEquals(Positions.of(9), express);
        assertTrue(heard.ever().isEmpty());
    }
}
