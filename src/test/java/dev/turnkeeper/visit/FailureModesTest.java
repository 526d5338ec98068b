package dev.turnkeeper.visit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.room.FailureMode;
import dev.turnkeeper.room.Identity;
import dev.turnkeeper.room.Policy;
import dev.turnkeeper.room.ResetInside;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.room.TracerRefusal;
import dev.turnkeeper.visit.Visit.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What visitors are told while the grid does not answer, and what becomes of those who were let by. */
class FailureModesTest {

    private static final int SESSION_TIMEOUT = 300;
    private static final int CLAIM = 120;

    private final List<String> bypassed = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(FailureMode.class)
    void youngTick_newcomersAreHeld_whateverTheMode(FailureMode mode) {
        OneNode node = node(3, mode, 6);
        node.outage(1);
        assertEquals(List.of(Outcome.HELD), node.outcomes(1));
        node.outage(1);
        assertEquals(List.of(Outcome.HELD), node.outcomes(1));
    }

    @Test
    void oldTick_hold_tellsToWait() {
        OneNode node = node(3, FailureMode.HOLD, 6);
        node.outage(3);
        Visit held = node.ask(1);
        assertEquals(Outcome.HELD, held.outcome());
        assertEquals(1, held.rank());
        assertEquals(0, held.position());
    }

    @Test
    void oldTick_block_refuses() {
        OneNode node = node(3, FailureMode.BLOCK, 6);
        node.outage(3);
        Visit blocked = node.ask(1);
        assertEquals(Outcome.BLOCKED, blocked.outcome());
        assertEquals(1, blocked.rank());
    }

    @Test
    void oldTick_bypass_letsInWithinTheBudget_andHoldsBeyond() {
        OneNode node = node(3, FailureMode.BYPASS, 7);
        node.outage(3);
        assertEquals(List.of(Outcome.BYPASSED, Outcome.BYPASSED, Outcome.HELD), node.outcomes(1, 2, 3));
        assertEquals(0, node.ask(1).rank());
        assertEquals(List.of("shop", "shop"), bypassed);
    }

    @Test
    void bypassedVisitor_isNotPaidAgain_untilSilentForASessionTimeout() {
        OneNode node = node(3, FailureMode.BYPASS, 3);
        node.outage(3);
        for (int i = 0; i < 10; i++) {
            assertEquals(List.of(Outcome.BYPASSED), node.outcomes(1));
            node.outage(SESSION_TIMEOUT - 1);
        }
        assertEquals(List.of("shop"), bypassed);
        node.outage(1);
        assertEquals(List.of(Outcome.BYPASSED), node.outcomes(1));
        assertEquals(List.of("shop", "shop"), bypassed);
    }

    @Test
    void bypassedVisitor_staysLetBy_asLongAsTicketsMayBeMissing() {
        OneNode node = node(3, FailureMode.BYPASS, 3);
        node.outage(3);
        node.outcomes(1);
        node.whole(false);
        node.heal();
        node.ticks(1);
        assertEquals(List.of(Outcome.BYPASSED, Outcome.HELD), node.outcomes(1, 2));
    }

    @Test
    void youngTickButTicketsMayBeMissing_newcomersAreHeld() {
        OneNode node = node(3, FailureMode.BYPASS, 6);
        node.whole(false);
        assertEquals(List.of(Outcome.HELD), node.outcomes(1));
    }

    @Test
    void nodeThatIsNotReady_holds() {
        OneNode node = node(3, FailureMode.BYPASS, 6);
        node.leave();
        node.outage(5);
        assertEquals(List.of(Outcome.HELD), node.outcomes(1));
    }

    @Test
    void roomsThatLetNobodyIn_letNobodyBy() {
        assertEquals(Outcome.HELD, oldTickIn(RoomState.PAUSED));
        assertEquals(Outcome.REFUSED, oldTickIn(RoomState.CLOSED));
        assertEquals(Outcome.REFUSED, oldTickIn(RoomState.DRAINING));
        assertEquals(Outcome.NOT_CONTROLLED, oldTickIn(RoomState.INACTIVE));
        OneNode node = node(1, FailureMode.BYPASS, 0);
        node.outage(3);
        assertEquals(List.of(Outcome.HELD), node.outcomes(1));
    }

