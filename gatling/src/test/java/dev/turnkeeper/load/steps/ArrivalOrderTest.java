package dev.turnkeeper.load.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArrivalOrderTest {

    private static final long HOUR = 3_600_000;

    @Test
    void whoCameFirstIsBoundByWhatALaterOneWasTold() {
        ArrivalOrder order = new ArrivalOrder(HOUR, 0);
        order.told(2_000, 1_500, 7);
        assertEquals(6, order.bound(2_000, 1_000));
    }

    @Test
    void whoCameFirstIsInsideOnceALaterOneIs() {
        ArrivalOrder order = new ArrivalOrder(HOUR, 0);
        order.told(2_000, 1_500, 0);
        assertEquals(0, order.bound(2_000, 1_000));
    }

    @Test
    void whoCameLaterIsNotBound() {
        ArrivalOrder order = new ArrivalOrder(HOUR, 0);
        order.told(2_000, 1_500, 7);
        assertEquals(Integer.MAX_VALUE, order.bound(2_000, 1_500));
    }

    @Test
    void withinTheSlackNothingIsCompared() {
        ArrivalOrder order = new ArrivalOrder(HOUR, 2_000);
        order.told(10_000, 5_000, 7);
        assertEquals(Integer.MAX_VALUE, order.bound(11_999, 1_000), "told a moment ago");
        assertEquals(Integer.MAX_VALUE, order.bound(12_000, 3_500), "came a moment later");
        assertEquals(6, order.bound(12_000, 1_000));
    }

    @Test
    void agreesWithLookingAtEverybody() {
        Random dice = new Random(7);
        ArrivalOrder order = new ArrivalOrder(HOUR, 0);
        List<long[]> all = new ArrayList<>();
        for (int call = 0; call < 2_000; call++) {
            long now = call * 10L;
            long asked = dice.nextInt(call + 1) * 10L;
            int rank = dice.nextInt(1_000_000);
            order.told(now, asked, rank);
            all.add(new long[] {asked, rank});
            long placed = dice.nextInt(call + 1) * 10L;
            long naive = all.stream()
                    .filter(told -> told[0] > placed)
                    .mapToLong(told -> Math.max(0, told[1] - 1))
                    .min()
                    .orElse(Integer.MAX_VALUE);
            assertEquals(naive, order.bound(now, placed));
        }
    }
}
