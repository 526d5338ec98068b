package dev.turnkeeper.sdk;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;

/** Makes passes as a node does, and as an attacker would. */
final class Mint {

    static final String ISSUER = "https://queue.example.com";
    static final String BROWSER = "Mozilla/5.0 (a browser)";
    static final Instant NOW = Instant.parse("2026-11-21T00:00:00.123Z");

    final ECKey key;

    Mint(String keyId) {
        try {
            key = new ECKeyGenerator(Curve.P_256).keyID(keyId).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    JWKSet published() {
        return new JWKSet(key.toPublicJWK());
    }

    static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("tkp+jwt"))
                .keyID("k1");
    }

    /** Ten minutes of room {@code buy} for {@link #BROWSER}, from {@link #NOW} on. */
    static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("buy")
                .subject("v-1")
                .jwtID("j-1")
                .issueTime(Date.from(NOW))
                .notBeforeTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(600)))
                .claim("position", 7)
                .claim("generation", 1)
                .claim("ua", Browser.of("j-1", BROWSER));
    }

    String pass() {
        return pass(claims());
    }

    String pass(JWTClaimsSet.Builder claims) {
        return pass(header(), claims);
    }

    String pass(JWSHeader.Builder header, JWTClaimsSet.Builder claims) {
        try {
            SignedJWT jwt = new SignedJWT(header.build(), claims.build());
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException notSigned) {
            throw new IllegalStateException(notSigned);
        }
    }
}
