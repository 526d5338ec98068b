package dev.turnkeeper.visit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.room.Policy;
import dev.turnkeeper.room.ResetInside;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.visit.Visit.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One node, the real tick loop, time by hand: what visitors are told in each state of a room. */
class VisitsTest {

    private int letAhead;
    private final OneNode node = new OneNode(1, Policy.ofLimit(2), new VisitEvents() {
        @Override
        public void letAhead(String room) {
            letAhead++;
        }
    });

    @Test
    void room_letsInUpToTheLimit_andTheRestWait() {
        assertEquals(
                List.of(Outcome.ADMITTED, Outcome.ADMITTED, Outcome.WAITING, Outcome.WAITING),
                node.outcomes(1, 2, 3, 4));
        assertEquals(2, node.ask(4).rank());
        assertEquals(2, node.ask(4).firstRank());
        assertEquals(2, node.ask(4).waiting());
    }

    @Test
    void sameVisitor_keepsThePlace() {
        long position = node.ask(1).position();
        assertEquals(position, node.ask(1).position());
    }

    @Test
    void placesGivenSinceTheLastTick_areKnownToBeOut() {
        RoomViews views = new RoomViews(node.ledgers);
        assertEquals(0, views.issued(node.room()));
        node.outcomes(1, 2, 3);
        assertEquals(0, views.now(node.room()).issued());
        assertEquals(3, views.issued(node.room()));
        node.ticks(2);
        assertEquals(3, views.issued(node.room()));
    }

