package dev.turnkeeper.operator;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class IfMatchTest {

    private static final Room FIRST = Room.of(RoomSettings.of(new RoomId("shop"), 1));

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "W/\"1\"", "*", "\"7\", \"1\"", " \"1\" ", "W/\"7\",W/\"1\""})
    void check_takesTheVersionThereIs(String header) {
        assertDoesNotThrow(() -> IfMatch.of(header).check(FIRST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2\"", "1", "\"\"", "\"11\"", "W/\"2\"", ",", "\"*\""})
    void check_refusesAnyOther(String header) {
        ProblemException refused =
                assertThrows(ProblemException.class, () -> IfMatch.of(header).check(FIRST));
        assertEquals(412, refused.problem().status());
        assertEquals("\"1\"", refused.headers().get("ETag"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void of_asksForOneWhereThereIsNone(String header) {
        assertEquals(
                428,
                assertThrows(ProblemException.class, () -> IfMatch.of(header))
                        .problem()
                        .status());
    }

    @Test
    void tag_isTheVersion() {
        assertEquals("\"1\"", IfMatch.tag(FIRST));
    }
}
