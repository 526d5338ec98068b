package dev.turnkeeper.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PassVerifierTest {

    private static final Instant NOW = Mint.NOW.plusSeconds(1);

    private final Mint mint = new Mint("k1");
    private Keys keys = keys(mint.published());
    private final PassVerifier verifier = new PassVerifier(id -> keys.byId(id), Mint.ISSUER);

    @Test
    void pass_tellsWhoItIsFor() {
        PassClaims claims = verifier.check(mint.pass(), "buy", Mint.BROWSER, NOW, NOW)
                .claims()
                .orElseThrow();
        assertEquals("buy", claims.room());
        assertEquals("j-1", claims.id());
        assertEquals("v-1", claims.visitor());
        assertEquals(7, claims.position());
        assertEquals(1, claims.generation());
    }

    @Test
    void pass_opensOneRoom() {
        assertFault(PassFault.WRONG_ROOM, mint.pass(), "other", Mint.BROWSER, NOW);
        assertFault(PassFault.MALFORMED, mint.pass(Mint.claims().audience(List.of("buy", "other"))));
    }

    @Test
    void pass_opensForOneBrowser() {
        assertFault(PassFault.WRONG_VISITOR, mint.pass(), "buy", "curl/8", NOW);
        assertFault(PassFault.WRONG_VISITOR, mint.pass(), "buy", "", NOW);
        String unbound = mint.pass(Mint.claims().claim("ua", null));
        assertTrue(verifier.check(unbound, "buy", "curl/8", NOW, NOW).fault().isEmpty());
    }

    @Test
    void pass_opensInItsTime() {
        Date later = Date.from(NOW.plusSeconds(60));
        assertFault(PassFault.NOT_YET, mint.pass(Mint.claims().notBeforeTime(later)));
        String pass = mint.pass();
        assertTrue(check(pass, NOW.plusSeconds(597)).isEmpty());
        assertEquals(Optional.of(PassFault.EXPIRED), check(pass, Mint.NOW.plusSeconds(600)));
    }

    @Test
    void pass_isVerifiedAnewInWhatMayChange() {
        String pass = mint.pass();
        assertTrue(check(pass, NOW).isEmpty());
        assertEquals(
                Optional.of(PassFault.EXPIRED),
                check(pass, NOW.plusSeconds(600)),
                "though its signature is remembered");
        assertFault(PassFault.WRONG_VISITOR, pass, "buy", "curl/8", NOW);
        assertFault(PassFault.WRONG_ROOM, pass, "other", Mint.BROWSER, NOW);
    }

    @Test
    void expiry_standsStillInAnOutageButNotForABypass() {
        Instant muchLater = NOW.plusSeconds(3600);
        assertTrue(verifier.check(mint.pass(), "buy", Mint.BROWSER, muchLater, NOW)
                .fault()
                .isEmpty());
        String bypass = mint.pass(Mint.claims().claim("bypass", true));
        assertEquals(
                Optional.of(PassFault.EXPIRED),
                verifier.check(bypass, "buy", Mint.BROWSER, muchLater, NOW).fault());
    }

    @Test
    void foreignIssuer_isRefused() {
        assertFault(PassFault.WRONG_ISSUER, mint.pass(Mint.claims().issuer("https://evil.example.com")));
        assertFault(PassFault.WRONG_ISSUER, mint.pass(Mint.claims().issuer(null)));
    }

    @Test
    void incompletePass_isRefused() {
        assertFault(PassFault.MALFORMED, mint.pass(Mint.claims().expirationTime(null)));
        assertFault(PassFault.MALFORMED, mint.pass(Mint.claims().jwtID(null)));
        assertFault(PassFault.MALFORMED, mint.pass(Mint.claims().claim("position", "first")));
        assertFault(PassFault.MALFORMED, mint.pass(Mint.claims().audience((String) null)));
    }

    @Test
    void otherTypes_areNoPasses() {
        assertFault(PassFault.MALFORMED, mint.pass(Mint.header().type(JOSEObjectType.JWT), Mint.claims()));
        assertFault(PassFault.MALFORMED, mint.pass(Mint.header().type(new JOSEObjectType("tkh+jwt")), Mint.claims()));
        assertFault(PassFault.MALFORMED, mint.pass(Mint.header().type(null), Mint.claims()));
    }

    @Test
    void anotherKeyOfTheSameName_isAForgery() {
        assertFault(PassFault.BAD_SIGNATURE, new Mint("k1").pass());
    }

    @Test
    void changedClaims_areAForgery() {
        String[] parts = mint.pass().split("\\.");
        String claims = new Base64URL(parts[1]).decodeToString().replace("\"buy\"", "\"vip\"");
        String changed = parts[0] + "." + Base64URL.encode(claims) + "." + parts[2];
        assertFault(PassFault.BAD_SIGNATURE, changed, "vip", Mint.BROWSER, NOW);
    }

    @Test
    void emptyAndZeroSignatures_areForgeries() {
        String[] parts = mint.pass().split("\\.");
        String zeros = Base64URL.encode(new byte[64]).toString();
        assertFault(PassFault.BAD_SIGNATURE, parts[0] + "." + parts[1] + "." + zeros);
        assertFault(PassFault.MALFORMED, parts[0] + "." + parts[1] + ".");
    }

    @Test
    void algNone_isAForgery() {
        assertFault(PassFault.ALGORITHM, new PlainJWT(Mint.claims().build()).serialize());
    }

    @Test
    void macWithThePublicKeyAsSecret_isAForgery() throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(new JOSEObjectType("tkp+jwt"))
                        .keyID("k1")
                        .build(),
                Mint.claims().build());
        jwt.sign(new MACSigner(mint.key.toPublicJWK().toECPublicKey().getEncoded()));
        assertFault(PassFault.ALGORITHM, jwt.serialize());
    }

    @Test
    void keyOfAnotherKind_doesNotVerify() throws Exception {
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("r1").generate();
        keys = keys(new JWKSet(List.of(mint.key.toPublicJWK(), rsa.toPublicJWK())));
        assertFault(PassFault.ALGORITHM, mint.pass(Mint.header().keyID("r1"), Mint.claims()));
    }

    @Test
    void rs256_isTakenWhereTheNodePublishesSuchAKey() throws Exception {
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("r1").generate();
        keys = keys(new JWKSet(rsa.toPublicJWK()));
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(new JOSEObjectType("tkp+jwt"))
                        .keyID("r1")
                        .build(),
                Mint.claims().build());
        jwt.sign(new RSASSASigner(rsa));
        assertTrue(check(jwt.serialize(), NOW).isEmpty());
    }

    @Test
    void keysInTheHeader_areNotUsed() {
        Mint evil = new Mint("evil");
        JWSHeader.Builder header = Mint.header().keyID("evil").jwk(evil.key.toPublicJWK());
        assertFault(PassFault.UNKNOWN_KEY, evil.pass(header, Mint.claims()));
        JWSHeader.Builder elsewhere = Mint.header().keyID("evil").jwkURL(URI.create("https://evil.example.com/jwks"));
        assertFault(PassFault.UNKNOWN_KEY, evil.pass(elsewhere, Mint.claims()));
        JWSHeader.Builder known = Mint.header().jwk(evil.key.toPublicJWK());
        assertFault(PassFault.BAD_SIGNATURE, evil.pass(known, Mint.claims()));
    }

    @Test
    void criticalHeadersNobodyKnows_areRefused() {
        JWSHeader.Builder header = Mint.header().criticalParams(Set.of("b64x")).customParam("b64x", true);
        assertFault(PassFault.BAD_SIGNATURE, mint.pass(header, Mint.claims()));
    }

    @Test
    void unsignedNonsense_isMalformed() {
        for (String token : List.of("", ".", "..", "a.b.c", "a.b", "{}", "eyJhbGciOiJFUzI1NiJ9", "\u0000", "가.나.다")) {
            assertFault(PassFault.MALFORMED, token);
        }
        assertFault(PassFault.MALFORMED, mint.pass(Mint.claims().claim("x", "x".repeat(5000))));
    }

    @Test
    void deeplyNestedHeader_isMalformed() {
        String nested = "{\"a\":".repeat(1000) + "1" + "}".repeat(1000);
        String token = Base64URL.encode(nested) + ".e30.AA";
        assertFault(PassFault.MALFORMED, token.substring(0, Math.min(4000, token.length())));
    }

    private void assertFault(PassFault fault, String token) {
        assertFault(fault, token, "buy", Mint.BROWSER, NOW);
    }

    private void assertFault(PassFault fault, String token, String room, String userAgent, Instant now) {
        assertEquals(
                Optional.of(fault),
                verifier.check(token, room, userAgent, now, now).fault(),
                token);
    }

    private Optional<PassFault> check(String token, Instant now) {
        return verifier.check(token, "buy", Mint.BROWSER, now, now).fault();
    }

    private static Keys keys(JWKSet set) {
        try {
            return Keys.parse(set.toString());
        } catch (java.text.ParseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void keysWithoutId_areLeftOut() {
        Mint unnamed = new Mint(null);
        keys = keys(unnamed.published());
        assertTrue(keys.isEmpty());
    }
}
