package dev.turnkeeper.visit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.room.Policy;
import dev.turnkeeper.ticket.VisitorKey;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PollPauseTest {

    private static final Policy POLICY = Policy.ofLimit(10);
    private static final VisitorKey VISITOR = new VisitorKey(1, 0);

    @Test
    void inside_isAThirdOfTheShortestDeadline() {
        assertEquals(40, PollPause.seconds(POLICY, 0, 600, 1, VISITOR));
    }

    @Test
    void nearTheFront_isSoon() {
        assertEquals(2, PollPause.seconds(POLICY, 1, 600, 1, VISITOR));
    }

    @Test
    void farBack_isNeverLongerThanAThirdOfTheShortestDeadline() {
        assertEquals(40, PollPause.seconds(POLICY, 1_000_000, 1, 1, VISITOR));
    }

    @Test
    void betweenThem_isAQuarterOfTheExpectedWait() {
        assertEquals(15, PollPause.seconds(POLICY, 600, 600, 1, VISITOR));
    }

    @Test
    void crowd_isSpread() {
        long different = LongStream.range(0, 1_000)
                .map(key -> PollPause.seconds(POLICY, 1_000_000, 1, 1, new VisitorKey(1, key)))
                .peek(seconds -> assertTrue(seconds >= 32 && seconds <= 40, () -> "pause of " + seconds))
                .distinct()
                .count();
        assertEquals(9, different);
    }
}
