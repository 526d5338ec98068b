package dev.turnkeeper.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.queue.Inlet.Advance;
import dev.turnkeeper.queue.Inlet.Gate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InletTest {

    private static QueueView view(long issued, long serving) {
        return new QueueView(issued, serving, new Positions(), new Positions());
    }

    private static long serving(Inlet inlet, QueueView view) {
        return inlet.advance(view, 0, 0, 0).serving();
    }

    private static Inlet limit(long limit) {
        return new Inlet(Gate.OPEN, limit, 0);
    }

    private static Inlet rate(long perMinute) {
        return new Inlet(Gate.OPEN, 10_000_000, perMinute);
    }

    @Test
    void raising_letsExactlyTheDifferenceIn() {
        QueueView full = view(5_000, 1_003);
        assertEquals(0, full.admittedBetween(serving(limit(1_003), full)));
        assertEquals(47, full.admittedBetween(serving(limit(1_050), full)));
    }

    @Test
    void raising_countsThoseWhoLeftInBetween() {
        QueueView full = new QueueView(100, 20, Positions.of(3, 22, 23, 30), new Positions());
        assertEquals(26, serving(limit(23), full), "19 are inside; 21, 24, 25 and 26 follow");
    }

    @Test
    void lowering_throwsNobodyOutAndLetsNobodyIn() {
        assertEquals(100, serving(limit(7), view(400, 100)));
        assertEquals(100, serving(limit(7), view(60, 100)));
    }

    @Test
    void limitOfZero_letsNobodyIn() {
        assertEquals(0, serving(limit(0), view(9, 0)));
        assertEquals(0, serving(limit(0), view(0, 0)));
    }

    @Test
    void hugeLimit_isReachedAtOnce() {
        assertEquals(10_000_000, serving(limit(10_000_000), view(12_345_678, 17)));
        assertEquals(10_000_000, serving(limit(10_000_000), view(0, 0)));
    }

    @Test
    void endlessLimit_endsAtTheLastPosition() {
        assertEquals(Positions.MAX, serving(limit(Long.MAX_VALUE), view(5, 3)));
        assertEquals(Positions.MAX, serving(limit(Long.MAX_VALUE), view(Positions.MAX, Positions.MAX)));
    }

    @Test
    void insideElsewhere_takesFromTheLimit() {
        assertEquals(
                40, new Inlet(Gate.OPEN, 100, 0).advance(view(500, 0), 60, 0, 0).serving());
        assertEquals(
                0, new Inlet(Gate.OPEN, 100, 0).advance(view(500, 0), 100, 0, 0).serving());
        assertEquals(
                0,
                new Inlet(Gate.OPEN, 100, 0).advance(view(500, 0), 7_000, 0, 0).serving());
    }

    @Test
    void express_isCountedInsideSoThatServingWaits() {
        QueueView view = new QueueView(50, 10, new Positions(), Positions.of(20, 30, 40));
        assertEquals(10, serving(limit(13), view));
        assertEquals(11, serving(limit(14), view));
    }

    @Test
    void express_isPassedWithoutACharge() {
        QueueView view = new QueueView(50, 10, new Positions(), Positions.of(11, 12));
        assertEquals(13, serving(limit(13), view), "11 and 12 were inside already");
    }

    @Test
    void rate_letsOneSecondsShareInAtATick() {
        Advance first = rate(120).advance(view(500, 0), 0, 0, 0);
        assertEquals(new Advance(2, 0), first);
    }

    @Test
    void rate_keepsWhatIsLessThanOneVisitor() {
        Inlet sevenAMinute = rate(7);
        long serving = 0;
        long allowance = 0;
        for (int tick = 0; tick < 60; tick++) {
            Advance step = sevenAMinute.advance(view(500, serving), 0, 0, allowance);
            serving = step.serving();
            allowance = step.allowance();
        }
        assertEquals(7, serving);
        assertEquals(0, allowance);
    }

    @Test
    void rate_isNotPaidForThoseWhoAreGone() {
        QueueView view = new QueueView(500, 0, Positions.range(1, 300), new Positions());
        assertEquals(302, serving(rate(120), view));
    }

    @Test
    void rate_paysNoMoreThanTheLimitLeaves() {
        Advance step = new Inlet(Gate.OPEN, 5, 600).advance(view(500, 0), 0, 0, 0);
        assertEquals(new Advance(5, 5 * Inlet.SHARES), step, "ten were earned, five spent");
    }

    @Test
    void rateLowered_forgetsWhatIsMoreThanAMinutesWorth() {
        Advance step = rate(6).advance(view(0, 0), 0, 0, 600 * Inlet.SHARES);
        assertEquals(new Advance(6, 0), step, "a minute's worth, and it stands as headroom");
    }

    @Test
    void rateTakenAway_leavesTheLimitAlone() {
        assertEquals(new Advance(30, 0), limit(30).advance(view(500, 0), 0, 0, 999));
    }

    @Test
    void increment_letsThatManyInWhateverTheLimit() {
        assertEquals(105, limit(100).advance(view(500, 100), 0, 5, 0).serving());
        assertEquals(105, limit(0).advance(view(500, 100), 0, 5, 0).serving());
        assertEquals(105, rate(1).advance(view(500, 100), 0, 5, 0).serving());
    }

    @Test
    void increment_comesOnTopOfTheRate() {
        assertEquals(107, rate(120).advance(view(500, 100), 0, 5, 0).serving());
    }

    @Test
    void increment_countsAgainstTheLimit() {
        assertEquals(100, limit(100).advance(view(500, 90), 0, 5, 0).serving());
        assertEquals(103, limit(100).advance(view(500, 97), 0, 6, 0).serving());
    }

    @Test
    void increment_leavesNoHeadroomBehind() {
        assertEquals(103, limit(100).advance(view(103, 100), 0, 50, 0).serving());
        assertEquals(100, limit(100).advance(view(80, 100), 0, 50, 0).serving());
    }

    @ParameterizedTest
    @EnumSource(names = {"SHUT", "DRAIN"})
    void increment_worksOnAClosedGate(Gate gate) {
        assertEquals(
                105, new Inlet(gate, 100, 0).advance(view(500, 100), 0, 5, 0).serving());
    }

    @Test
    void drain_reachesThoseWhoWaitAndNoFurther() {
        assertEquals(100, serving(new Inlet(Gate.DRAIN, 1_000, 0), view(100, 40)));
        assertEquals(70, serving(new Inlet(Gate.DRAIN, 70, 0), view(100, 40)));
        assertEquals(41, serving(new Inlet(Gate.DRAIN, 70, 60), view(100, 40)));
        assertEquals(40, serving(new Inlet(Gate.DRAIN, 1_000, 0), view(40, 40)));
    }

    @Test
    void drain_keepsTheRateItDidNotSpend() {
        Advance step = new Inlet(Gate.DRAIN, 1_000, 600).advance(view(43, 40), 0, 0, 0);
        assertEquals(new Advance(43, 7 * Inlet.SHARES), step);
    }

    @Test
    void shut_stands() {
        assertEquals(40, serving(new Inlet(Gate.SHUT, 1_000, 0), view(100, 40)));
        assertEquals(40, serving(new Inlet(Gate.SHUT, 1_000, 600), view(100, 40)));
        assertEquals(40, serving(new Inlet(Gate.SHUT, 1_000, 0), view(10, 40)));
    }

    @Test
    void shut_earnsNothing() {
        assertEquals(
                77,
                new Inlet(Gate.SHUT, 1_000, 600)
                        .advance(view(100, 40), 0, 0, 77)
                        .allowance());
    }

    @Test
    void free_followsAndRunsAhead() {
        Inlet free = new Inlet(Gate.FREE, 0, 1);
        assertEquals(500 + Inlet.FREE_HEADROOM, serving(free, view(500, 40)));
        assertEquals(90_000, serving(free, view(500, 90_000)), "never back");
        assertEquals(Positions.MAX, serving(free, view(Positions.MAX - 5, 40)));
    }

    @Test
    void mustBurn_whenTheLimitFallsBelowWhatHeadroomPromises() {
        assertFalse(limit(100).mustBurn(view(60, 100), 0));
        assertTrue(limit(99).mustBurn(view(60, 100), 0));
        assertTrue(limit(100).mustBurn(view(60, 100), 1));
        assertTrue(limit(0).mustBurn(view(0, 1), 0));
    }

    @Test
    void mustBurn_whenTheRateFallsBelowTheHeadroom() {
        assertFalse(new Inlet(Gate.OPEN, 100, 40).mustBurn(view(60, 100), 0));
        assertTrue(new Inlet(Gate.OPEN, 100, 39).mustBurn(view(60, 100), 0));
        assertFalse(new Inlet(Gate.OPEN, 100, 0).mustBurn(view(60, 100), 0));
    }

    @Test
    void mustBurn_whenExpressTakesWhatHeadroomPromised() {
        QueueView view = new QueueView(60, 100, new Positions(), Positions.of(105));
        assertTrue(limit(100).mustBurn(view, 0));
        assertFalse(limit(101).mustBurn(view, 0));
    }

    @ParameterizedTest
    @EnumSource(names = {"SHUT", "DRAIN"})
    void mustBurn_wheneverTheGateIsClosedAndThereIsHeadroom(Gate gate) {
        assertTrue(new Inlet(gate, 1_000, 0).mustBurn(view(60, 61), 0));
        assertFalse(new Inlet(gate, 1_000, 0).mustBurn(view(60, 60), 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 59, 10_000_000})
    void mustBurn_neverWithoutHeadroomNorWhereNothingIsControlled(long limit) {
        assertFalse(limit(limit).mustBurn(view(600, 100), 5));
        assertFalse(limit(limit).mustBurn(view(100, 100), 5));
        assertFalse(new Inlet(Gate.FREE, limit, 1).mustBurn(view(60, 10_060), 0));
    }
}
