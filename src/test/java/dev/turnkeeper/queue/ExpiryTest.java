package dev.turnkeeper.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.queue.Inlet.Gate;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** Each line of the deadlines table: never dropped before, always dropped within two slices after. */
class ExpiryTest {

    private static final long RETENTION = 43;
    private static final long MAX_SILENCE = 211;
    private static final long CLAIM = 31;
    private static final long SESSION = 57;

    /** How late a place may be dropped: the slice it was heard in has to end, and a tick has to see it. */
    private static final long LATE = 2 * Slices.TICKS;

    private static final Deadlines DEADLINES = new Deadlines(RETENTION, MAX_SILENCE, CLAIM, SESSION, 0);

    private final OneRoom room = new OneRoom();

    private static Terms limit(long limit, Deadlines deadlines) {
        return new Terms(new Inlet(Gate.OPEN, limit, 0), deadlines, true, true, 0, 7);
    }

    private static Terms limit(long limit) {
        return limit(limit, DEADLINES);
    }

    private static Terms maxSession(long maxSession) {
        return limit(5, new Deadlines(RETENTION, MAX_SILENCE, CLAIM, SESSION, maxSession));
    }

    /** Goes on until the position is dropped, and says how many ticks after {@code since} that was. */
    private long droppedAfter(long position, long since, Terms policy, LongConsumer eachTick) {
        for (int i = 0; i < 30_000; i++) {
            eachTick.accept(room.tick);
            room.step(policy);
            if (!room.lives(position)) {
                return room.tick - since;
            }
        }
        throw new AssertionError(position + " is never dropped");
    }

    private long droppedAfter(long position, long since, Terms policy) {
        return droppedAfter(position, since, policy, tick -> {});
    }

    private static void assertPassed(long deadline, long droppedAfter) {
        assertTrue(droppedAfter >= deadline, () -> "dropped after " + droppedAfter + " ticks, before " + deadline);
        assertTrue(
                droppedAfter <= deadline + LATE, () -> "dropped after " + droppedAfter + " ticks, due at " + deadline);
    }

    /** A room where somebody leaves every tick and the next one goes in, and everybody waiting polls but some. */
    private void flowing(Terms policy, long ticks, Positions silent) {
        for (long i = 0; i < ticks; i++) {
            hearAllWaitingBut(silent);
            room.leave(firstInside());
            room.step(policy);
        }
    }

    private void hearAllWaitingBut(Positions silent) {
        Positions heard = room.view().livingIn(0, room.issued);
        heard.removeAll(silent);
        room.hear("north", heard);
    }

    private long firstInside() {
        return room.gone.absentAfter(0, 0) + 1;
    }

    @Test
    void waitingNearTheFront_isDroppedAfterRetention() {
        room.arrive(2_000);
        flowing(limit(10), 90, new Positions());
        long near = room.decision.serving() + 60;
        long since = room.tick;
        room.hear(near);
        long after = droppedAfter(near, since, limit(10), tick -> {
            if (tick > since) {
                hearAllWaitingBut(Positions.of(near));
            }
            room.leave(firstInside());
        });
        assertPassed(RETENTION, after);
    }

    @Test
    void waitingFarFromTheFront_isKeptUntilItsTurnComesNear() {
        Terms patient = limit(10, new Deadlines(RETENTION, 100_000, CLAIM, SESSION, 0));
        room.arrive(2_000);
        flowing(patient, 90, new Positions());
        long far = room.decision.serving() + 1_000;
        long since = room.tick;
        room.hear(far);
        long after = droppedAfter(far, since, patient, tick -> {
            if (tick > since) {
                hearAllWaitingBut(Positions.of(far));
            }
            room.leave(firstInside());
        });
        // One a tick goes in: after a ticks 1000 − a are ahead, which is 4 a at 200.
        assertPassed(200, after);
    }

    @Test
    void waitingFarFromTheFront_isDroppedAfterMaxSilence() {
        room.arrive(2_000);
        flowing(limit(10), 90, new Positions());
        long far = room.decision.serving() + 1_800;
        long since = room.tick;
        room.hear(far);
        long after = droppedAfter(far, since, limit(10), tick -> {
            if (tick > since) {
                hearAllWaitingBut(Positions.of(far));
            }
            room.leave(firstInside());
        });
        assertPassed(MAX_SILENCE, after);
    }

    @Test
    void waitingWhereNobodyGoesIn_isKeptUntilMaxSilence() {
        long first = room.arrive();
        long since = room.tick;
        assertPassed(MAX_SILENCE, droppedAfter(first, since, limit(0)));
    }

    @Test
    void waitingAndPolling_isNeverDropped() {
        long first = room.arrive();
        for (int i = 0; i < 3_000; i++) {
            if (i % 40 == 0) {
                room.hear(first);
            }
            room.step(limit(0));
            assertTrue(room.lives(first));
        }
    }