    @Test
    void raisedLimit_letsInTheDifference_inOrder() {
        node.outcomes(1, 2, 3, 4, 5);
        node.change(node.room().withSettings(node.room().settings().withPolicy(Policy.ofLimit(4))));
        node.ticks(1);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.ADMITTED, Outcome.WAITING), node.outcomes(3, 4, 5));
    }

    @Test
    void expressVisitor_isLetInAtOnce_andCounted_beforeThoseWhoWait() {
        node.outcomes(1, 2, 3);
        node.coming = Coming.EXPRESS;
        assertEquals(
                List.of(Outcome.ADMITTED, Outcome.ADMITTED), node.outcomes(4, 3), "a newcomer, and who comes again");
        node.coming = Coming.USUAL;
        node.ticks(2);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.ADMITTED), node.outcomes(4, 3));
        assertEquals(4, node.ledger().view().inside());
        assertEquals(List.of(Outcome.WAITING), node.outcomes(5));
        assertEquals(2, letAhead, "each is counted once");
    }

    @Test
    void expressVisitor_isAUsualOne_whereTheRoomLetsNobodyIn() {
        node.outcomes(1, 2, 3);
        node.change(node.room().withState(RoomState.PAUSED));
        node.ticks(1);
        node.coming = Coming.EXPRESS;
        assertEquals(List.of(Outcome.WAITING, Outcome.WAITING), node.outcomes(3, 4));
        node.change(node.room().withState(RoomState.CLOSED));
        assertEquals(List.of(Outcome.WAITING, Outcome.REFUSED), node.outcomes(4, 5));
        node.change(node.room().withState(RoomState.ACTIVE));
        node.ticks(1);
        assertEquals(List.of(Outcome.ADMITTED), node.outcomes(4), "as soon as it does again");
        assertEquals(1, letAhead);
    }

    @Test
    void expressVisitor_isAUsualOne_whereTheGridDoesNotAnswer() {
        node.outcomes(1, 2, 3);
        node.outage(5);
        node.coming = Coming.EXPRESS;
        assertEquals(List.of(Outcome.HELD, Outcome.WAITING), node.outcomes(4, 3));
        assertEquals(0, letAhead);
        node.heal();
        node.ticks(3);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.ADMITTED), node.outcomes(4, 3));
    }

    @Test
    void loweredLimit_throwsNobodyOut_andLetsNobodyIn() {
        node.outcomes(1, 2);
        node.change(node.room().withSettings(node.room().settings().withPolicy(Policy.ofLimit(1))));
        node.ticks(1);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.ADMITTED, Outcome.WAITING), node.outcomes(1, 2, 3));
    }

    @Test
    void pausedRoom_givesPlaces_andLetsNobodyIn() {
        node.outcomes(1);
        node.change(node.room().withState(RoomState.PAUSED));
        node.ticks(1);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.WAITING), node.outcomes(1, 2));
        node.change(node.room().withState(RoomState.ACTIVE));
        node.ticks(1);
        assertEquals(List.of(Outcome.ADMITTED), node.outcomes(2));
    }

    @Test
    void pausedRoom_stopsTheClockOfThoseWhoWait() {
        node.outcomes(1, 2, 3);
        node.change(node.room().withState(RoomState.PAUSED));
        node.keepInside(2_500, 1, 2);
        Visit back = node.ask(3);
        assertEquals(Outcome.WAITING, back.outcome());
        assertEquals(3, back.position());
    }

    @Test
    void closedRoom_refusesNewcomers_andKeepsThoseWhoWait() {
        node.outcomes(1, 2, 3);
        node.change(node.room().withState(RoomState.CLOSED));
        node.ticks(1);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.WAITING, Outcome.REFUSED), node.outcomes(1, 3, 9));
        assertEquals(2, node.ask(9).rank());
        assertEquals(0, node.ask(9).position());
    }

    @Test
    void drainingRoom_refusesNewcomers_andStillLetsIn() {
        node.outcomes(1, 2, 3);
        node.change(node.room()
                .withSettings(
                        node.room().settings().withPolicy(Policy.ofLimit(3)).withState(RoomState.DRAINING)));
        node.ticks(1);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.REFUSED), node.outcomes(3, 9));
    }

    @Test
    void inactiveRoom_controlsNobody_andCounts() {
        node.change(node.room().withState(RoomState.INACTIVE));
        node.ticks(1);
        assertEquals(
                List.of(Outcome.NOT_CONTROLLED, Outcome.NOT_CONTROLLED, Outcome.NOT_CONTROLLED),
                node.outcomes(1, 2, 3));
        node.change(node.room().withState(RoomState.ACTIVE));
        node.ticks(1);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.ADMITTED, Outcome.WAITING), node.outcomes(1, 3, 4));
    }

    @Test
    void resetThatKeeps_letsThoseInsideFinish_andStartsTheOthersAgain() {
        node.outcomes(1, 2, 3);
        node.change(node.room().reset(ResetInside.KEEP));
        node.ticks(2);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.ADMITTED, Outcome.WAITING), node.outcomes(1, 2, 3));
        assertEquals(1, node.ask(1).generation());
        assertEquals(2, node.ask(3).generation());
    }

    @Test
    void resetThatPutsOut_startsAllAgain() {
        node.outcomes(1, 2, 3);
        node.change(node.room().reset(ResetInside.OUT));
        node.ticks(2);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.ADMITTED, Outcome.WAITING), node.outcomes(3, 1, 2));
        assertEquals(2, node.ask(1).generation());
    }

    @Test
    void increment_letsInWhoeverWaitsFirst() {
        node.outcomes(1, 2, 3, 4);
        node.change(node.room().letIn(1, Optional.empty()));
        node.ticks(2);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.WAITING), node.outcomes(3, 4));
    }

    @Test
    void silentVisitorInside_makesRoomForTheNext() {
        node.outcomes(1, 2, 3);
        for (int i = 0; i < 32; i++) {
            node.ticks(10);
            node.outcomes(1, 3);
        }
        assertEquals(List.of(Outcome.ADMITTED, Outcome.ADMITTED), node.outcomes(1, 3));
        Visit back = node.ask(2);
        assertEquals(Outcome.WAITING, back.outcome());
        assertTrue(back.position() > 3, () -> "starts again at the end: " + back);
    }

    @Test
    void crowdThatComesWhileACallIsUnderWay_goesInOneBlock_inOrder() {
        node.counters.answering = false;
        List<Asked<Visit>> asked =
                IntStream.rangeClosed(1, 50).mapToObj(node::asks).toList();
        node.run();
        node.counters.answer();
        node.run();
        node.counters.answering = true;
        node.counters.answer();
        node.run();
        for (int i = 0; i < asked.size(); i++) {
            assertEquals(
                    i + 1, asked.get(i).answer().toCompletableFuture().join().position());
        }
        assertTrue(node.counters.added <= 2, () -> node.counters.added + " calls for 50 enters");
    }

    @Test
    void newcomersOfACrowd_areGathered_andShareACall() {
        node.asks(1);
        node.asks(2);
        node.run();
        int before = node.counters.added;
        for (int visitor = 3; visitor <= 10; visitor++) {
            node.asks(visitor);
            node.runUngathered();
        }
        assertEquals(before, node.counters.added);
        node.run();
        assertEquals(before + 1, node.counters.added);
        assertEquals(10, node.ask(10).position());
    }

    @Test
    void newcomerAlone_isNotKeptWaitingForOthers() {
        node.asks(1);
        node.runUngathered();
        assertEquals(1, node.counters.added);
    }

    @Test
    void newcomerWhoGaveUp_burnsThePlace_andMayComeAgain() {
        node.counters.answering = false;
        Asked<Visit> late = node.asks(1);
        node.run();
        Visit held = late.giveUp();
        assertEquals(Outcome.HELD, held.outcome());
        assertEquals(1, held.rank());
        node.counters.answering = true;
        node.counters.answer();
        node.run();
        assertEquals(2, node.ask(1).position());
    }

    @Test
    void gridThatStandsStill_givesNoPlaces_andKeepsThoseItGave() {
        node.outcomes(1, 2, 3);
        node.pass(4 * OneNode.SECOND);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.WAITING, Outcome.HELD), node.outcomes(1, 3, 9));
    }

    @Test
    void nodeOnItsOwnThatStoodStill_givesPlacesAgain() {
        node.outcomes(1, 2);
        node.pass(4 * OneNode.SECOND);
        node.ticks(1);
        assertEquals(List.of(Outcome.WAITING), node.outcomes(3));
    }
}
