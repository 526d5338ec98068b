package dev.turnkeeper.visit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.room.FailureMode;
import dev.turnkeeper.room.Identity;
import dev.turnkeeper.room.Policy;
import dev.turnkeeper.room.TracerRefusal;
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

    @Test
    void busyNode_isAskedLessOften_butStillInTime() {
        assertEquals(30, PollPause.seconds(POLICY, 600, 600, 2, VISITOR));
        assertEquals(40, PollPause.seconds(POLICY, 600, 600, 4, VISITOR));
        assertEquals(15, PollPause.seconds(POLICY, 600, 600, 0.1, VISITOR));
    }

    @Test
    void unknownOutflow_isSoonAtTheFront_andLaterBehind() {
        assertEquals(2, PollPause.seconds(POLICY, 20, 0, 1, VISITOR));
        assertEquals(10, PollPause.seconds(POLICY, 21, 0, 1, VISITOR));
    }

    @Test
    void page_nearTheFront_comesWithinOneToTwoSeconds_anotherTimeEachPoll() {
        long different = LongStream.range(0, 1_000)
                .map(dice -> PollPause.millis(POLICY, 1, 600, 1, dice * 7_919))
                .peek(millis -> assertTrue(millis >= 1_000 && millis <= 2_000, () -> "pause of " + millis))
                .distinct()
                .count();
        assertTrue(different > 300, () -> "only " + different + " different pauses");
    }

    @Test
    void page_farBack_comesAtLeastOnceAMinute_orEarlierWhereSilenceCosts() {
        Policy patient = new Policy(
                10, 0, 900, 0, 900, 1_800, 900, FailureMode.HOLD, TracerRefusal.WAIT, Identity.LOGIN_ID_OR_IP, 0);
        for (long dice = -100_000; dice < 100_000; dice += 77) {
            int ofPatient = PollPause.millis(patient, 1_000_000, 1, 1, dice);
            assertTrue(ofPatient >= 40_000 && ofPatient <= 60_000, () -> "pause of " + ofPatient);
            int ofStrict = PollPause.millis(POLICY, 1_000_000, 1, 4, dice);
            assertTrue(ofStrict >= 26_000 && ofStrict <= 40_000, () -> "pause of " + ofStrict);
            int inside = PollPause.millis(POLICY, 0, 600, 4, dice);
            assertTrue(inside >= 26_000 && inside <= 40_000, () -> "pause of " + inside);
        }
    }
}
