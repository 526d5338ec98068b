package dev.turnkeeper.visit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.room.FailureMode;
import dev.turnkeeper.room.Identity;
import dev.turnkeeper.room.Policy;
import dev.turnkeeper.room.ResetInside;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.room.TracerRefusal;
import dev.turnkeeper.ticket.VisitorKey;
import dev.turnkeeper.visit.Visit.Outcome;
import dev.turnkeeper.visit.WebVisit.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One node, a room with a limit of one that lets an address hold two places. */
class CrowdingTest {

    private static final Coming HERE = new Coming(false, 77);
    private static final Coming ELSEWHERE = new Coming(false, 78);

    private final List<Outcome> turnedAway = new ArrayList<>();
    private final OneNode node = new OneNode(1, policy(2), new VisitEvents() {
        @Override
        public void turnedAway(String room, Outcome outcome) {
            turnedAway.add(outcome);
        }
    });

    @Test
    void address_holdsSoManyPlaces_andNobodyWhoHasOneIsTurnedAway() {
        node.coming = HERE;
        assertEquals(List.of(Outcome.ADMITTED, Outcome.WAITING, Outcome.CROWDED), node.outcomes(1, 2, 3));
        assertEquals(List.of(Outcome.CROWDED), turnedAway);
        Visit refused = node.ask(3);
        assertEquals(0, refused.position());
        assertEquals(2, refused.rank(), "waiting + 1");
        assertEquals(40, refused.retryAfterSeconds());
        node.ticks(30);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.WAITING, Outcome.CROWDED), node.outcomes(1, 2, 3));
        node.coming = ELSEWHERE;
        assertEquals(List.of(Outcome.ADMITTED, Outcome.WAITING, Outcome.WAITING), node.outcomes(1, 2, 4));
        node.coming = Coming.USUAL;
        assertEquals(List.of(Outcome.WAITING), node.outcomes(5), "whose address nobody knows");
    }

    @Test
    void placeThatEnds_makesRoomForAnother() {
        node.coming = HERE;
        node.outcomes(1, 2);
        node.visits.web().end(node.room(), 1, 1, State.COMPLETED);
        node.ticks(2);
        node.visits.sweep(100);
        assertEquals(List.of(Outcome.WAITING, Outcome.CROWDED), node.outcomes(3, 4));
        node.visits.sweep(100);
        assertEquals(List.of(Outcome.CROWDED), node.outcomes(4));
    }

    @Test
    void entersAtOneMoment_areCounted_andThoseOfOneVisitorAreOne() {
        node.coming = HERE;
        List<Asked<Visit>> asked = List.of(node.asks(1), node.asks(1), node.asks(1), node.asks(2), node.asks(3));
        node.run();
        assertEquals(
                List.of(1L, 1L, 1L, 2L, 0L),
                asked.stream()
                        .map(ask -> ask.answer().toCompletableFuture().join().position())
                        .toList());
        assertEquals(2, node.ledger().placesFrom(77));
    }

    @Test
    void enterInVain_isGivenBack() {
        node.coming = HERE;
        node.counters.answering = false;
        for (int visitor = 1; visitor <= 2; visitor++) {
            assertEquals(Outcome.HELD, node.ask(visitor).outcome());
        }
        node.heal();
        node.ticks(2);
        assertEquals(
                2,
                node.outcomes(7, 8).stream()
                        .filter(outcome -> outcome != Outcome.CROWDED)
                        .count());
        assertEquals(Outcome.CROWDED, node.ask(9).outcome());
    }

    @Test
    void webVisitors_areCountedWithTheOthers_andMayMoveToTheBack() {
        node.coming = HERE;
        node.outcomes(1);
        assertEquals(2, ((Entry.Given) enters(HERE)).visit().position());
        Entry.NotGiven refused = (Entry.NotGiven) enters(HERE);
        assertEquals(Entry.Reason.CROWDED, refused.reason());
        assertEquals(40, refused.retryAfterSeconds());
        Entry moved = answer(node.visits.web().requeueing(node.room(), 1, 2, HERE));
        assertEquals(3, ((Entry.Given) moved).visit().position());
        node.ticks(2);
        assertEquals(2, node.ledger().placesFrom(77));
        assertEquals(Entry.Reason.CROWDED, ((Entry.NotGiven) enters(HERE)).reason());
    }

    @Test
    void knownVisitor_whoGoesToTheBack_holdsNoMorePlacesAndNoFewer() {
        node.coming = HERE;
        node.outcomes(1, 2);
        assertEquals(3, node.linesUp(new VisitorKey(0, 2)).position());
        node.ticks(2);
        assertEquals(2, node.ledger().placesFrom(77));
        assertEquals(Outcome.CROWDED, node.ask(3).outcome());
    }

    @Test
    void express_comesInAllTheSame_andCounts() {
        node.coming = HERE;
        node.outcomes(1, 2);
        node.coming = new Coming(true, 77);
        assertEquals(List.of(Outcome.ADMITTED), node.outcomes(3));
        assertEquals(3, node.ledger().placesFrom(77));
    }

    @Test
    void roomThatControlsNobody_turnsNobodyAway() {
        node.change(node.room().withState(RoomState.INACTIVE));
        node.ticks(1);
        node.coming = HERE;
        assertEquals(
                List.of(Outcome.NOT_CONTROLLED, Outcome.NOT_CONTROLLED, Outcome.NOT_CONTROLLED),
                node.outcomes(1, 2, 3));
        node.change(node.room().withState(RoomState.ACTIVE));
        node.ticks(1);
        assertEquals(List.of(Outcome.CROWDED, Outcome.ADMITTED), node.outcomes(4, 3), "and they counted");
    }

    @Test
    void whoIsInsideAReset_countsOn() {
        node.coming = HERE;
        node.outcomes(1, 2);
        node.change(node.room().reset(ResetInside.KEEP));
        node.ticks(1);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.WAITING), node.outcomes(1, 5));
        assertEquals(Outcome.CROWDED, node.ask(6).outcome());
    }

    @Test
    void withoutALimit_nothingIsKept() {
        node.change(node.room().withSettings(node.room().settings().withPolicy(policy(0))));
        node.ticks(1);
        node.coming = HERE;
        assertTrue(node.outcomes(1, 2, 3, 4).stream().noneMatch(outcome -> outcome == Outcome.CROWDED));
        assertEquals(0, node.ledger().placesFrom(77));
    }

    private Entry enters(Coming coming) {
        return answer(node.visits.web().entering(node.room(), coming));
    }

    private Entry answer(Asked<Entry> asked) {
        node.run();
        CompletableFuture<Entry> answer = asked.answer().toCompletableFuture();
        return answer.isDone() && !answer.isCompletedExceptionally() ? answer.join() : asked.giveUp();
    }

    private static Policy policy(int maxPlacesPerAddress) {
        return new Policy(
                1,
                0,
                300,
                0,
                300,
                1800,
                120,
                FailureMode.HOLD,
                TracerRefusal.WAIT,
                Identity.LOGIN_ID_OR_IP,
                maxPlacesPerAddress);
    }
}
