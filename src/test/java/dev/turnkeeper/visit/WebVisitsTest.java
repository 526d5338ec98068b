package dev.turnkeeper.visit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.room.FailureMode;
import dev.turnkeeper.room.Identity;
import dev.turnkeeper.room.Policy;
import dev.turnkeeper.room.ResetInside;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.room.TracerRefusal;
import dev.turnkeeper.visit.Visit.Outcome;
import dev.turnkeeper.visit.WebVisit.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One node, the real tick loop, time by hand: what web visitors are told. */
class WebVisitsTest {

    private static final int CLAIM = 120;
    private static final int SESSION_TIMEOUT = 300;
    private static final int KEPT = 600;

    private final List<String> bypassed = new ArrayList<>();
    private OneNode node = node(1, FailureMode.HOLD, 2);

    @Test
    void room_letsInUpToTheLimit_andTheRestWait() {
        List<WebVisit> visits = given(5);
        assertEquals(
                List.of(State.ADMITTED, State.ADMITTED, State.WAITING, State.WAITING, State.WAITING),
                visits.stream().map(WebVisit::state).toList());
        WebVisit last = look(5);
        assertEquals(List.of(5L, 3L, 2L, 0L, 3L, 2L), numbers(last));
        assertEquals(List.of(3L, 1L, 0L, 2L, 3L, 2L), numbers(look(3)));
    }

    private static List<Long> numbers(WebVisit visit) {
        return List.of(visit.position(), visit.rank(), visit.ahead(), visit.behind(), visit.waiting(), visit.limit());
    }

    @Test
    void webAndTracerVisitors_shareOneQueue_inOrderOfArrival() {
        given(1);
        node.outcomes(1, 2);
        assertEquals(4, given(1).get(0).position());
        assertEquals(List.of(Outcome.ADMITTED, Outcome.WAITING), node.outcomes(1, 2));
        assertEquals(2, look(4).rank());
    }

    @Test
    void placeGivenSinceTheLastTick_isLetInOutOfTurn() {
        given(2);
        node.outcomes(1, 2, 3);
        node.visits.web().admit(node.room(), 5);
        node.run();
        assertEquals(State.ADMITTED, look(5).state());
        assertEquals(State.WAITING, look(4).state());
        node.visits.web().admit(node.room(), 99);
        node.run();
        node.ticks(2);
        assertEquals(State.ADMITTED, look(5).state());
        assertEquals(2, node.ledger().waiting(), "nobody has the place 99");
    }

    @Test
    void completedPlace_letsTheNextOneIn_andStaysCompleted() {
        given(3);
        assertEquals(State.COMPLETED, end(1, State.COMPLETED).state());
        assertEquals(State.COMPLETED, look(1).state());
        node.ticks(2);
        assertEquals(State.ADMITTED, look(3).state());
        assertEquals(State.COMPLETED, look(1).state());
        assertEquals(State.COMPLETED, end(1, State.CANCELLED).state());
        assertEquals(State.COMPLETED, end(1, State.REVOKED).state());
        node.ticks(2);
        assertEquals(State.COMPLETED, look(1).state());
    }

    @Test
    void cancelledWaiter_movesThoseBehindUp() {
        given(5);
        assertEquals(3, look(5).rank());
        assertEquals(State.CANCELLED, end(4, State.CANCELLED).state());
        node.ticks(1);
        assertEquals(2, look(5).rank());
    }

    @Test
    void end_isRememberedForTenMinutes_andThenUnknown() {
        given(1);
        end(1, State.REVOKED);
        node.ticks(KEPT - 5);
        assertEquals(State.REVOKED, look(1).state());
        node.ticks(20);
        assertEquals(State.UNKNOWN, look(1).state());
        assertEquals(State.UNKNOWN, end(1, State.COMPLETED).state());
    }

