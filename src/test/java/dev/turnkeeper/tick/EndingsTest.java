package dev.turnkeeper.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.turnkeeper.queue.End;
import dev.turnkeeper.queue.Positions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndingsTest {

    private final Endings endings = new Endings();

    @Test
    void end_isKnownAtOnce_takenUpOnce_andLeftToOthersOncePublished() {
        endings.end(1, End.COMPLETED);
        endings.end(1, End.CANCELLED);
        assertEquals(Optional.of(End.COMPLETED), endings.of(1));
        assertEquals(Map.of(End.COMPLETED, Positions.of(1)), endings.takeUp(10, 9));
        assertEquals(Map.of(), endings.takeUp(11, 10));
        assertEquals(Optional.of(End.COMPLETED), endings.of(1));
        endings.end(2, End.REVOKED);
        endings.published();
        assertEquals(Optional.empty(), endings.of(1));
        assertEquals(Optional.of(End.REVOKED), endings.of(2), "not taken up yet");
        assertEquals(Map.of(End.REVOKED, Positions.of(2)), endings.takeUp(12, 11));
    }

    @Test
    void left_endsAfterTheGrace() {
        endings.leave(1);
        assertEquals(Map.of(), endings.takeUp(10, 9));
        endings.leave(1);
        assertEquals(Map.of(), endings.takeUp(40, 39));
        assertEquals(Map.of(End.CANCELLED, Positions.of(1)), endings.takeUp(41, 40));
        assertEquals(Map.of(), endings.takeUp(80, 79));
    }

    @Test
    void left_isNotEnded_whileAnotherMemberMayHaveHeardOfIt() {
        endings.leave(1);
        endings.takeUp(10, 9);
        assertEquals(Map.of(), endings.takeUp(100, 12), "cut off meanwhile, or a message is missing");
        endings.heardElsewhere(50, Positions.of(1));
        assertEquals(Map.of(), endings.takeUp(101, 100));
    }

    @Test
    void left_andHeard_stays() {
        endings.leave(1);
        endings.heard(1);
        assertEquals(Map.of(), endings.takeUp(10, 9));
        endings.leave(1);
        assertEquals(Map.of(), endings.takeUp(11, 10));
        endings.heard(1);
        assertEquals(Map.of(), endings.takeUp(100, 99));
    }

    @Test
    void left_andHeardElsewhereBefore_endsAllTheSame() {
        endings.leave(1);
        endings.takeUp(10, 9);
        endings.heardElsewhere(9, Positions.of(1));
        assertEquals(Map.of(End.CANCELLED, Positions.of(1)), endings.takeUp(60, 50));
    }
}
