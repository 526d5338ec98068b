package dev.turnkeeper.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.turnkeeper.room.BindTo;
import dev.turnkeeper.room.Policy;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomFields;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PassesTest {

    private static final Room SHOP = Ring.room("shop");
    private static final String HERE = "http://localhost:8080";

    private final Ring ring = new Ring();
    private KeyRing keys;
    private Passes passes;

    @BeforeEach
    void keys() throws Exception {
        keys = ring.node();
        passes = ring.passes(keys);
    }

    @Test
    void pass_saysWhatItIsToSay() throws Exception {
        long binding = new Bindings(keys).of(Set.of(BindTo.USER_AGENT), Ring.ANN);
        Pass pass = passes.issue(SHOP, HERE, 2, 17, binding, Ring.ANN, ring.clock.instant());
        SignedJWT jwt = SignedJWT.parse(pass.token());
        assertEquals("ES256", jwt.getHeader().getAlgorithm().getName());
        assertEquals("tkp+jwt", jwt.getHeader().getType().getType());
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        Instant now = Instant.ofEpochSecond(ring.clock.instant().getEpochSecond());
        assertEquals("https://wait.example", claims.getIssuer());
        assertEquals(List.of("shop"), claims.getAudience());
        assertEquals(now, claims.getIssueTime().toInstant());
        assertFalse(claims.getNotBeforeTime().toInstant().isAfter(now));
        assertEquals(now.plusSeconds(600), claims.getExpirationTime().toInstant());
        assertEquals(pass.expiresAt(), claims.getExpirationTime().toInstant());
        assertEquals(17, claims.getLongClaim("position"));
        assertEquals(2, claims.getLongClaim("generation"));
        assertEquals(false, claims.getBooleanClaim("bypass"));
        assertEquals(16, claims.getStringClaim("ua").length());
        assertTrue(pass.token().length() < 800, "it travels in a cookie");
    }

    @Test
    void oneVisit_hasOneIdAndPseudonym_onEveryNode() throws Exception {
        Passes other = ring.passes(ring.node());
        PassClaims one = accepted(passes.issue(SHOP, HERE, 1, 5, 0, Ring.ANN, ring.clock.instant()));
        ring.clock.advance(Duration.ofSeconds(100));
        PassClaims again = accepted(other.issue(SHOP, HERE, 1, 5, 0, Ring.ANN, ring.clock.instant()));
        PassClaims next = accepted(passes.issue(SHOP, HERE, 1, 6, 0, Ring.ANN, ring.clock.instant()));
        assertEquals(one.id(), again.id());
        assertEquals(one.subject(), again.subject());
        assertNotEquals(one.id(), next.id());
        assertNotEquals(one.subject(), next.subject());
        assertNotEquals(one.id(), one.subject());
    }

    @Test
    void subject_isTheLogin_whereTheRoomIdentifies() {
        VisitorTraits ann = new VisitorTraits("Phone/1", "192.0.2.1", Optional.of("ann@example.com"));
        Room named = room(Map.of("identifyVisitor", true));
        assertEquals("ann@example.com", accepted(named, ann).subject());
        assertEquals(22, accepted(named, Ring.ANN).subject().length());
        assertFalse(accepted(SHOP, ann).subject().contains("ann"));
    }

    private PassClaims accepted(Room room, VisitorTraits traits) {
        Pass pass = passes.issue(room, HERE, 1, 5, 0, traits, ring.clock.instant());
        return ((PassCheck.Accepted) passes.check(pass.token(), room, traits)).claims();
    }

    @Test
    void expiry_isBoundedByWhatIsLeftOfTheSession() {
        Room room = Room.of(RoomSettings.of(new RoomId("shop"), 5)
                .withPolicy(new Policy(
                        5,
                        0,
                        300,
                        700,
                        300,
                        1800,
                        120,
                        SHOP.policy().failureMode(),
                        SHOP.policy().tracerRefusal(),
                        SHOP.policy().identity(),
                        0)));
        Instant in = ring.clock.instant();
        Instant second = Instant.ofEpochSecond(in.getEpochSecond());
        Pass first = passes.issue(room, HERE, 1, 5, 0, Ring.ANN, in);
        assertEquals(second.plusSeconds(600), first.expiresAt());
        ring.clock.advance(Duration.ofSeconds(200));
        PassClaims claims = ((PassCheck.Accepted) passes.check(first.token(), room, Ring.ANN)).claims();
        assertEquals(second.plusSeconds(700), passes.renew(room, claims, HERE).expiresAt());
    }

    @Test
    void renewed_isTheSamePassForLonger() {
        Pass first = passes.issue(SHOP, HERE, 1, 5, 0, Ring.ANN, ring.clock.instant());
        PassClaims claims = accepted(first);
        assertFalse(passes.isDue(claims));
        ring.clock.advance(Duration.ofSeconds(299));
        assertFalse(passes.isDue(claims));
        ring.clock.advance(Duration.ofSeconds(2));
        assertTrue(passes.isDue(claims));
        PassClaims renewed = accepted(passes.renew(SHOP, claims, HERE));
        assertEquals(claims.id(), renewed.id());
        assertEquals(claims.subject(), renewed.subject());
        assertEquals(claims.insideSince(), renewed.insideSince());
        assertEquals(claims.expiresAt().plusSeconds(301), renewed.expiresAt());
    }

    @Test
    void bypass_isShortAndNeverRenewed() {
        Pass pass = passes.bypass(SHOP, HERE, 0, Ring.ANN);
        PassClaims claims = accepted(pass);
        assertTrue(claims.bypass());
        assertEquals(0, claims.position());
        assertEquals(Duration.ofSeconds(120), Duration.between(claims.issuedAt(), claims.expiresAt()));
        assertNotEquals(
                claims.id(), accepted(passes.bypass(SHOP, HERE, 0, Ring.ANN)).id());
        assertEquals(Optional.empty(), new PassIds(keys).read(claims.id()));
        ring.clock.advance(Duration.ofSeconds(119));
        assertFalse(passes.isDue(claims));
        assertThrows(IllegalArgumentException.class, () -> passes.renew(SHOP, claims, HERE));
        ring.clock.advance(Duration.ofSeconds(1));
        assertEquals(PassFault.EXPIRED, fault(pass.token(), SHOP, Ring.ANN));
    }

    @Test
    void withoutAPublicUrl_theRequestsHostIsTheIssuer_andAnyOfOursIsBelieved() throws Exception {
        Passes unnamed = ring.passes(keys, Optional.empty());
        Pass pass = unnamed.issue(SHOP, "https://shop.example", 1, 5, 0, Ring.ANN, ring.clock.instant());
        assertEquals(
                "https://shop.example",
                SignedJWT.parse(pass.token()).getJWTClaimsSet().getIssuer());
        assertTrue(unnamed.check(pass.token(), SHOP, Ring.ANN) instanceof PassCheck.Accepted);
        assertEquals(PassFault.WRONG_ISSUER, fault(pass.token(), SHOP, Ring.ANN));
    }

    @Test
    void passFromTooManyAddresses_isToBeRevoked() {
        String token = passes.issue(SHOP, HERE, 1, 5, 0, Ring.ANN, ring.clock.instant())
                .token();
        for (int address = 1; address <= 3; address++) {
            assertTrue(passes.check(token, SHOP, from("192.0.2." + address)) instanceof PassCheck.Accepted);
            assertTrue(passes.check(token, SHOP, from("192.0.2." + address)) instanceof PassCheck.Accepted);
        }
        assertEquals(PassFault.TOO_MANY_ADDRESSES, fault(token, SHOP, from("192.0.2.4")));
        assertTrue(ring.events.counted.contains(PassFault.TOO_MANY_ADDRESSES));
    }

    @Test
    void addressesSeenByOtherNodes_countToo() throws Exception {
        String token = passes.issue(SHOP, HERE, 1, 5, 0, Ring.ANN, ring.clock.instant())
                .token();
        Passes elsewhere = ring.passes(ring.node());
        assertTrue(passes.check(token, SHOP, from("192.0.2.1")) instanceof PassCheck.Accepted);
        assertTrue(passes.check(token, SHOP, from("192.0.2.2")) instanceof PassCheck.Accepted);
        assertTrue(elsewhere.check(token, SHOP, from("192.0.2.2")) instanceof PassCheck.Accepted);
        assertTrue(elsewhere.check(token, SHOP, from("192.0.2.3")) instanceof PassCheck.Accepted);
        assertTrue(passes.check(token, SHOP, from("192.0.2.1")) instanceof PassCheck.Accepted);
        assertTrue(elsewhere.check(token, SHOP, from("192.0.2.4")) instanceof PassCheck.Refused refused
                && refused.fault() == PassFault.TOO_MANY_ADDRESSES);
    }

    @Test
    void addresses_areForgottenAfterTenMinutes_andOffMeansOff() {
        Room slow = room(Map.of("sessionTimeoutSeconds", 3_600));
        Room open = room(Map.of("maxAddressesPerPass", 0));
        String token = passes.issue(slow, HERE, 1, 5, 0, Ring.ANN, ring.clock.instant())
                .token();
        String free = passes.issue(open, HERE, 1, 6, 0, Ring.ANN, ring.clock.instant())
                .token();
        for (int address = 1; address <= 9; address++) {
            assertTrue(passes.check(token, slow, from("192.0.2." + address)) instanceof PassCheck.Accepted);
            ring.clock.advance(Duration.ofSeconds(201));
        }
        ring.clock.advance(Duration.ofSeconds(-1_500));
        for (int address = 1; address <= 9; address++) {
            assertTrue(passes.check(free, open, from("192.0.2." + address)) instanceof PassCheck.Accepted);
        }
    }

    @Test
    void backend_showsItsVisitorsPass_fromItsOwnAddress() {
        long binding = new Bindings(keys).of(Set.of(BindTo.USER_AGENT, BindTo.IP), Ring.ANN);
        Pass pass = passes.issue(SHOP, HERE, 1, 5, binding, Ring.ANN, ring.clock.instant());
        PassCheck check = passes.checkOfBackend(pass.token(), id -> Optional.of(SHOP));
        PassClaims claims = ((PassCheck.Accepted) check).claims();
        assertEquals(5, claims.position());
        Pass renewed = passes.renew(SHOP, claims, HERE);
        PassClaims again = ((PassCheck.Accepted) passes.check(renewed.token(), SHOP, Ring.ANN)).claims();
        assertEquals(claims.userAgent(), again.userAgent());
        assertTrue(claims.userAgent().isPresent());
    }

    @Test
    void backend_isRefusedForTheSameReasons() {
        String token = passes.issue(SHOP, HERE, 1, 5, 0, Ring.ANN, ring.clock.instant())
                .token();
        assertEquals(PassFault.WRONG_ROOM, ofBackend(token, Optional.empty()));
        assertEquals(
                PassFault.BAD_SIGNATURE, ofBackend(token.substring(0, token.length() - 4) + "AAAA", Optional.of(SHOP)));
        ring.clock.advance(Duration.ofSeconds(600));
        assertEquals(PassFault.EXPIRED, ofBackend(token, Optional.of(SHOP)));
    }

    private PassFault ofBackend(String token, Optional<Room> known) {
        return ((PassCheck.Refused) passes.checkOfBackend(token, id -> known)).fault();
    }

    private static VisitorTraits from(String address) {
        return new VisitorTraits("Phone/1", address, Optional.empty());
    }

    private static Room room(Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of("id", "shop", "name", "Shop", "limit", 5));
        fields.putAll(more);
        return Room.of(RoomFields.read(fields).settings().orElseThrow());
    }

    private PassClaims accepted(Pass pass) {
        return ((PassCheck.Accepted) passes.check(pass.token(), SHOP, Ring.ANN)).claims();
    }

    private PassFault fault(String token, Room room, VisitorTraits traits) {
        return ((PassCheck.Refused) passes.check(token, room, traits)).fault();
    }
}