    @Test
    void end_asSomethingElse_isRefused_andChangesNothing() {
        given(1);
        for (State state : List.of(State.WAITING, State.ADMITTED, State.EXPIRED, State.UNKNOWN, State.NOT_CONTROLLED)) {
            assertThrows(IllegalArgumentException.class, () -> end(1, state));
        }
        assertEquals(State.ADMITTED, look(1).state());
    }

    @Test
    void admittedPlace_isNotClaimedByPolls_andLapses() {
        given(1);
        pollFor(CLAIM - 10, Sign.HEARD, 1);
        assertEquals(State.ADMITTED, look(1).state());
        pollFor(25, Sign.HEARD, 1);
        assertEquals(State.EXPIRED, look(1).state());
    }

    @Test
    void claimedPlace_livesAsLongAsItIsHeard() {
        given(1);
        visit(1, Sign.CLAIM);
        pollFor(3 * SESSION_TIMEOUT, Sign.HEARD, 1);
        assertEquals(State.ADMITTED, look(1).state());
        pollFor(SESSION_TIMEOUT + 15, Sign.NONE, 1);
        assertEquals(State.EXPIRED, look(1).state());
    }

    @Test
    void waitingPlace_isNotClaimedByAnAcceptedPass_thatIsNotItsOwnYet() {
        given(3);
        visit(3, Sign.CLAIM);
        end(1, State.COMPLETED);
        node.ticks(2);
        assertEquals(State.ADMITTED, look(3).state());
        pollFor(CLAIM + 15, Sign.HEARD, 3);
        assertEquals(State.EXPIRED, look(3).state());
    }

    @Test
    void silentWaiter_lapses_whoPollsDoesNot() {
        given(4);
        visit(1, Sign.CLAIM);
        visit(2, Sign.CLAIM);
        for (int i = 0; i < 190; i++) {
            node.ticks(10);
            visit(1, Sign.HEARD);
            visit(2, Sign.HEARD);
            visit(4, Sign.HEARD);
        }
        assertEquals(State.EXPIRED, look(3).state());
        assertEquals(State.WAITING, look(4).state());
        assertEquals(1, look(4).rank());
    }

    @Test
    void placeThatIsLeft_endsInHalfAMinute() {
        given(2);
        leave(1);
        node.ticks(28);
        assertEquals(State.ADMITTED, look(1).state());
        node.ticks(5);
        assertEquals(State.CANCELLED, look(1).state());
        assertEquals(State.ADMITTED, look(2).state());
    }

    @Test
    void placeThatIsLeft_andHeardOfAgain_stays() {
        given(2);
        leave(1);
        leave(2);
        visit(1, Sign.HEARD);
        node.ticks(20);
        visit(2, Sign.CLAIM);
        node.ticks(40);
        assertEquals(State.ADMITTED, look(1).state());
        assertEquals(State.ADMITTED, look(2).state());
    }

    @Test
    void placeThatIsLeft_andLookedAt_endsAllTheSame() {
        given(1);
        leave(1);
        node.ticks(10);
        visit(1, Sign.NONE);
        node.ticks(25);
        assertEquals(State.CANCELLED, look(1).state());
    }

    @Test
    void requeue_givesThePlaceUp_forOneAtTheEnd() {
        given(5);
        Asked<Entry> again = node.visits.web().requeueing(node.room(), 1, 3, Coming.USUAL);
        assertEquals(State.WAITING, look(3).state(), "until there is another");
        node.run();
        assertEquals(6, position(again));
        assertEquals(State.CANCELLED, look(3).state());
        node.ticks(1);
        assertEquals(3, look(6).rank());
    }

    @Test
    void requeue_ofOneInside_keepsThePlace() {
        given(3);
        assertEquals(
                2,
                ((Entry.Given) node.visits.web().requeue(node.room(), 1, 2, Coming.USUAL))
                        .visit()
                        .position());
        assertEquals(4, given(1).get(0).position());
    }