    private Outcome oldTickIn(RoomState state) {
        OneNode node = node(1, FailureMode.BYPASS, 6);
        node.change(node.room().withState(state));
        node.ticks(1);
        node.outage(3);
        return node.ask(1).outcome();
    }

    @Test
    void roomOfWhichNothingIsDecided_isBroken_andMovesAgainWithTheNextDecision() {
        OneNode node = node(3, FailureMode.BYPASS, 3);
        node.outcomes(1, 2, 3);
        node.ticks(1);
        node.deciding(false);
        node.ticks(9);
        assertEquals(List.of(Outcome.WAITING), node.outcomes(4));
        node.ticks(2);
        assertEquals(List.of(Outcome.BYPASSED, Outcome.HELD, Outcome.WAITING), node.outcomes(5, 6, 4));
        node.deciding(true);
        node.ticks(2);
        assertEquals(List.of(Outcome.WAITING, Outcome.ADMITTED), node.outcomes(6, 5));
    }

    @Test
    void quietRoom_isNotBroken() {
        OneNode node = node(3, FailureMode.BLOCK, 3);
        for (int i = 0; i < 30; i++) {
            node.ticks(1);
            assertEquals(Standing.MOVING, Standing.of(node.pulse(), node.ledger()));
        }
    }

    @Test
    void roomThatIsJustMade_isNotBroken() {
        OneNode node = node(3, FailureMode.BLOCK, 3);
        node.change(node.room().reset(ResetInside.OUT));
        assertEquals(List.of(Outcome.WAITING), node.outcomes(1));
    }

    @Test
    void knownVisitors_keepWhatTheyHad() {
        OneNode node = node(3, FailureMode.BYPASS, 2);
        node.outcomes(1, 2, 3, 4);
        node.outage(60);
        assertEquals(
                List.of(Outcome.ADMITTED, Outcome.ADMITTED, Outcome.WAITING, Outcome.WAITING),
                node.outcomes(1, 2, 3, 4));
        assertEquals(2, node.ask(4).rank());
    }