    @Test
    void unclaimed_isDroppedAfterClaimHoweverOftenItPolls() {
        for (int i = 0; i < 20; i++) {
            room.step(limit(0));
        }
        long p = room.arrive();
        room.step(limit(0));
        room.step(limit(1));
        assertEquals(p, room.decision.serving());
        assertPassed(CLAIM, droppedAfter(p, room.tick, limit(1), tick -> room.hear(p)));
    }

    @Test
    void unclaimedWhoWalkedStraightIn_countsFromItsIssue() {
        for (int i = 0; i < 200; i++) {
            room.step(limit(5));
        }
        long since = room.tick;
        assertPassed(CLAIM, droppedAfter(room.arrive(), since, limit(5)));
    }

    @Test
    void claimed_isDroppedAfterSessionTimeout() {
        room.step(limit(5));
        long p = room.arrive();
        room.step(limit(5));
        room.claim(p);
        for (int i = 0; i < 150; i++) {
            room.step(limit(5));
            room.hear(p);
        }
        assertTrue(room.lives(p));
        assertPassed(SESSION, droppedAfter(p, room.tick, limit(5)));
    }

    @Test
    void claimed_isKeptForeverWhereSessionsHaveNoEnd() {
        long p = room.arrive();
        room.claim(p);
        for (int i = 0; i < 3_000; i++) {
            room.hear(p);
            room.step(limit(5));
        }
        assertTrue(room.lives(p));
    }

    @Test
    void claimed_isDroppedAfterMaxSessionHoweverAlive() {
        room.step(maxSession(300));
        long p = room.arrive();
        room.step(maxSession(300));
        room.claim(p);
        long since = room.tick;
        assertPassed(300, droppedAfter(p, since, maxSession(300), tick -> room.claim(p)));
    }

    @Test
    void claimedWhoseSignOfLifeIsNotYetKnown_isKept() {
        room.step(limit(5));
        long p = room.arriveUnheard();
        room.step(limit(5));
        room.claimUnheard(p);
        long since = room.tick;
        assertPassed(SESSION, droppedAfter(p, since, limit(5)));
    }

    @Test
    void neverHeard_isDroppedAfterTenTicks() {
        room.step(limit(0));
        long p = room.arriveUnheard();
        long since = room.tick;
        assertPassed(Deadlines.UNHEARD, droppedAfter(p, since, limit(0)));
    }

    @Test
    void neverHeardInside_isDroppedAfterTenTicks() {
        room.step(limit(9));
        long p = room.arriveUnheard();
        long since = room.tick;
        assertPassed(Deadlines.UNHEARD, droppedAfter(p, since, limit(9)));
    }

    @Test
    void expressNeverHeard_isDroppedAfterTenTicksAndNoEarlier() {
        room.step(limit(0));
        long p = room.arriveUnheard();
        room.express.add(p);
        long since = room.tick;
        assertPassed(Deadlines.UNHEARD, droppedAfter(p, since, limit(0)));
    }

    @Test
    void express_isDroppedAfterSessionTimeout() {
        room.step(limit(0));
        room.arrive(5);
        long p = room.arrive();
        room.express.add(p);
        long since = room.tick;
        assertPassed(SESSION, droppedAfter(p, since, limit(0), tick -> room.hear("north", Positions.range(1, 5))));
    }

    @Test
    void heardAtLast_isKeptThoughIssuedLongAgo() {
        room.step(limit(0));
        long p = room.arriveUnheard();
        for (int i = 0; i < 9; i++) {
            room.step(limit(0));
        }
        room.hear(p);
        long since = room.tick;
        assertPassed(MAX_SILENCE, droppedAfter(p, since, limit(0)));
    }

    @Test
    void waitClockThatStands_agesNobodyWhoWaits() {
        Terms paused = new Terms(new Inlet(Gate.SHUT, 0, 0), DEADLINES, false, true, 0, 8);
        long p = room.arrive();
        for (int i = 0; i < 100; i++) {
            room.step(limit(0));
        }
        for (int i = 0; i < 2_000; i++) {
            room.step(paused);
        }
        assertTrue(room.lives(p), "aged while the room was paused");
        assertPassed(MAX_SILENCE - 100, droppedAfter(p, room.tick, limit(0)));
    }

    @Test
    void insideClockThatStands_agesNobodyInside() {
        Terms out = new Terms(
                new Inlet(Gate.SHUT, 5, 0),
                new Deadlines(RETENTION, MAX_SILENCE, CLAIM, SESSION, 99),
                false,
                false,
                0,
                8);
        room.step(limit(5));
        long claimed = room.arrive();
        long unclaimed = room.arrive();
        room.step(limit(5));
        room.claim(claimed);
        for (int i = 0; i < 2_000; i++) {
            room.step(out);
        }
        assertTrue(room.lives(claimed), "aged while the room was paused");
        assertTrue(room.lives(unclaimed), "aged while the room was paused");
        long since = room.tick;
        assertPassed(CLAIM - 1, droppedAfter(unclaimed, since, limit(5)));
        assertPassed(SESSION, droppedAfter(claimed, since, limit(5)));
    }

