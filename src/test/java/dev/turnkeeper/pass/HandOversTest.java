package dev.turnkeeper.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.room.BindTo;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.state.Once;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HandOversTest {

    private static final Room SHOP = Ring.room("shop");
    private static final VisitorTraits BOB = new VisitorTraits("Other/2", "198.51.100.7", Optional.empty());

    private final Ring ring = new Ring();
    private HandOver place;
    private KeyRing keys;
    private HandOvers handOvers;

    @BeforeEach
    void keys() throws Exception {
        keys = ring.node();
        handOvers = on(keys, ring.grid.member().once());
        long binding = new Bindings(keys).of(Set.of(BindTo.USER_AGENT), Ring.ANN);
        place = new HandOver(1, 7, binding, Instant.ofEpochSecond(1_800_000_000));
    }

    private HandOvers on(KeyRing node, Once once) {
        return new HandOvers(node, once, new SecureRandom(), ring.clock, ring.events);
    }

    @Test
    void token_countsOnceInTheWholeGrid() throws Exception {
        HandOvers other = on(ring.node(), ring.grid.member().once());
        String token = handOvers.write(SHOP, place);
        assertEquals(new HandOverCheck.Accepted(place), other.accept(token, SHOP, Ring.ANN));
        assertEquals(new HandOverCheck.Refused(HandOverFault.USED), handOvers.accept(token, SHOP, Ring.ANN));
        assertEquals(new HandOverCheck.Refused(HandOverFault.USED), other.accept(token, SHOP, Ring.ANN));
        assertEquals(List.of(HandOverFault.USED, HandOverFault.USED), ring.events.counted);
    }

    @Test
    void twoTokens_ofOnePlace_bothCount() {
        String one = handOvers.write(SHOP, place);
        String two = handOvers.write(SHOP, place);
        assertEquals(new HandOverCheck.Accepted(place), handOvers.accept(one, SHOP, Ring.ANN));
        assertEquals(new HandOverCheck.Accepted(place), handOvers.accept(two, SHOP, Ring.ANN));
    }

    @Test
    void refusedByAnother_isStillGoodForItsOwner() {
        String token = handOvers.write(SHOP, place);
        assertEquals(new HandOverCheck.Refused(HandOverFault.WRONG_VISITOR), handOvers.accept(token, SHOP, BOB));
        assertEquals(
                new HandOverCheck.Refused(HandOverFault.WRONG_ROOM),
                handOvers.accept(token, Ring.room("other"), Ring.ANN));
        assertEquals(new HandOverCheck.Accepted(place), handOvers.accept(token, SHOP, Ring.ANN));
    }

    @Test
    void token_livesForAMinute() {
        String token = handOvers.write(SHOP, place);
        ring.clock.advance(Duration.ofSeconds(60));
        assertEquals(new HandOverCheck.Refused(HandOverFault.EXPIRED), handOvers.accept(token, SHOP, Ring.ANN));
    }

    @Test
    void changedByOneBit_isForged() {
        byte[] bytes = Base64.getUrlDecoder().decode(handOvers.write(SHOP, place));
        for (int bit = 8; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            String token = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
            assertEquals(new HandOverCheck.Refused(HandOverFault.FORGED), handOvers.accept(token, SHOP, Ring.ANN));
        }
    }

    @Test
    void otherTexts_areMalformed() {
        Pass pass = ring.passes(keys).issue(SHOP, "http://x", 1, 1, 0, Ring.ANN, ring.clock.instant());
        for (String text : List.of("", "!", "AAAA", "A".repeat(5_000), pass.token())) {
            assertEquals(new HandOverCheck.Refused(HandOverFault.MALFORMED), handOvers.accept(text, SHOP, Ring.ANN));
        }
    }

    @Test
    void withoutAnAnswer_theVisitorGetsIn() {
        for (Once silent : List.<Once>of(
                (name, forMillis) -> new CompletableFuture<>(),
                (name, forMillis) -> CompletableFuture.failedFuture(new IllegalStateException("no grid")))) {
            HandOvers cut = on(keys, silent);
            assertEquals(new HandOverCheck.Accepted(place), cut.accept(cut.write(SHOP, place), SHOP, Ring.ANN));
        }
    }

    @Test
    void bypass_isToldByItsPosition() {
        assertTrue(new HandOver(1, 0, 0, Instant.EPOCH).isBypass());
    }
}
