package dev.turnkeeper.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndsTest {

    private final Ends ends = new Ends();

    @Test
    void end_isToldUntilItIsForgotten() {
        ends.mark(100, End.COMPLETED, Positions.of(1));
        ends.forget(699, 600);
        assertEquals(Optional.of(End.COMPLETED), of(1));
        ends.forget(710, 600);
        assertEquals(Optional.empty(), of(1));
    }

    @Test
    void twoEndsOfOnePosition_theStrongerStands_whicheverCameFirst() {
        ends.mark(10, End.COMPLETED, Positions.of(1));
        ends.mark(11, End.CANCELLED, Positions.of(1, 2));
        ends.mark(12, End.COMPLETED, Positions.of(2));
        ends.mark(30, End.REVOKED, Positions.of(3));
        ends.mark(20, End.EXPIRED, Positions.of(3));
        assertEquals(Optional.of(End.COMPLETED), of(1));
        assertEquals(Optional.of(End.COMPLETED), of(2));
        assertEquals(Optional.of(End.REVOKED), of(3));
    }

    @Test
    void snapshot_doesNotChange() {
        ends.mark(10, End.CANCELLED, Positions.of(1));
        Ends.Snapshot before = ends.snapshot(10);
        ends.mark(10, End.COMPLETED, Positions.of(1));
        ends.mark(11, End.CANCELLED, Positions.of(2));
        ends.forget(10_000, 600);
        assertEquals(Optional.of(End.CANCELLED), before.of(1));
        assertEquals(Optional.empty(), before.of(2));
        assertEquals(Positions.of(1), before.since(0));
    }

    @Test
    void since_tellsWhatCameAfterwards_alsoWhatCameLate() {
        ends.mark(100, End.COMPLETED, Positions.of(1));
        ends.forget(200, 600);
        ends.mark(200, End.EXPIRED, Positions.of(2));
        // Of a member that was cut off.
        ends.mark(101, End.COMPLETED, Positions.of(3));
        assertEquals(Positions.of(1, 2, 3), ends.snapshot(200).since(0));
        assertEquals(Positions.of(2, 3), ends.snapshot(200).since(200));
        ends.forget(300, 600);
        ends.mark(300, End.REVOKED, Positions.of(2));
        assertEquals(Positions.of(), ends.snapshot(300).since(300), "it was known to have ended");
    }

    @Test
    void since_goesBackALittle_becauseOtherNodesLearnLater() {
        ends.mark(100, End.COMPLETED, Positions.of(1));
        assertEquals(Positions.of(1), ends.snapshot(105).since(105));
    }

    @Test
    void passes_mayLiveForTwoSessionTimeouts_soLongAnEndIsKept() {
        assertEquals(600, Ends.kept(new Deadlines(300, 1800, 120, 150, 0)));
        assertEquals(7_200, Ends.kept(new Deadlines(300, 1800, 120, 3_600, 0)));
    }

    private Optional<End> of(long position) {
        return ends.snapshot(0).of(position);
    }
}
