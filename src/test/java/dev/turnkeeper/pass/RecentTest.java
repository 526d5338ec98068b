package dev.turnkeeper.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentTest {

    @Test
    void memory_isBounded_andKeepsWhatIsUsed() {
        Recent<Integer, String> recent = new Recent<>(100);
        recent.put(-1, "used");
        for (int i = 0; i < 10_000; i++) {
            recent.put(i, "x");
            assertEquals(Optional.of("used"), recent.find(-1));
            assertTrue(recent.size() <= 200, "at " + i);
        }
        assertEquals(Optional.empty(), recent.find(0));
        assertEquals(Optional.of("x"), recent.find(9_999));
    }
}
