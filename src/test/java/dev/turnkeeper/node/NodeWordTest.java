package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.turnkeeper.grid.Seat;
import dev.turnkeeper.operator.GridSight.NodeState;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeWordTest {

    private static final NodeWord WORD = new NodeWord("a", NodeState.DEGRADED, Seat.SPARE, Optional.of("cp-a"), true);

    @Test
    void word_arrivesAsItWasSaid() {
        assertEquals(Optional.of(WORD), NodeWord.ofBytes(WORD.toBytes()));
        NodeWord first = new NodeWord("a", NodeState.STARTING, Seat.NONE, Optional.empty(), false);
        assertEquals(Optional.of(first), NodeWord.ofBytes(first.toBytes()));
    }

    @Test
    void wordOfAnotherVersion_isNotGuessedAt() {
        byte[] later = WORD.toBytes();
        later[0]++;
        assertEquals(Optional.empty(), NodeWord.ofBytes(later));
        assertEquals(Optional.empty(), NodeWord.ofBytes(Arrays.copyOf(WORD.toBytes(), 4)));
        assertEquals(Optional.empty(), NodeWord.ofBytes(new byte[0]));
    }
}