    @Test
    void requeue_withoutANewPlace_keepsTheOld() {
        given(3);
        node.outage(4);
        assertEquals(
                Entry.Reason.HELD,
                ((Entry.NotGiven) node.visits.web().requeue(node.room(), 1, 3, Coming.USUAL)).reason());
        assertEquals(State.WAITING, look(3).state());
    }

    @Test
    void positionNotKnownHereYet_isNotCalledOver() {
        given(3);
        WebVisit ahead = visit(7, Sign.HEARD);
        assertEquals(State.WAITING, ahead.state());
        assertEquals(5, ahead.rank());
        assertEquals(5, ahead.waiting());
        assertEquals(
                State.WAITING,
                node.visits.web().visit(node.room(), 2, 1, Sign.HEARD).state(),
                "of a generation that this node has not heard of");
    }

    @Test
    void noPosition_isUnknown() {
        for (long position : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32}) {
            assertEquals(State.UNKNOWN, look(position).state(), () -> "position " + position);
        }
    }

    @Test
    void pausedRoom_givesPlaces_andLetsNobodyIn() {
        node.change(node.room().withState(RoomState.PAUSED));
        node.ticks(1);
        WebVisit visit = given(1).get(0);
        assertEquals(State.WAITING, visit.state());
        node.change(node.room().withState(RoomState.ACTIVE));
        node.ticks(1);
        assertEquals(State.ADMITTED, look(visit.position()).state());
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSED", "DRAINING"})
    void roomThatTakesNobody_saysSo_andKeepsThoseWhoWait(RoomState state) {
        given(3);
        node.change(node.room().withState(state));
        node.ticks(1);
        assertEquals(Entry.Reason.CLOSED, refused());
        assertEquals(State.WAITING, look(3).state());
        end(1, State.COMPLETED);
        node.ticks(2);
        assertEquals(state == RoomState.CLOSED ? State.WAITING : State.ADMITTED, look(3).state());
    }

    @Test
    void inactiveRoom_controlsNobody_andCounts() {
        node.change(node.room().withState(RoomState.INACTIVE));
        node.ticks(1);
        assertEquals(
                List.of(State.NOT_CONTROLLED, State.NOT_CONTROLLED, State.NOT_CONTROLLED),
                given(3).stream().map(WebVisit::state).toList());
        pollFor(CLAIM + 20, Sign.HEARD, 1, 2, 3);
        node.change(node.room().withState(RoomState.ACTIVE));
        node.ticks(1);
        assertEquals(State.ADMITTED, look(1).state());
        assertEquals(3, node.ledger().view().inside());
        assertEquals(State.WAITING, given(1).get(0).state());
    }

    @Test
    void resetThatKeeps_letsThoseInsideFinish_andPutsOutWhoWaits() {
        given(3);
        node.change(node.room().reset(ResetInside.KEEP));
        node.ticks(2);
        assertEquals(State.ADMITTED, look(1).state());
        assertEquals(State.EXPIRED, look(3).state());
        assertEquals(State.COMPLETED, end(1, State.COMPLETED).state());
        node.ticks(2);
        assertEquals(State.COMPLETED, look(1).state());
        WebVisit next = given(1).get(0);
        node.ticks(2);
        assertEquals(
                State.ADMITTED,
                node.visits
                        .web()
                        .visit(node.room(), 2, next.position(), Sign.NONE)
                        .state());
        assertEquals(2, next.generation());
    }

    @Test
    void resetThatPutsOut_expiresAll() {
        given(3);
        node.change(node.room().reset(ResetInside.OUT));
        node.ticks(2);
        assertEquals(State.EXPIRED, look(1).state());
        assertEquals(State.EXPIRED, look(3).state());
        assertEquals(State.EXPIRED, end(1, State.COMPLETED).state());
        WebVisit first = given(1).get(0);
        assertEquals(List.of(2L, 1L), List.of(first.generation(), first.position()));
    }

    @Test
    void crowd_goesInOneBlock_inOrder_withTracer() {
        node.counters.answering = false;
        List<Asked<Entry>> web = new ArrayList<>();
        List<Asked<Visit>> tracer = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            web.add(entering());
            tracer.add(node.asks(i));
        }
        node.run();
        node.counters.answering = true;
        node.counters.answer();
        node.run();
        for (int i = 0; i < 25; i++) {
            assertEquals(2 * i + 1, position(web.get(i)));
            assertEquals(
                    2 * i + 2,
                    tracer.get(i).answer().toCompletableFuture().join().position());
        }
        assertTrue(node.counters.added <= 2, () -> node.counters.added + " calls for 50 enters");
    }

    @Test
    void newcomerWhoGaveUp_burnsThePlace() {
        node.counters.answering = false;
        Asked<Entry> late = entering();
        Asked<Entry> patient = entering();
        node.run();
        assertEquals(Entry.Reason.HELD, ((Entry.NotGiven) late.giveUp()).reason());
        node.heal();
        node.ticks(1);
        assertEquals(2, position(patient));
        assertEquals(1, node.ledger().view().inside());
        assertEquals(State.UNKNOWN, look(1).state());
    }

    @Test
    void newcomerWhoGivesUpTooLate_getsThePlaceThatWasTold() {
        Asked<Entry> asked = entering();
        node.run();
        assertEquals(1, ((Entry.Given) asked.giveUp()).visit().position());
        assertEquals(State.ADMITTED, look(1).state());
    }

    @Test
    void gridThatStandsStill_keepsThoseItGave() {
        given(3);
        node.pass(4 * OneNode.SECOND);
        assertEquals(Entry.Reason.HELD, refused());
        assertEquals(State.ADMITTED, look(1).state());
        assertEquals(State.WAITING, look(3).state());
    }

    @Test
    void blockingRoom_refuses_whileTheGridStandsStill() {
        node = node(3, FailureMode.BLOCK, 6);
        node.outage(4);
        assertEquals(Entry.Reason.BLOCKED, refused());
    }

    @Test
    void bypass_letsByWhatTheBudgetHolds_andHoldsTheRest() {
        node = node(3, FailureMode.BYPASS, 6);
        node.outage(1);
        assertEquals(Entry.Reason.HELD, refused(), "a young tick");
        node.outage(3);
        assertEquals(
                List.of(Entry.Reason.BYPASSED, Entry.Reason.BYPASSED, Entry.Reason.HELD),
                List.of(refused(), refused(), refused()));
        assertEquals(2, bypassed.size());
        node.heal();
        node.ticks(2);
        assertEquals(0, node.ledger().view().issued() - node.ledger().view().serving() + 6);
    }

    @Test
    void crowdBeyondWhatMayWaitHere_isShed_neverLetBy() {
        node = node(3, FailureMode.BYPASS, 2);
        node.counters.answering = false;
        List<Asked<Entry>> crowd =
                IntStream.range(0, 200).mapToObj(i -> entering()).toList();
        List<Entry.Reason> atOnce = crowd.stream()
                .map(asked -> asked.answer().toCompletableFuture())
                .filter(CompletableFuture::isDone)
                .map(answer -> ((Entry.NotGiven) answer.join()).reason())
                .distinct()
                .toList();
        assertEquals(List.of(Entry.Reason.SHED), atOnce);
        assertTrue(bypassed.isEmpty());
        crowd.forEach(Asked::giveUp);
        crowd.forEach(Asked::giveUp);
        node.heal();
        assertFalse(given(1).isEmpty());
    }

    @Test
    void placeThatOthersMayHaveFreed_isNotCalledInside_untilTicksComeAgain() {
        node = node(3, FailureMode.HOLD, 2);
        given(2);
        visit(1, Sign.CLAIM);
        node.ticks(1);
        node.outage(SESSION_TIMEOUT - 20);
        assertEquals(State.ADMITTED, look(1).state());
        node.outage(20);
        assertEquals(State.WAITING, look(1).state());
        assertEquals(1, look(1).rank());
        node.heal();
        node.ticks(1);
        assertEquals(State.ADMITTED, look(1).state());
    }

    @Test
    void placeThatOthersMayHaveFreed_staysInsideOutOfTheBudget_whereNewcomersAreLetBy() {
        node = node(3, FailureMode.BYPASS, 3);
        given(2);
        visit(1, Sign.CLAIM);
        visit(2, Sign.CLAIM);
        node.ticks(1);
        node.outage(SESSION_TIMEOUT + 5);
        assertEquals(
                List.of(State.ADMITTED, State.ADMITTED, State.WAITING),
                List.of(look(1).state(), look(1).state(), look(2).state()));
        assertEquals(Entry.Reason.HELD, refused(), "the budget is one budget");
        node.heal();
        node.ticks(1);
        assertEquals(List.of(State.ADMITTED, State.ADMITTED), List.of(look(1).state(), look(2).state()));
        assertEquals(2, node.ledger().view().issued());
    }

    @Test
    void endedPlaces_areToldOfThoseWhoWereInside_sinceTheLastAnswer() {
        given(6);
        end(1, State.COMPLETED);
        end(5, State.CANCELLED);
        node.ticks(1);
        EndedPlaces first = node.visits.web().endedSince(node.room(), 0);
        assertEquals(List.of(new EndedPlaces.OfGeneration(1, List.of(1L))), first.generations());
        node.ticks(30);
        end(2, State.REVOKED);
        node.ticks(1);
        EndedPlaces next = node.visits.web().endedSince(node.room(), first.tick());
        assertTrue(next.generations().get(0).positions().containsAll(List.of(1L, 2L)));
        node.ticks(30);
        EndedPlaces last = node.visits.web().endedSince(node.room(), next.tick() + 20);
        assertEquals(List.of(), last.generations());
        assertEquals(1, last.oldestGeneration());
        assertTrue(last.tick() > next.tick());
    }

    private void pollFor(int ticks, Sign sign, long... positions) {
        for (int i = 0; i < ticks; i += 5) {
            node.ticks(5);
            for (long position : positions) {
                visit(position, sign);
            }
        }
    }

    private List<WebVisit> given(int newcomers) {
        return IntStream.range(0, newcomers)
                .mapToObj(i -> {
                    Asked<Entry> asked = entering();
                    node.run();
                    return ((Entry.Given) asked.answer().toCompletableFuture().join()).visit();
                })
                .toList();
    }

    private Entry.Reason refused() {
        Asked<Entry> asked = entering();
        node.run();
        CompletableFuture<Entry> answer = asked.answer().toCompletableFuture();
        return ((Entry.NotGiven)
                        (answer.isDone() && !answer.isCompletedExceptionally() ? answer.join() : asked.giveUp()))
                .reason();
    }

    private Asked<Entry> entering() {
        return node.visits.web().entering(node.room(), Coming.USUAL);
    }

    private static long position(Asked<Entry> asked) {
        return ((Entry.Given) asked.answer().toCompletableFuture().join())
                .visit()
                .position();
    }

    private WebVisit look(long position) {
        return visit(position, Sign.NONE);
    }

    private WebVisit visit(long position, Sign sign) {
        return node.visits.web().visit(node.room(), 1, position, sign);
    }

    private WebVisit end(long position, State as) {
        return node.visits.web().end(node.room(), 1, position, as);
    }

    private void leave(long position) {
        node.visits.web().leave(node.room(), 1, position);
    }

    private OneNode node(int nodes, FailureMode mode, long limit) {
        Policy policy = new Policy(
                limit, 0, SESSION_TIMEOUT, 0, 300, 1800, CLAIM, mode, TracerRefusal.WAIT, Identity.LOGIN_ID_OR_IP, 0);
        return new OneNode(nodes, policy, new VisitEvents() {
            @Override
            public void bypassed(String room) {
                bypassed.add(room);
            }
        });
    }
}
