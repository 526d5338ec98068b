package dev.turnkeeper.stream;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** When all who are told of one thing are looked at. */
class CrowdTest {

    private static final long SECOND = 1_000_000_000L;

    private final Crowd crowd = new Crowd();

    @Test
    void crowd_isLookedAt_whereThereIsAnotherVersion_elseOnceASecond() {
        // A monotonic clock may well be below zero.
        long now = -5 * SECOND;
        assertTrue(crowd.isDue(0, now), "at first");
        assertFalse(crowd.isDue(0, now + SECOND - 1));
        assertTrue(crowd.isDue(0, now + SECOND));
        assertFalse(crowd.isDue(0, now + SECOND + 1));
        assertTrue(crowd.isDue(7, now + SECOND + 2));
        assertFalse(crowd.isDue(7, now + 2 * SECOND + 1));
        assertTrue(crowd.isDue(0, now + 2 * SECOND + 1), "an older one, too");
    }
}
