package dev.turnkeeper.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HistoryWaitedTest {

    private final History history = new History();

    private void record(long tick, long issued, long waitClock) {
        history.record(new History.Entry(tick, 0, issued, 0, waitClock, waitClock));
    }

    @Test
    void waited_isSinceThePositionWasOut() {
        record(9, 10, 9);
        record(14, 20, 14);
        record(59, 90, 59);
        assertEquals(50, history.waited(11, 59));
        assertEquals(45, history.waited(21, 59));
    }

    @Test
    void waited_leavesOutWhatTheWaitClockStood() {
        record(9, 10, 9);
        record(59, 20, 19);
        assertEquals(10, history.waited(11, 59));
    }

    @Test
    void waited_ofOneWhoWasThereFirst_isWhatIsKnown() {
        record(9, 10, 9);
        record(29, 10, 29);
        assertEquals(20, history.waited(3, 29));
    }

    @Test
    void waited_ofNobody_isNothing() {
        assertEquals(0, history.waited(1, 5));
        record(9, 10, 9);
        assertEquals(0, history.waited(11, 9));
    }
}
