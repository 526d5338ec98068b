package dev.turnkeeper.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.queue.Inlet.Advance;
import dev.turnkeeper.queue.Inlet.Gate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class InletProperty {

    @Property(tries = 1_500)
    void capacity_reachesTheLargestServingThatFits(@ForAll long seed) {
        Dice dice = new Dice(seed);
        NaiveQueue naive = NaiveQueue.any(dice);
        long limit = dice.between(0, 60);
        long elsewhere = dice.chance(30) ? dice.between(0, 10) : 0;
        Advance step = new Inlet(Gate.OPEN, limit, 0).advance(naive.view(), elsewhere, 0, 0);
        assertEquals(largestThatFits(naive, limit - elsewhere), step.serving());
    }

    /** Tries every serving from where it stands. */
    private static long largestThatFits(NaiveQueue queue, long limit) {
        NaiveQueue tried = queue;
        long before = queue.serving;
        long largest = before;
        for (long s = before; s <= before + 600; s++) {
            tried.serving = s;
            if (tried.committed() <= limit) {
                largest = s;
            }
        }
        tried.serving = before;
        return largest;
    }

    @Property(tries = 1_500)
    void advance_neverGoesBackNorOverTheLimitNorOverTheRate(
            @ForAll long seed, @ForAll Gate gate, @ForAll @IntRange(max = 200) int perMinute) {
        Dice dice = new Dice(seed);
        NaiveQueue naive = NaiveQueue.any(dice);
        QueueView view = naive.view();
        long limit = dice.between(0, 60);
        long increment = dice.chance(30) ? dice.between(0, 20) : 0;
        long allowance = perMinute == 0 ? 0 : dice.between(0, Math.max(0, perMinute - view.headroom())) * Inlet.SHARES;
        Advance step = new Inlet(gate, limit, perMinute).advance(view, 0, increment, allowance);

        assertTrue(step.serving() >= view.serving(), "serving went back");
        if (gate == Gate.FREE) {
            return;
        }
        long letIn = Math.min(increment, naive.waiting());
        long in = naive.admittedBetween(step.serving());
        assertTrue(in >= letIn, "an increment was lost");
        long before = naive.committed();
        if (in > letIn) {
            assertTrue(before + in <= limit, () -> "over the limit of " + limit + ": " + (before + in));
            assertTrue(gate != Gate.SHUT, "let in at a shut gate");
        }
        if (perMinute > 0) {
            assertTrue(
                    (in - letIn) * Inlet.SHARES <= allowance + perMinute,
                    () -> "let " + in + " in, " + letIn + " by increment, with an allowance of " + allowance);
            assertTrue(step.allowance() >= 0);
        }
        long headroomBefore = view.headroom();
        naive.serving = step.serving();
        if (gate == Gate.DRAIN || gate == Gate.SHUT) {
            assertEquals(headroomBefore, naive.headroom(), "headroom at a closing gate");
        }
        if (perMinute > 0 && headroomBefore <= perMinute) {
            assertTrue(naive.headroom() * Inlet.SHARES + step.allowance() <= perMinute * Inlet.SHARES);
        }
        if (gate == Gate.OPEN && perMinute == 0 && naive.waiting() > 0) {
            assertTrue(before + in >= limit, "somebody waits though there is room");
        }
    }

    /** A room whose visitors stay, so that everybody who enters is counted by serving. */
    @Property(tries = 60)
    void rate_isNeverTwiceOverInAnyMinute(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int perMinute) {
        Dice dice = new Dice(seed);
        Inlet inlet = new Inlet(Gate.OPEN, 10_000_000, perMinute);
        int ticks = 900;
        long[] entered = new long[ticks + 1];
        long issued = 0;
        long serving = 0;
        long allowance = 0;
        int busy = 0;
        for (int tick = 1; tick <= ticks; tick++) {
            busy = busy == 0 && dice.chance(2) ? (int) dice.between(10, 200) : Math.max(0, busy - 1);
            issued += busy > 0 ? dice.between(0, 20) : dice.chance(5) ? 1 : 0;
            QueueView view = new QueueView(issued, serving, new Positions(), new Positions());
            Advance step = inlet.advance(view, 0, 0, allowance);
            serving = step.serving();
            allowance = step.allowance();
            entered[tick] = Math.min(issued, serving);
            long held = Math.max(0, serving - issued) * Inlet.SHARES + allowance;
            assertTrue(held <= (long) perMinute * Inlet.SHARES, "more than a minute's worth has piled up: " + held);
        }
        for (int from = 0; from + 60 <= ticks; from++) {
            long inAMinute = entered[from + 60] - entered[from];
            assertTrue(inAMinute <= 2L * perMinute, "at tick " + from + ": " + inAMinute + " within 60 ticks");
        }
    }

    @Property(tries = 60)
    void rate_neitherGainsNorLosesWhereManyWait(
            @ForAll @IntRange(min = 1, max = 100_000) int perMinute,
            @ForAll @IntRange(min = 1, max = 3_000) int ticks) {
        Inlet inlet = new Inlet(Gate.OPEN, Positions.MAX, perMinute);
        long serving = 0;
        long allowance = 0;
        for (int tick = 0; tick < ticks; tick++) {
            QueueView view = new QueueView(1_000_000_000, serving, new Positions(), new Positions());
            Advance step = inlet.advance(view, 0, 0, allowance);
            serving = step.serving();
            allowance = step.allowance();
        }
        assertEquals((long) perMinute * ticks / 60, serving);
        assertEquals((long) perMinute * ticks % 60, allowance);
    }

    @Property(tries = 60)
    void rate_givesAnIdleRoomOneMinutesWorthAndNoMore(
            @ForAll @IntRange(min = 1, max = 1_000) int perMinute, @ForAll @IntRange(min = 60, max = 400) int idle) {
        Inlet inlet = new Inlet(Gate.OPEN, 10_000_000, perMinute);
        long serving = 31;
        long allowance = 0;
        for (int tick = 0; tick < idle; tick++) {
            QueueView view = new QueueView(31, serving, new Positions(), new Positions());
            Advance step = inlet.advance(view, 0, 0, allowance);
            serving = step.serving();
            allowance = step.allowance();
        }
        assertEquals(31 + perMinute, serving);
        assertEquals(0, allowance);
    }
}