    @Test
    void waitClockThatStands_leavesThoseInsideAlone() {
        Terms paused = new Terms(new Inlet(Gate.SHUT, 5, 0), DEADLINES, false, true, 0, 8);
        room.step(limit(5));
        long p = room.arrive();
        room.step(limit(5));
        room.claim(p);
        assertPassed(SESSION, droppedAfter(p, room.tick, paused));
    }

    @Test
    void incompleteMember_expiresNobody() {
        room.arrive(3);
        long unheard = room.arriveUnheard();
        room.step(limit(2));
        room.claim(1);
        long complete = room.tick;
        for (int i = 0; i < 2_000; i++) {
            assertTrue(room.step(limit(2), complete).expired().isEmpty());
        }
        room.hear(1);
        room.step(limit(2));
        assertTrue(room.lives(1), "heard by the member that told late");
        assertFalse(room.lives(2));
        assertFalse(room.lives(3));
        assertFalse(room.lives(unheard));
    }

    @Test
    void lostMember_restampsExactlyThoseLastHeardThere() {
        room.step(limit(0));
        long here = room.arriveUnheard();
        long there = room.arriveUnheard();
        long thereThenHere = room.arriveUnheard();
        long hereThenThere = room.arriveUnheard();
        room.hear("south", thereThenHere);
        room.hear("north", hereThenThere);
        for (int i = 0; i < 7; i++) {
            room.step(limit(0));
        }
        long heardAt = room.tick;
        room.hear("north", here);
        room.hear("south", there);
        room.hear("north", thereThenHere);
        room.hear("south", hereThenThere);
        for (int i = 0; i < 100; i++) {
            room.step(limit(0));
        }
        room.lose("south");
        long lostAt = room.tick;
        assertPassed(MAX_SILENCE, droppedAfter(here, heardAt, limit(0)));
        for (int i = 0; i < LATE; i++) {
            room.step(limit(0));
        }
        assertFalse(room.lives(thereThenHere));
        assertTrue(room.lives(hereThenThere));
        assertPassed(MAX_SILENCE, droppedAfter(there, lostAt, limit(0)));
        assertFalse(room.lives(hereThenThere));
    }

    @Test
    void missedTicks_costNobodyAPlace() {
        // This node's history has the first tick of a slice and not its last ones, in which the visitor was heard.
        while (Slices.lastTickOf(Slices.of(room.tick)) != room.tick) {
            room.step(limit(3));
        }
        room.step(limit(3));
        for (int i = 0; i < 4; i++) {
            room.stepUnrecorded(limit(0));
        }
        long p = room.arrive();
        room.leave(Positions.range(1, p - 1));
        long since = room.tick;
        long after = droppedAfter(p, since, limit(0));
        assertTrue(after >= MAX_SILENCE, () -> "dropped after " + after);
    }

    @Test
    void missedTicks_endNoSessionEarly() {
        while (Slices.lastTickOf(Slices.of(room.tick)) != room.tick) {
            room.step(maxSession(300));
        }
        long p = room.arrive();
        room.step(maxSession(300));
        for (int i = 0; i < 4; i++) {
            room.stepUnrecorded(maxSession(300));
        }
        room.claim(p);
        long since = room.tick;
        long after = droppedAfter(p, since, maxSession(300), tick -> room.hear(p));
        assertTrue(after >= 300, () -> "dropped after " + after);
    }

    @Test
    void longSession_endsThoughItLastsHours() {
        long hours = 4 * 3_600 + 11;
        room.step(maxSession(hours));
        long p = room.arrive();
        room.step(maxSession(hours));
        room.claim(p);
        long since = room.tick;
        long after = droppedAfter(p, since, maxSession(hours), tick -> room.hear(p));
        assertTrue(after >= hours, () -> "dropped after " + after + " ticks, before " + hours);
        assertTrue(after <= hours + hours / 50, () -> "dropped after " + after + " ticks, due at " + hours);
    }

    @Test
    void longSilence_endsThoughItLastsHours() {
        long hours = 2 * 3_600 + 5;
        Terms policy = limit(0, new Deadlines(RETENTION, hours, CLAIM, SESSION, 0));
        room.step(policy);
        long p = room.arrive();
        long since = room.tick;
        // Others come all the time, so that more slices hold somebody than are kept.
        while (room.tick < since + hours - 60) {
            room.arrive();
            room.passATick();
        }
        long after = droppedAfter(p, since, policy);
        assertTrue(after >= hours, () -> "dropped after " + after + " ticks, before " + hours);
        assertTrue(after <= hours + hours / 50, () -> "dropped after " + after + " ticks, due at " + hours);
    }
}
