package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.turnkeeper.state.OneMap;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GridClockTest {

    private static final Instant NOW = Instant.parse("2026-12-01T09:59:59Z");

    private final OneMap told = new OneMap();
    private long nanos = -7;

    @Test
    void alone_itIsOnesOwn() {
        GridClock clock = node(0);
        assertEquals(NOW, clock.instant());
        clock.tell("a");
        assertEquals(NOW, clock.instant());
    }

    @Test
    void ofThree_itIsTheMiddleOne_howeverFarOneIsOff() {
        GridClock right = node(0);
        GridClock slow = node(-700);
        GridClock wrong = node(3_600_000);
        right.tell("a");
        slow.tell("b");
        wrong.tell("c");
        assertEquals(NOW, right.instant());
        assertEquals(NOW, slow.instant());
        assertEquals(NOW, wrong.instant());
        assertEquals(-3_600_000, wrong.aheadMillis());
    }

    @Test
    void ofTwo_itIsTheEarlierOne() {
        GridClock right = node(0);
        GridClock ahead = node(5_000);
        right.tell("a");
        ahead.tell("b");
        assertEquals(NOW, right.instant());
        assertEquals(NOW, ahead.instant());
    }

    @Test
    void who_isSilentCountsNoMore() {
        GridClock ahead = node(5_000);
        node(0).tell("a");
        ahead.tell("b");
        assertEquals(NOW, ahead.instant());
        nanos += GridClock.SILENT_NANOS + 1;
        assertEquals(NOW.plusMillis(5_000), ahead.instant());
    }

    @Test
    void ownWord_comingBack_isNoOtherNode() {
        GridClock ahead = node(5_000);
        GridClock right = node(0);
        ahead.tell("b");
        ahead.tell("b");
        right.tell("a");
        assertEquals(NOW, ahead.instant());
        assertEquals(NOW, right.instant());
    }

    private GridClock node(long aheadMillis) {
        return GridClock.of(told, () -> NOW.plusMillis(aheadMillis), () -> nanos);
    }
}
