package dev.turnkeeper.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.turnkeeper.state.SharedValue;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a login is answered with: MicroProfile JWTs, signed with one key that the whole grid shares and that signs nothing
 * else that anybody believes. One counts as long as its account is as it was, and for half an hour at most.
 */
public final class ManagementTokens {

    static final Duration LIVES = Duration.ofMinutes(30);

    private static final String ISSUER = "turnkeeper";
    private static final String AUDIENCE = "turnkeeper-management";
    private static final String STAMP = "stamp";
    private static final int LONGEST = 4_096;

    private final SharedValue shared;
    private final Accounts accounts;
    private final InstantSource clock;
    private final AtomicReference<@Nullable ECKey> key = new AtomicReference<>();

    private ManagementTokens(SharedValue shared, Accounts accounts, InstantSource clock) {
        this.shared = shared;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** @param shared the key */
    public static ManagementTokens of(SharedValue shared, Accounts accounts, InstantSource clock) {
        ManagementTokens tokens = new ManagementTokens(shared, accounts, clock);
        shared.listen(tokens::read);
        tokens.read();
        return tokens;
    }

    /** Reads the grid's key, or makes it; false where the grid gave no answer. */
    public boolean learn() {
        return shared.change(known -> known.isPresent() ? Optional.empty() : Optional.of(newKey()))
                != SharedValue.Outcome.NO_MAJORITY;
    }

    /**
     * @param text what the account is answered with
     * @param expiresAt when it ends by itself
     */
    public record Token(String text, Instant expiresAt) {}

    /** @throws IllegalStateException before the key is known */
    Token issue(Account account) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expiresAt = now.plus(LIVES);
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(account.name())
                .claim("upn", account.name())
                .claim("groups", List.copyOf(account.sortedRoles()))
                .claim(STAMP, account.stamp())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(expiresAt))
                .build();
        return new Token(signed(JOSEObjectType.JWT, new Payload(claims.toJSONObject())), expiresAt);
    }

    /** Whether it says that it is of this issuer's key; else it is for another one to judge. */
    boolean isOurs(String token) {
        ECKey known = key.get();
        if (known == null || token.length() > LONGEST) {
            return false;
        }
        try {
            return known.getKeyID().equals(SignedJWT.parse(token).getHeader().getKeyID());
        } catch (ParseException notAToken) {
            return false;
        }
    }

    /** Whose it is; empty where it does not count, or no longer. */
    Optional<Account> check(String token) {
        ECKey known = key.get();
        if (known == null || token.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            Date expires = claims.getExpirationTime();
            if (!JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm())
                    || !JOSEObjectType.JWT.equals(jwt.getHeader().getType())
                    || !jwt.verify(new ECDSAVerifier(known.toECPublicKey()))
                    || !ISSUER.equals(claims.getIssuer())
                    || !claims.getAudience().contains(AUDIENCE)
                    || expires == null
                    || !clock.instant().isBefore(expires.toInstant())) {
                return Optional.empty();
            }
            Long stamp = claims.getLongClaim(STAMP);
            return Optional.ofNullable(claims.getSubject())
                    .flatMap(accounts::find)
                    .filter(account -> stamp != null && account.stamp() == stamp);
        } catch (ParseException | JOSEException forged) {
            return Optional.empty();
        }
    }

    private String signed(JOSEObjectType type, Payload payload) {
        ECKey known = key.get();
        if (known == null) {
            throw new IllegalStateException("the key is not known yet");
        }
        JWSObject jws = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(type)
                        .keyID(known.getKeyID())
                        .build(),
                payload);
        try {
            jws.sign(new ECDSASigner(known));
        } catch (JOSEException impossible) {
            throw new IllegalStateException("every JDK signs with ES256", impossible);
        }
        return jws.serialize();
    }

    private void read() {
        shared.get().ifPresent(bytes -> {
            try {
                key.set(ECKey.parse(new String(bytes, StandardCharsets.UTF_8)));
            } catch (ParseException broken) {
                throw new IllegalStateException("the stored key of the logins is broken", broken);
            }
        });
    }

    private static byte[] newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate()
                    .toJSONString()
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JOSEException impossible) {
            throw new IllegalStateException("every JDK makes such keys", impossible);
        }
    }
}
