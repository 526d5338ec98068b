package dev.turnkeeper.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.turnkeeper.room.BindTo;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.state.InMemoryGrid;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyRingTest {

    private static final Room SHOP = Ring.room("shop");

    private final Ring ring = new Ring();

    @Test
    void nodes_shareOneSetOfKeys() throws Exception {
        KeyRing a = ring.node();
        KeyRing b = ring.node();
        assertEquals(a.jwks(), b.jwks());
        assertEquals(a.toString(), b.toString());
        Set<BindTo> both = Set.of(BindTo.USER_AGENT, BindTo.IP);
        assertEquals(new Bindings(a).of(both, Ring.ANN), new Bindings(b).of(both, Ring.ANN));
        assertEquals(new PassIds(a).of("shop", 1, 7), new PassIds(b).of("shop", 1, 7));
    }

    @Test
    void node_beforeItLearned_hasKeysThatNobodyKnows() throws Exception {
        KeyRing a = ring.node();
        InMemoryGrid other = new InMemoryGrid();
        InMemoryGrid.InMemoryState alone = other.member();
        KeyRing stranger = KeyRing.of(
                alone.registers(), alone.replicated("keys"), KeyAlgorithm.ES256, new SecureRandom(), ring.clock);
        assertNotEquals(a.jwks(), stranger.jwks());
        assertNotEquals(new PassIds(a).of("shop", 1, 7), new PassIds(stranger).of("shop", 1, 7));
    }

    @Test
    void jwks_holdsPublicPartsOnly() throws Exception {
        for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
            Ring own = new Ring();
            JWKSet set = JWKSet.parse(own.node(algorithm).jwks());
            assertEquals(1, set.getKeys().size());
            JWK key = set.getKeys().get(0);
            assertFalse(key.isPrivate());
            assertEquals(algorithm.name(), key.getAlgorithm().getName());
            assertEquals("sig", key.getKeyUse().identifier());
        }
    }

    @Test
    void texts_showIdsOnly() throws Exception {
        KeyRing keys = ring.node();
        keys.rotate();
        RingKeys stored = keys.now().ring();
        String text = keys + " " + stored + " " + stored.signing().get(0) + " "
                + stored.tickets().get(0) + " " + keys.ticketKeys() + " " + keys.infos();
        assertTrue(text.contains(stored.signing().get(0).key().getKeyID()), text);
        for (RingKeys.Signing signing : stored.signing()) {
            String secret = signing.key().toECKey().getD().toString();
            assertFalse(text.contains(secret));
        }
        assertFalse(text.contains(HexFormat.of().formatHex(stored.secret())));
        assertFalse(text.contains("\"d\""), text);
        Pass pass = ring.passes(keys).issue(SHOP, "http://x", 1, 1, 0, Ring.ANN, ring.clock.instant());
        assertFalse(pass.toString().contains(pass.token()));
    }

    @Test
    void rotation_publishesTheNewKeyTenMinutesBeforeItSigns() throws Exception {
        KeyRing a = ring.node();
        KeyRing b = ring.node();
        Passes passes = ring.passes(b);
        String before = keyId(passes);
        KeyRotation rotation = a.rotate();
        assertEquals(KeyRotation.Kind.DONE, rotation.kind());
        assertEquals(2, JWKSet.parse(b.jwks()).getKeys().size());
        assertEquals(before, keyId(passes));
        ring.clock.advance(Duration.ofMinutes(10));
        assertEquals(before, keyId(passes));
        assertEquals(KeyRotation.Kind.UPCOMING, b.rotate().kind());
        ring.clock.advance(Duration.ofMinutes(1));
        assertNotEquals(before, keyId(passes));
        assertEquals(
                List.of(KeyInfo.State.RETIRED, KeyInfo.State.SIGNING),
                a.infos().stream()
                        .filter(info -> info.use() == KeyInfo.Use.PASS)
                        .map(KeyInfo::state)
                        .toList());
    }

    @Test
    void rotation_leavesPassesInForceValid_untilTheirEnd() throws Exception {
        KeyRing a = ring.node();
        KeyRing b = ring.node();
        Pass old = ring.passes(a).issue(SHOP, "http://x", 1, 1, 0, Ring.ANN, ring.clock.instant());
        a.rotate();
        ring.clock.advance(Duration.ofSeconds(599));
        assertTrue(ring.passes(b).check(old.token(), SHOP, Ring.ANN) instanceof PassCheck.Accepted);
        ring.clock.advance(Duration.ofMinutes(2));
        assertEquals(2, JWKSet.parse(b.jwks()).getKeys().size());
        ring.clock.advance(RingKeys.PASS_LIVES_AT_MOST);
        assertEquals(1, JWKSet.parse(b.jwks()).getKeys().size());
        b.rotate();
        assertEquals(2, a.now().ring().signing().size());
    }

    @Test
    void replacedKey_opensNothingAnywhere_andPlacesStand() throws Exception {
        KeyRing a = ring.node();
        KeyRing b = ring.node();
        Passes elsewhere = ring.passes(b);
        a.rotate();
        Pass old = ring.passes(a).issue(SHOP, "http://x", 1, 1, 0, Ring.ANN, ring.clock.instant());
        assertTrue(elsewhere.check(old.token(), SHOP, Ring.ANN) instanceof PassCheck.Accepted);
        String id = new PassIds(b).of("shop", 1, 1);
        String tickets = b.ticketKeys().toString();

        KeyRotation rotation = a.replace();
        assertEquals(new KeyRotation(KeyRotation.Kind.DONE, ring.clock.instant()), rotation);
        assertTrue(elsewhere.check(old.token(), SHOP, Ring.ANN) instanceof PassCheck.Refused refused
                && refused.fault() == PassFault.UNKNOWN_KEY);
        assertFalse(elsewhere.stands(old));
        assertEquals(1, JWKSet.parse(b.jwks()).getKeys().size());
        Pass anew = elsewhere.issue(SHOP, "http://x", 1, 1, 0, Ring.ANN, ring.clock.instant());
        assertTrue(ring.passes(a).check(anew.token(), SHOP, Ring.ANN) instanceof PassCheck.Accepted);
        assertEquals(id, new PassIds(b).of("shop", 1, 1));
        assertEquals(tickets, b.ticketKeys().toString());
        assertEquals(KeyRotation.Kind.DONE, b.rotate().kind(), "and it goes on from there");
    }

    @Test
    void rotation_changesNeitherIdsNorBindings() throws Exception {
        KeyRing keys = ring.node();
        String id = new PassIds(keys).of("shop", 1, 7);
        long binding = new Bindings(keys).of(Set.of(BindTo.USER_AGENT), Ring.ANN);
        keys.rotate();
        ring.clock.advance(Duration.ofHours(1));
        assertEquals(id, new PassIds(keys).of("shop", 1, 7));
        assertEquals(binding, new Bindings(keys).of(Set.of(BindTo.USER_AGENT), Ring.ANN));
    }

    @Test
    void rotations_areBoundedByWhatVerifiersFetch() throws Exception {
        KeyRing keys = ring.node();
        for (int i = 1; i < RingKeys.MOST_KEYS; i++) {
            assertEquals(KeyRotation.Kind.DONE, keys.rotate().kind());
            ring.clock.advance(RingKeys.SIGNS_AFTER);
        }
        assertEquals(KeyRotation.Kind.TOO_MANY, keys.rotate().kind());
    }

    @Test
    void rotation_mayChangeTheAlgorithm() throws Exception {
        KeyRing keys = ring.node();
        KeyRing other = ring.node(KeyAlgorithm.RS256);
        assertEquals(keys.jwks(), other.jwks());
        other.rotate();
        ring.clock.advance(RingKeys.SIGNS_AFTER);
        Pass pass = ring.passes(keys).issue(SHOP, "http://x", 1, 1, 0, Ring.ANN, ring.clock.instant());
        assertTrue(new String(Base64.getUrlDecoder().decode(pass.token().split("\\.")[0])).contains("RS256"));
        assertTrue(ring.passes(other).check(pass.token(), SHOP, Ring.ANN) instanceof PassCheck.Accepted);
    }

    @Test
    void ticketKeys_stayOneObjectUntilAnotherSigns() throws Exception {
        KeyRing keys = ring.node();
        Object first = keys.ticketKeys();
        assertSame(first, keys.ticketKeys());
        keys.rotate();
        ring.clock.advance(RingKeys.TICKET_SIGNS_AFTER);
        assertNotEquals(first, keys.ticketKeys());
        assertSame(keys.ticketKeys(), keys.ticketKeys());
    }

    @Test
    void repair_spreadsWhatAnotherNodeWroteAndDied() throws Exception {
        KeyRing a = ring.node();
        InMemoryGrid.InMemoryState silent = ring.grid.member();
        RingKeys rotated = a.now().ring().rotated(KeyAlgorithm.ES256, new SecureRandom(), ring.clock.instant());
        silent.registers().compareAndSet("keys", Optional.of(a.now().ring().toBytes()), rotated.toBytes());
        KeyRing b = ring.unlearned(KeyAlgorithm.ES256);
        a.repair();
        assertEquals(rotated.toString(), b.toString());
    }

    @Test
    void stored_bytesOfNewerNodesOrNobody_areRefusedWithoutShowingThem() throws Exception {
        byte[] bytes = ring.node().now().ring().toBytes();
        assertEquals(bytes.length, RingKeys.ofBytes(bytes).toBytes().length);
        byte[] newer = bytes.clone();
        newer[0]++;
        assertThrows(IllegalStateException.class, () -> RingKeys.ofBytes(newer));
        byte[] broken = bytes.clone();
        broken[60] = 0;
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> RingKeys.ofBytes(broken));
        assertFalse(String.valueOf(refused.getMessage()).contains("\"d\""));
        assertEquals(null, refused.getCause());
    }

    private String keyId(Passes passes) throws Exception {
        Pass pass = passes.issue(SHOP, "http://x", 1, 1, 0, Ring.ANN, ring.clock.instant());
        return SignedJWT.parse(pass.token()).getHeader().getKeyID();
    }
}
