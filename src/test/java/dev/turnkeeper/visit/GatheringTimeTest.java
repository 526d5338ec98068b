package dev.turnkeeper.visit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GatheringTimeTest {

    private final GatheringTime time = new GatheringTime();

    @Test
    void fastCalls_areWorthTheShortestWait() {
        assertEquals(GatheringTime.SHORTEST_NANOS, time.nanos());
        calls(100, 20_000);
        assertEquals(GatheringTime.SHORTEST_NANOS, time.nanos());
    }

    @Test
    void slowCalls_areSharedByMore() {
        calls(100, 3_000_000);
        assertEquals(6_000_000, time.nanos(), 100);
        calls(100, 200_000_000);
        assertEquals(GatheringTime.LONGEST_NANOS, time.nanos());
    }

    @Test
    void oneSlowCall_countsForLittle_andIsForgotten() {
        calls(100, 1_000_000);
        calls(1, 9_000_000);
        assertTrue(time.nanos() < 5_000_000, () -> time.nanos() + " ns");
        calls(100, 100_000);
        assertEquals(GatheringTime.SHORTEST_NANOS, time.nanos());
    }

    private void calls(int count, long nanos) {
        for (int i = 0; i < count; i++) {
            time.took(nanos);
        }
    }
}
