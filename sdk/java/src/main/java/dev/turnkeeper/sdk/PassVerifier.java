package dev.turnkeeper.sdk;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * Reads passes. A signature costs far more than everything else a check does, so the claims of verified passes are remembered;
 * what time, room or visitor have to say is looked at each time.
 */
final class PassVerifier {

    private static final String TYPE = "tkp+jwt";
    private static final int LONGEST = 4096;
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);

    private final KeySource keys;
    private final String issuer;
    private final Recent<String, PassClaims> verified = new Recent<>(50_000);

    /** @param issuer the only {@code iss} that counts */
    PassVerifier(KeySource keys, String issuer) {
        this.keys = keys;
        this.issuer = issuer;
    }

    /** Where keys come from. */
    interface KeySource {
        /** May ask the node once for a key it does not know, within a bound. */
        Optional<Keys.Key> byId(String id);
    }

    /** @param expiredBefore the instant that decides about the end; behind {@code now} while the waiting room is out of reach */
    PassCheck check(String token, String room, String userAgent, Instant now, Instant expiredBefore) {
        PassClaims claims = verified.get(token);
        if (claims == null) {
            PassCheck signature = verify(token);
            if (signature.claims().isEmpty()) {
                return signature;
            }
            claims = signature.claims().get();
            verified.put(token, claims);
        }
        return fault(claims, room, userAgent, now, expiredBefore)
                .map(PassCheck::refused)
                .orElse(PassCheck.accepted(claims));
    }

    private static Optional<PassFault> fault(
            PassClaims claims, String room, String userAgent, Instant now, Instant expiredBefore) {
        if (!claims.room().equals(room)) {
            return Optional.of(PassFault.WRONG_ROOM);
        }
        if (now.plus(CLOCK_SKEW).isBefore(claims.notBefore())) {
            return Optional.of(PassFault.NOT_YET);
        }
        // A pass of a failure mode never outlives its two minutes.
        if (!(claims.bypass() ? now : expiredBefore).isBefore(claims.expiresAt())) {
            return Optional.of(PassFault.EXPIRED);
        }
        if (claims.browser().isPresent() && !Browser.is(claims.browser().get(), claims.id(), userAgent)) {
            return Optional.of(PassFault.WRONG_VISITOR);
        }
        return Optional.empty();
    }

    private PassCheck verify(String token) {
        if (token.length() > LONGEST) {
            return PassCheck.refused(PassFault.MALFORMED);
        }
        SignedJWT jwt;
        try {
            jwt = SignedJWT.parse(token);
        } catch (ParseException malformed) {
            return PassCheck.refused(isUnsigned(token) ? PassFault.ALGORITHM : PassFault.MALFORMED);
        }
        JWSHeader header = jwt.getHeader();
        if (!JWSAlgorithm.ES256.equals(header.getAlgorithm()) && !JWSAlgorithm.RS256.equals(header.getAlgorithm())) {
            return PassCheck.refused(PassFault.ALGORITHM);
        }
        if (header.getType() == null || !TYPE.equals(header.getType().getType()) || header.getKeyID() == null) {
            return PassCheck.refused(PassFault.MALFORMED);
        }
        Optional<Keys.Key> key = keys.byId(header.getKeyID());
        if (key.isEmpty()) {
            return PassCheck.refused(PassFault.UNKNOWN_KEY);
        }
        return isSignedBy(key.get(), jwt).map(PassCheck::refused).orElseGet(() -> claims(jwt));
    }

    private static boolean isUnsigned(String token) {
        try {
            return com.nimbusds.jose.Header.parse(com.nimbusds.jose.JOSEObject.split(token)[0])
                    .getAlgorithm()
                    .equals(com.nimbusds.jose.Algorithm.NONE);
        } catch (ParseException | IllegalArgumentException noHeader) {
            return false;
        }
    }

    private static Optional<PassFault> isSignedBy(Keys.Key key, SignedJWT jwt) {
        if (!key.algorithm().equals(jwt.getHeader().getAlgorithm())) {
            return Optional.of(PassFault.ALGORITHM);
        }
        try {
            return jwt.verify(key.verifier()) ? Optional.empty() : Optional.of(PassFault.BAD_SIGNATURE);
        } catch (JOSEException notVerifiable) {
            return Optional.of(PassFault.BAD_SIGNATURE);
        }
    }

    private PassCheck claims(SignedJWT jwt) {
        try {
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            if (!issuer.equals(claims.getIssuer())) {
                return PassCheck.refused(PassFault.WRONG_ISSUER);
            }
            List<String> rooms = claims.getAudience();
            Date expiry = claims.getExpirationTime();
            if (rooms.size() != 1 || expiry == null || claims.getJWTID() == null) {
                return PassCheck.refused(PassFault.MALFORMED);
            }
            Instant issuedAt = instant(claims.getIssueTime(), Instant.EPOCH);
            Long position = claims.getLongClaim("position");
            Long generation = claims.getLongClaim("generation");
            return PassCheck.accepted(new PassClaims(
                    rooms.get(0),
                    claims.getJWTID(),
                    claims.getSubject() == null ? "" : claims.getSubject(),
                    position == null ? 0 : position,
                    generation == null ? 0 : generation,
                    Boolean.TRUE.equals(claims.getBooleanClaim("bypass")),
                    Optional.ofNullable(claims.getStringClaim("ua")),
                    issuedAt,
                    instant(claims.getNotBeforeTime(), issuedAt),
                    expiry.toInstant()));
        } catch (ParseException malformed) {
            return PassCheck.refused(PassFault.MALFORMED);
        }
    }

    private static Instant instant(Date date, Instant otherwise) {
        return date == null ? otherwise : date.toInstant();
    }
}
