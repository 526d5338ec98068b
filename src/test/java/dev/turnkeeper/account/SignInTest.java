package dev.turnkeeper.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.turnkeeper.state.InMemoryGrid;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignInTest {

    private static final String ADDRESS = "192.0.2.1";

    private final InMemoryGrid grid = new InMemoryGrid();
    private final InMemoryGrid.InMemoryState member = grid.member();
    private final Desk.Time time = new Desk.Time();
    private final Desk here = new Desk(member, time);
    private final Desk there = new Desk(grid.member(), time);

    @Test
    void rightPassword_isAMicroProfileJwt_thatEveryNodeBelieves() throws ParseException {
        here.accounts.createFirst("admin", Desk.HASH);
        Account kim = here.make("kim", Roles.OPERATOR);
        SignIn.Answer answer = here.signIn.in("kim", Desk.PASSWORD, ADDRESS);
        assertEquals(SignIn.Kind.IN, answer.kind());
        String token = answer.token().orElseThrow().text();
        assertEquals(
                time.instant().plus(ManagementTokens.LIVES),
                answer.token().get().expiresAt());
        SignedJWT jwt = SignedJWT.parse(token);
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        assertEquals("turnkeeper", claims.getIssuer());
        assertEquals("kim", claims.getStringClaim("upn"));
        assertEquals(List.of("operator"), claims.getStringListClaim("groups"));
        assertEquals(JWSAlgorithm.ES256, jwt.getHeader().getAlgorithm());
        assertTrue(there.tokens.isOurs(token));
        assertEquals(Optional.of(kim), there.tokens.check(token));
    }

    @Test
    void login_goesOnAsLongAsItIsRenewedInTime_forHalfADay() {
        here.accounts.createFirst("admin", Desk.HASH);
        Account kim = here.make("kim", Roles.OPERATOR);
        String token = here.login("kim");
        for (int renewals = 0; renewals < 28; renewals++) {
            time.pass(Duration.ofMinutes(25));
            ManagementTokens.Renewed renewed = there.tokens.renew(token).orElseThrow();
            assertEquals(kim, renewed.account());
            token = renewed.token().text();
            assertEquals(Optional.of(kim), here.tokens.check(token));
        }
        time.pass(Duration.ofMinutes(15));
        ManagementTokens.Token last = here.tokens.renew(token).orElseThrow().token();
        assertEquals(time.instant().plus(Duration.ofMinutes(5)), last.expiresAt(), "the half day ends then");
        time.pass(Duration.ofMinutes(5));
        assertEquals(Optional.empty(), here.tokens.renew(last.text()));
    }

    @Test
    void loginThatIsOver_isNotRenewed() {
        here.accounts.createFirst("admin", Desk.HASH);
        here.make("kim", Roles.OPERATOR);
        String late = here.login("kim");
        time.pass(ManagementTokens.LIVES);
        assertEquals(Optional.empty(), here.tokens.renew(late));
        String before = here.login("kim");
        here.accounts.change("kim", Optional.of(Set.of(Roles.VIEWER)), Optional.empty(), false);
        assertEquals(Optional.empty(), here.tokens.renew(before), "the account is another one now");
        assertEquals(Optional.empty(), here.tokens.renew(""));
        assertEquals(Optional.empty(), here.tokens.renew("a.b.c"));
    }

    @Test
    void wrongPassword_andUnknownName_areOneAnswer() {
        here.make("kim", Roles.OPERATOR);
        SignIn.Answer wrong = here.signIn.in("kim", "something else", ADDRESS);
        assertEquals(SignIn.Kind.WRONG, wrong.kind());
        assertEquals(wrong, here.signIn.in("lee", Desk.PASSWORD, ADDRESS));
        assertEquals(wrong, here.signIn.in("lee", "nobody has this password", ADDRESS));
    }

    /** Even a right one: else waiting would cost a guesser nothing. */
    @Test
    void whoWaits_isNotLookedAt_butTheOwnerElsewhereIs() {
        here.make("kim", Roles.OPERATOR);
        for (int guess = 0; guess < 3; guess++) {
            assertEquals(
                    SignIn.Kind.WRONG,
                    here.signIn.in("kim", "guess " + guess, ADDRESS).kind());
        }
        SignIn.Answer waits = here.signIn.in("kim", Desk.PASSWORD, ADDRESS);
        assertEquals(SignIn.Kind.WAIT, waits.kind());
        assertTrue(waits.token().isEmpty());
        assertEquals(
                SignIn.Kind.IN,
                here.signIn.in("kim", Desk.PASSWORD, "192.0.2.2").kind());
        time.pass(waits.pause());
        assertEquals(
                SignIn.Kind.IN, here.signIn.in("kim", Desk.PASSWORD, ADDRESS).kind());
    }

    @Test
    void token_endsWithItsTime() {
        here.make("kim", Roles.OPERATOR);
        String token = here.login("kim");
        time.pass(ManagementTokens.LIVES.minusSeconds(1));
        assertTrue(here.tokens.check(token).isPresent());
        time.pass(Duration.ofSeconds(1));
        assertFalse(here.tokens.check(token).isPresent());
    }

    @Test
    void token_endsWithAnyChangeOfItsAccount_onEveryNode() {
        here.make("root", Roles.ADMIN);
        here.make("kim", Roles.OPERATOR);
        String before = here.login("kim");
        there.accounts.change("kim", Optional.of(Set.of(Roles.VIEWER)), Optional.empty(), false);
        assertFalse(here.tokens.check(before).isPresent());
        String second = here.login("kim");
        there.accounts.change("kim", Optional.empty(), Desk.PASSWORDS.hash("another one"), false);
        assertFalse(here.tokens.check(second).isPresent());
        assertEquals(
                SignIn.Kind.WRONG, here.signIn.in("kim", Desk.PASSWORD, ADDRESS).kind());
        there.accounts.delete("kim");
        there.make("kim", Roles.OPERATOR);
        assertFalse(here.tokens.check(second).isPresent(), "a namesake is somebody else");
        assertTrue(here.tokens.check(here.login("kim")).isPresent());
    }

    @Test
    void forgedTokens_countNothing() throws JOSEException, ParseException {
        here.make("kim", Roles.ADMIN);
        String token = here.login("kim");
        SignedJWT genuine = SignedJWT.parse(token);
        JWTClaimsSet claims = genuine.getJWTClaimsSet();
        String id = genuine.getHeader().getKeyID();
        ECKey own = new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        assertRefused(signed(own, JOSEObjectType.JWT, claims));

        String[] parts = token.split("\\.");
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        ("{\"alg\":\"none\",\"typ\":\"JWT\",\"kid\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8));
        assertRefused(none + "." + parts[1] + ".");
        assertRefused(parts[0] + "." + parts[1] + ".AAAA");
        assertRefused(parts[0] + "." + parts[1]);
        assertRefused("");
        assertRefused("x".repeat(10_000));
        SignedJWT mac = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(JOSEObjectType.JWT)
                        .keyID(id)
                        .build(),
                claims);
        mac.sign(new MACSigner(new byte[32]));
        assertRefused(mac.serialize());
    }

    /** Signed with the right key, and yet none of its logins. */
    @Test
    void otherWordsOfTheSameKey_countNothing() throws JOSEException, ParseException {
        here.make("kim", Roles.ADMIN);
        JWTClaimsSet claims = SignedJWT.parse(here.login("kim")).getJWTClaimsSet();
        ECKey key =
                ECKey.parse(new String(Desk.shared(member, "login-key").get().orElseThrow(), StandardCharsets.UTF_8));
        assertTrue(here.tokens.check(signed(key, JOSEObjectType.JWT, claims)).isPresent());
        assertRefused(signed(key, new JOSEObjectType("tkp+jwt"), claims));
        Map<String, JWTClaimsSet> wrong = Map.of(
                "issuer", new JWTClaimsSet.Builder(claims).issuer("other").build(),
                "audience", new JWTClaimsSet.Builder(claims).audience("other").build(),
                "subject", new JWTClaimsSet.Builder(claims).subject("lee").build(),
                "none", new JWTClaimsSet.Builder(claims).subject(null).build(),
                "stamp", new JWTClaimsSet.Builder(claims).claim("stamp", 99).build(),
                "unstamped",
                        new JWTClaimsSet.Builder(claims).claim("stamp", null).build(),
                "text", new JWTClaimsSet.Builder(claims).claim("stamp", "1").build(),
                "endless", new JWTClaimsSet.Builder(claims).expirationTime(null).build(),
                "old",
                        new JWTClaimsSet.Builder(claims)
                                .expirationTime(Date.from(time.instant().minusSeconds(1)))
                                .build());
        for (Map.Entry<String, JWTClaimsSet> each : wrong.entrySet()) {
            assertFalse(
                    here.tokens
                            .check(signed(key, JOSEObjectType.JWT, each.getValue()))
                            .isPresent(),
                    each.getKey());
        }
    }

    @Test
    void tokensOfOthers_areNotOurs() throws JOSEException, ParseException {
        here.make("kim", Roles.ADMIN);
        JWTClaimsSet claims = SignedJWT.parse(here.login("kim")).getJWTClaimsSet();
        ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID("theirs").generate();
        assertFalse(here.tokens.isOurs(signed(foreign, JOSEObjectType.JWT, claims)));
        assertFalse(here.tokens.isOurs("not a token"));
    }

    @Test
    void hash_isNoPassword_andDiffersEachTime() {
        assertTrue(Desk.HASH.startsWith("PBKDF2WithHmacSHA512:210000:"), Desk.HASH);
        assertFalse(Desk.HASH.contains(Desk.PASSWORD));
        assertFalse(Desk.HASH.equals(Desk.PASSWORDS.hash(Desk.PASSWORD).orElseThrow()));
    }

    private void assertRefused(String token) {
        assertFalse(here.tokens.check(token).isPresent(), token);
    }

    private static String signed(ECKey key, JOSEObjectType type, JWTClaimsSet claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(type)
                        .keyID(key.getKeyID())
                        .build(),
                claims);
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }
}
