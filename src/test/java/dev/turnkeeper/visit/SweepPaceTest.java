package dev.turnkeeper.visit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SweepPaceTest {

    private final SweepPace pace = new SweepPace();

    @Test
    void firstSweep_looks() {
        assertTrue(pace.begin(0));
    }

    @Test
    void nothingGone_isLookedAt_onlyNowAndThen() {
        pace.looked(1_000_000, 7, false);
        assertEquals(120, sweepsUntilDue(7));
    }

    @Test
    void aFewGone_areLookedForOnceAMinute() {
        pace.looked(1_000_000, 7, false);
        assertEquals(12, sweepsUntilDue(8));
    }

    @Test
    void manyGone_areLookedForAtOnce() {
        pace.looked(1_000_000, 7, false);
        assertFalse(pace.begin(50_000));
        assertTrue(pace.begin(50_008));
    }

    @Test
    void moreThanWereDroppedAtOnce_goOn() {
        pace.looked(1_000_000, 7, true);
        assertTrue(pace.begin(7));
    }

    @Test
    void stray_isLookedForWithinAMinute() {
        pace.looked(1_000_000, 7, false);
        pace.stray();
        assertEquals(12, sweepsUntilDue(7));
    }

    private int sweepsUntilDue(long gone) {
        int sweeps = 1;
        while (!pace.begin(gone)) {
            sweeps++;
        }
        return sweeps;
    }
}
