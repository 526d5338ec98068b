package dev.turnkeeper.visit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.turnkeeper.room.Policy;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.ticket.VisitorKey;
import dev.turnkeeper.visit.Visit.Outcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineUpTest {

    private static final VisitorKey ANN = new VisitorKey(1, 1);
    private static final VisitorKey BOB = new VisitorKey(2, 2);
    private static final VisitorKey CAT = new VisitorKey(3, 3);

    private final OneNode node = new OneNode(1, Policy.ofLimit(1), VisitEvents.NONE);

    @Test
    void newcomer_isGivenAPlace_andWhoIsInsideIsNotQueuedAgain() {
        assertEquals(Outcome.ADMITTED, node.linesUp(ANN).outcome());
        Visit again = node.linesUp(ANN);
        assertEquals(Outcome.ADMITTED, again.outcome());
        assertEquals(1, again.position());
    }

    @Test
    void whoWaits_goesToTheBack_andTheOldPlaceIsCancelled() {
        node.linesUp(ANN);
        assertEquals(1, node.linesUp(BOB).rank());
        assertEquals(2, node.linesUp(CAT).rank());
        Visit moved = node.linesUp(BOB);
        assertEquals(Outcome.WAITING, moved.outcome());
        assertEquals(4, moved.position());
        node.ticks(2);
        assertEquals(1, rank(CAT));
        assertEquals(2, rank(BOB));
        assertEquals(
                WebVisit.State.CANCELLED,
                node.visits.web().visit(node.room(), 1, 2, Sign.NONE).state());
        assertEquals(2, node.visits.web().visit(node.room(), 1, 3, Sign.NONE).waiting());
    }

    @Test
    void held_isThePlaceUntilItEnds() {
        assertEquals(Optional.empty(), node.visits.held(node.room(), ANN));
        node.linesUp(ANN);
        assertEquals(1, node.visits.held(node.room(), ANN).orElseThrow().place().position());
        node.visits.web().end(node.room(), 1, 1, WebVisit.State.COMPLETED);
        node.ticks(2);
        assertEquals(Optional.empty(), node.visits.held(node.room(), ANN));
        assertEquals(2, node.linesUp(ANN).position());
    }

    @Test
    void whereNobodyNewIsTaken_aWaitingPlaceIsKept() {
        node.linesUp(ANN);
        node.linesUp(BOB);
        node.change(node.room().withState(RoomState.CLOSED));
        assertEquals(2, node.linesUp(BOB).position());
        assertEquals(Outcome.REFUSED, node.linesUp(CAT).outcome());
    }

    @Test
    void whileTheGridDoesNotAnswer_aWaitingPlaceIsKept() {
        node.linesUp(ANN);
        node.linesUp(BOB);
        node.outage(5);
        assertEquals(2, node.linesUp(BOB).position());
        assertEquals(Outcome.HELD, node.linesUp(CAT).outcome());
    }

    private long rank(VisitorKey visitor) {
        LineUp.Held held = node.visits.held(node.room(), visitor).orElseThrow();
        return node.visits
                .web()
                .visit(node.room(), held.generation(), held.place().position(), Sign.NONE)
                .rank();
    }
}
