package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PaceTest {

    private final Pace pace = new Pace();

    @Test
    void growingRate_isNotSteady() {
        for (double rate = 100; rate < 10_000; rate *= 1.2) {
            measured(rate);
            assertFalse(pace.isSteady(), "at " + rate);
        }
    }

    @Test
    void rate_isSteadyAfterThreeMeasuresWithoutAGain() {
        measured(100, 500, 530, 520);
        assertFalse(pace.isSteady());
        measured(540);
        assertTrue(pace.isSteady());
    }

    @Test
    void slowCreep_isSeenAsAGain() {
        measured(500, 530, 540, 560);
        assertFalse(pace.isSteady(), "560 is a tenth more than 500");
    }

    @Test
    void dip_isNoEnd() {
        measured(100, 500, 200, 300, 900);
        assertFalse(pace.isSteady());
    }

    @Test
    void nothingDone_isSteadyInTheEnd() {
        measured(0, 0, 0);
        assertTrue(pace.isSteady());
    }

    private void measured(double... rates) {
        for (double rate : rates) {
            pace.measured(rate);
        }
    }
}
