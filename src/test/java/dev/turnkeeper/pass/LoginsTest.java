package dev.turnkeeper.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.turnkeeper.room.Room;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginsTest {

    private static final String ISSUER = "https://login.example";
    private static final String SERVICE = "shop";

    @TempDir
    private Path folder;

    private final Ring ring = new Ring();
    private ECKey key;
    private Path published;
    private Logins logins;

    @BeforeEach
    void issuer() throws Exception {
        key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        published = folder.resolve("jwks.json");
        Files.writeString(published, new JWKSet(key).toString(true));
        logins = logins();
    }

    private Logins logins() throws Exception {
        return new Logins(
                Optional.of(new Logins.Issuer(published.toUri().toURL(), ISSUER, SERVICE)), ring.clock, ring.events);
    }

    @Test
    void login_ofTheIssuer_namesTheVisitor() throws Exception {
        assertEquals(new LoginCheck.Accepted("ann"), logins.check(token(claims().build())));
        String unnamed = signed(new JWSHeader(JWSAlgorithm.ES256), claims().build(), new ECDSASigner(key));
        assertEquals(new LoginCheck.Accepted("ann"), logins.check(unnamed));
        assertEquals(List.of(), ring.events.counted);
    }

    @Test
    void withoutAnIssuer_nobodyIsBelieved() throws Exception {
        Logins none = new Logins(Optional.empty(), ring.clock, ring.events);
        assertEquals(new LoginCheck.Refused(LoginFault.NOT_CONFIGURED), none.check(token(claims().build())));
    }

    @Test
    void otherClaims_areRefused() throws Exception {
        Date now = Date.from(ring.clock.instant());
        Date past = Date.from(ring.clock.instant().minusSeconds(31));
        Date future = Date.from(ring.clock.instant().plusSeconds(31));
        for (JWTClaimsSet wrong : List.of(
                claims().issuer("https://evil.example").build(),
                claims().issuer(null).build(),
                claims().audience("other").build(),
                claims().audience((String) null).build(),
                claims().subject(null).build(),
                claims().subject(" ").build(),
                claims().subject("a\r\nX-User-Type: admin").build(),
                claims().subject("a".repeat(513)).build(),
                claims().expirationTime(null).build(),
                claims().expirationTime(past).build(),
                claims().notBeforeTime(future).build())) {
            refused(LoginFault.CLAIMS, token(wrong));
        }
        assertEquals(
                new LoginCheck.Accepted("ann"),
                logins.check(token(claims().expirationTime(now).build())));
    }

    @Test
    void otherKeys_areRefused() throws Exception {
        ECKey own = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        refused(
                LoginFault.BAD_SIGNATURE,
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .keyID("k1")
                                .jwk(own.toPublicJWK())
                                .build(),
                        claims().build(),
                        new ECDSASigner(own)));
        refused(
                LoginFault.BAD_SIGNATURE,
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("mine").build(),
                        claims().build(),
                        new ECDSASigner(own)));
    }

    @Test
    void sharedSecretsAndNoSignature_areRefused() throws Exception {
        byte[] secret = key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        refused(
                LoginFault.ALGORITHM,
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(),
                        claims().build(),
                        new MACSigner(secret)));
        refused(LoginFault.ALGORITHM, new PlainJWT(claims().build()).serialize());
    }

    @Test
    void pass_isNoLogin_andALoginNoPass() throws Exception {
        KeyRing keys = ring.node();
        Room shop = Ring.room(SERVICE);
        String pass = ring.passes(keys)
                .issue(shop, "http://x", 1, 5, 0, Ring.ANN, ring.clock.instant())
                .token();
        // As if one key were published for both.
        Files.writeString(published, keys.jwks());
        ECKey ours = keys.now().ring().signing().get(0).key().toECKey();
        Passes sameIssuer = ring.passes(keys, Optional.of(ISSUER));
        Logins mixed = logins();
        String shared = sameIssuer
                .issue(shop, "http://x", 1, 5, 0, Ring.ANN, ring.clock.instant())
                .token();
        assertEquals(new LoginCheck.Refused(LoginFault.CLAIMS), mixed.check(shared));
        assertEquals(new LoginCheck.Refused(LoginFault.CLAIMS), mixed.check(pass));
        String login = signed(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(JOSEObjectType.JWT)
                        .keyID(ours.getKeyID())
                        .build(),
                claims().build(),
                new ECDSASigner(ours));
        assertEquals(new LoginCheck.Accepted("ann"), mixed.check(login));
        assertEquals(PassFault.MALFORMED, ((PassCheck.Refused) sameIssuer.check(login, shop, Ring.ANN)).fault());
    }

    @Test
    void issuerThatDoesNotAnswer_isToldApart_andKnownKeysLast() throws Exception {
        String token = token(claims().build());
        assertEquals(new LoginCheck.Accepted("ann"), logins.check(token));
        Files.delete(published);
        assertEquals(new LoginCheck.Accepted("ann"), logins.check(token));
        refused(LoginFault.NO_KEYS, token, logins());
    }

    @Test
    void rotatedKey_isFetched() throws Exception {
        assertEquals(new LoginCheck.Accepted("ann"), logins.check(token(claims().build())));
        key = new ECKeyGenerator(Curve.P_256).keyID("k2").generate();
        Files.writeString(published, new JWKSet(key).toString(true));
        assertEquals(new LoginCheck.Accepted("ann"), logins.check(token(claims().build())));
    }

    @Test
    void rubbish_isMalformed() throws Exception {
        for (String text : List.of(
                "",
                "a",
                "a.b.c",
                "..",
                "bnVsbA.bnVsbA.bnVsbA",
                "e30.e30.e30",
                token(claims().build()) + "A".repeat(8_192))) {
            refused(LoginFault.MALFORMED, text);
        }
    }

    private void refused(LoginFault fault, String token) {
        refused(fault, token, logins);
    }

    private void refused(LoginFault fault, String token, Logins by) {
        ring.events.counted.clear();
        assertEquals(new LoginCheck.Refused(fault), by.check(token));
        assertEquals(List.of(fault), ring.events.counted);
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(SERVICE)
                .subject("ann")
                .claim("groups", List.of("admin"))
                .expirationTime(Date.from(ring.clock.instant().plus(Duration.ofMinutes(5))));
    }

    private String token(JWTClaimsSet claims) throws Exception {
        return signed(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(JOSEObjectType.JWT)
                        .keyID(key.getKeyID())
                        .build(),
                claims,
                new ECDSASigner(key));
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws Exception {
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(signer);
        return jwt.serialize();
    }
}