    @Test
    void placeThatOthersMayHaveFreed_isNotCalledInside_untilTicksComeAgain() {
        OneNode node = node(3, FailureMode.HOLD, 2);
        node.outcomes(1, 2, 3);
        node.ticks(1);
        node.outage(SESSION_TIMEOUT - 20);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.WAITING), node.outcomes(1, 3));
        node.outage(20);
        assertEquals(List.of(Outcome.HELD, Outcome.HELD, Outcome.WAITING), node.outcomes(1, 2, 3));
        node.heal();
        node.ticks(1);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.ADMITTED, Outcome.WAITING), node.outcomes(1, 2, 3));
    }

    @Test
    void placeWhoseClaimWasNeverTold_isNotCalledInside_afterTheClaimTime() {
        OneNode node = node(3, FailureMode.BLOCK, 2);
        node.outcomes(1);
        node.outage(CLAIM - 20);
        assertEquals(List.of(Outcome.ADMITTED), node.outcomes(1));
        node.outage(20);
        assertEquals(List.of(Outcome.BLOCKED), node.outcomes(1));
    }

    @Test
    void visitorWhoseLeaseEnded_isLetByOutOfTheBudget_andInsideAgainAfterwards() {
        OneNode node = node(3, FailureMode.BYPASS, 3);
        long position = node.ask(1).position();
        node.outcomes(2);
        node.ticks(1);
        node.outage(SESSION_TIMEOUT + 5);
        assertEquals(List.of(Outcome.BYPASSED, Outcome.HELD), node.outcomes(1, 2));
        node.heal();
        node.ticks(2);
        Visit back = node.ask(1);
        assertEquals(Outcome.ADMITTED, back.outcome());
        assertEquals(position, back.position());
        assertEquals(2, node.ledger().view().issued());
    }

    @Test
    void nodeOnItsOwn_hasNobodyElseWhoCouldFreeAPlace() {
        OneNode node = node(1, FailureMode.HOLD, 2);
        node.outcomes(1);
        node.outage(10 * SESSION_TIMEOUT);
        assertEquals(List.of(Outcome.ADMITTED), node.outcomes(1));
    }

    @Test
    void bypassedVisitors_areBroughtIntoTheBooks_countedAndServingWaitsForThem() {
        OneNode node = node(1, FailureMode.BYPASS, 2);
        node.outcomes(1, 2, 3);
        node.outage(3);
        assertEquals(List.of(Outcome.BYPASSED, Outcome.BYPASSED, Outcome.HELD), node.outcomes(4, 5, 6));
        node.heal();
        node.ticks(2);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.ADMITTED, Outcome.WAITING), node.outcomes(4, 5, 3));
        assertEquals(4, node.ledger().view().inside());
        assertEquals(1, node.ask(3).rank());
        assertEquals(5, node.ledger().view().issued());
        // Two of the four inside fall silent: inside = limit, and nobody enters yet. Then one more.
        for (int i = 0; i < 34; i++) {
            node.ticks(10);
            node.outcomes(3, 4, 5);
        }
        assertEquals(2, node.ledger().view().inside());
        assertEquals(List.of(Outcome.WAITING, Outcome.ADMITTED, Outcome.ADMITTED), node.outcomes(3, 4, 5));
        for (int i = 0; i < 34; i++) {
            node.ticks(10);
            node.outcomes(3, 5);
        }
        assertEquals(List.of(Outcome.ADMITTED, Outcome.ADMITTED), node.outcomes(3, 5));
    }

    @Test
    void bookingThatFails_isTriedAgain_andNobodyIsBookedTwice() {
        OneNode node = node(1, FailureMode.BYPASS, 2);
        node.outage(3);
        node.outcomes(1);
        node.counters.failing = true;
        node.heal();
        node.ticks(2);
        assertEquals(List.of(Outcome.BYPASSED), node.outcomes(1));
        node.counters.failing = false;
        node.ticks(2);
        assertEquals(List.of(Outcome.ADMITTED), node.outcomes(1));
        node.ticks(5);
        assertEquals(1, node.ledger().view().inside());
    }

    @Test
    void silentBypassedVisitor_isNotBroughtIn() {
        OneNode node = node(1, FailureMode.BYPASS, 2);
        node.outage(3);
        node.outcomes(1);
        node.outage(SESSION_TIMEOUT);
        node.heal();
        node.ticks(2);
        assertEquals(
                0,
                node.ledger().view().issued()
                        - node.ledger().view().serving()
                        + node.ledger().view().headroom());
        assertEquals(0, node.ledger().view().inside());
    }

    @Test
    void newcomers_areAnsweredAtOnce_whileACallHangs() {
        OneNode node = node(3, FailureMode.BYPASS, 6);
        node.counters.answering = false;
        Asked<Visit> first = node.asks(1);
        node.run();
        node.pass(OneNode.SECOND / 4);
        Asked<Visit> second = node.asks(2);
        assertFalse(second.answer().toCompletableFuture().isDone(), "still within the answer limit");
        node.pass(OneNode.SECOND / 10);
        int calls = node.counters.added;
        Asked<Visit> third = node.asks(3);
        node.run();
        assertEquals(Outcome.HELD, third.answer().toCompletableFuture().join().outcome());
        assertEquals(calls, node.counters.added);
        first.giveUp();
        second.giveUp();
        node.heal();
        assertEquals(List.of(Outcome.ADMITTED), node.outcomes(3));
    }

    @Test
    void crowdBeyondWhatMayWaitHere_isShed_neverLetBy_andPollsGoOn() {
        OneNode node = node(3, FailureMode.BYPASS, 2);
        node.outcomes(1, 2, 3);
        node.counters.answering = false;
        List<Asked<Visit>> crowd =
                IntStream.rangeClosed(10, 200).mapToObj(node::asks).toList();
        List<Outcome> atOnce = crowd.stream()
                .map(asked -> asked.answer().toCompletableFuture())
                .filter(answer -> answer.isDone())
                .map(answer -> answer.join().outcome())
                .distinct()
                .toList();
        assertEquals(List.of(Outcome.SHED), atOnce);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.WAITING), node.outcomes(1, 3));
        assertTrue(bypassed.isEmpty());
        crowd.forEach(Asked::giveUp);
        crowd.forEach(Asked::giveUp);
        node.heal();
        assertEquals(List.of(Outcome.WAITING), node.outcomes(500));
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
