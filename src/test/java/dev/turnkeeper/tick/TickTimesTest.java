package dev.turnkeeper.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TickTimesTest {

    private final TickTimes times = new TickTimes();

    @Test
    void tick_wasSeenWhenItWasSeen() {
        times.saw(7, -50);
        times.saw(8, -40);
        times.saw(9, -25);
        assertEquals(-50, times.seenAt(7));
        assertEquals(-40, times.seenAt(8));
        assertEquals(-25, times.seenAt(9));
    }

    @Test
    void missedTicks_countAsSeenWithTheOneBefore() {
        times.saw(7, 100);
        times.saw(10, 900);
        assertEquals(100, times.seenAt(9));
        times.saw(1_000, 5_000);
        assertEquals(900, times.seenAt(999));
    }

    @Test
    void tickOfLongAgo_isAtLeastAsOldAsTheOldestKept() {
        for (int tick = 1; tick <= 40; tick++) {
            times.saw(tick, tick * 10);
        }
        assertEquals(250, times.seenAt(3));
        assertEquals(250, times.seenAt(25));
        assertEquals(260, times.seenAt(26));
    }

    @Test
    void tickNotSeenYet_isAsYoungAsTheLatest() {
        times.saw(3, 30);
        assertEquals(30, times.seenAt(4));
    }
}
