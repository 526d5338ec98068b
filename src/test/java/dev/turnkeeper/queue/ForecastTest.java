package dev.turnkeeper.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private final History history = new History();
    private long tick = 1_000;
    private long clock = 1_000;
    private long serving = 100;
    private long admitted = 100;

    @Test
    void nothingSeen_isUnknown() {
        assertEquals(Optional.empty(), of(1));
        assertEquals(Optional.empty(), Forecast.UNKNOWN.of(1));
    }

    @Test
    void nobodyLetIn_isUnknown() {
        pass(300, 0);
        assertEquals(Optional.empty(), of(1));
    }

    @Test
    void nobodyWaits_isUnknown() {
        pass(300, 2);
        assertEquals(Optional.empty(), Forecast.of(history, false).of(1));
    }

    @Test
    void evenStream_isToldToWithinAFewPercent() {
        pass(300, 2);
        Forecast.Range range = of(1_000).orElseThrow();
        assertTrue(range.low() >= 440 && range.low() <= 500, range::toString);
        assertTrue(range.high() >= 500 && range.high() <= 560, range::toString);
    }

    @Test
    void front_isSoon() {
        pass(300, 2);
        Forecast.Range range = of(1).orElseThrow();
        assertTrue(range.low() == 0 && range.high() <= 2, range::toString);
    }

    @Test
    void laterRank_isNeverSooner() {
        pass(300, 3);
        long low = 0;
        long high = 0;
        for (long rank = 1; rank < 100_000; rank += 97) {
            Forecast.Range range = of(rank).orElseThrow();
            assertTrue(range.low() <= range.high() && range.low() >= low && range.high() >= high);
            low = range.low();
            high = range.high();
        }
    }

    @Test
    void daysOfWaiting_areNotTold() {
        pass(300, 1);
        assertEquals(Optional.empty(), of(1_000_000));
    }

    @Test
    void timeInWhichNobodyWaited_doesNotCount() {
        for (int i = 0; i < 3_600; i++) {
            tick++;
            clock++;
            history.record(new History.Entry(tick, serving, serving, admitted, clock, clock));
        }
        pass(300, 2);
        Forecast.Range range = of(1_000).orElseThrow();
        assertTrue(range.high() <= 560, range::toString);
    }

    @Test
    void pause_doesNotCount() {
        pass(200, 2);
        for (int i = 0; i < 100; i++) {
            tick++;
            history.record(new History.Entry(tick, serving, serving + 10_000, admitted, clock, clock));
        }
        pass(100, 2);
        Forecast.Range range = of(1_000).orElseThrow();
        assertTrue(range.low() >= 400 && range.high() <= 600, range::toString);
    }

    @Test
    void changedRate_isLearned() {
        pass(1_200, 2);
        pass(300, 6);
        Forecast.Range range = of(600).orElseThrow();
        assertTrue(range.low() >= 80 && range.high() <= 125, range::toString);
    }

    @Test
    void whoGoesAwayByThemselves_makeItSooner() {
        pass(600, 2);
        Forecast.Range patient = of(1_000).orElseThrow();
        // A third of those whose turn comes have gone; whose turn comes now came ten minutes ago.
        for (int i = 0; i < 600; i++) {
            serving += 1;
            pass(1, 2);
        }
        Forecast.Range leaving = of(1_000).orElseThrow();
        assertTrue(leaving.high() < patient.low(), () -> leaving + " after " + patient);
    }

    private void pass(int ticks, int letIn) {
        for (int i = 0; i < ticks; i++) {
            tick++;
            clock++;
            serving += letIn;
            admitted += letIn;
            history.record(new History.Entry(tick, serving, serving + 1_000, admitted, clock, clock));
        }
    }

    private Optional<Forecast.Range> of(long rank) {
        return Forecast.of(history, true).of(rank);
    }
}
