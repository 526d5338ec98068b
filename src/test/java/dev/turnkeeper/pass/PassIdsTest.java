package dev.turnkeeper.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassIdsTest {

    private PassIds ids;

    @BeforeEach
    void keys() throws Exception {
        ids = new PassIds(new Ring().node());
    }

    @Test
    void id_leadsBackToItsPlace() {
        String longest = "a".repeat(40);
        assertEquals(
                Optional.of(new PassPlace(longest, 3, Long.MAX_VALUE)), ids.read(ids.of(longest, 3, Long.MAX_VALUE)));
        assertEquals(Optional.of(new PassPlace("a", 1, 1)), ids.read(ids.of("a", 1, 1)));
    }

    @Test
    void ids_differByRoomGenerationAndPosition() {
        assertNotEquals(ids.of("a", 1, 1), ids.of("b", 1, 1));
        assertNotEquals(ids.of("a", 1, 1), ids.of("a", 2, 1));
        assertNotEquals(ids.of("a", 1, 1), ids.of("a", 1, 2));
    }

    @Test
    void changedByOneBit_isNone() {
        byte[] bytes = Base64.getUrlDecoder().decode(ids.of("shop", 1, 5));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertEquals(
                    Optional.empty(),
                    ids.read(Base64.getUrlEncoder().withoutPadding().encodeToString(changed)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "bypass-AAAA", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void anythingElse_isNone(String text) {
        assertEquals(Optional.empty(), ids.read(text));
        assertEquals(Optional.empty(), ids.read(text + "A".repeat(5_000)));
    }
}
