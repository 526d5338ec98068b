package dev.turnkeeper.account;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

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

    private static final String TYPE = "JWT";

    private final SharedKey key;
    private final Accounts accounts;
    private final InstantSource clock;

    /** @param key that signs nothing else */
    public ManagementTokens(SharedKey key, Accounts accounts, InstantSource clock) {
        this.key = key;
        this.accounts = accounts;
        this.clock = clock;
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
        return new Token(key.sign(TYPE, claims.toJSONObject()), expiresAt);
    }

    /** Whether it says that it is of this issuer's key; else it is for another one to judge. */
    boolean isOurs(String token) {
        return parsed(token).filter(key::isNamedIn).isPresent();
    }

    /** Whose it is; empty where it does not count, or no longer. */
    Optional<Account> check(String token) {
        Optional<SignedJWT> jwt = parsed(token).filter(known -> key.verifies(TYPE, known));
        if (jwt.isEmpty()) {
            return Optional.empty();
        }
        try {
            JWTClaimsSet claims = jwt.get().getJWTClaimsSet();
            Date expires = claims.getExpirationTime();
            if (!ISSUER.equals(claims.getIssuer())
                    || !claims.getAudience().contains(AUDIENCE)
                    || expires == null
                    || !clock.instant().isBefore(expires.toInstant())) {
                return Optional.empty();
            }
            Long stamp = claims.getLongClaim(STAMP);
            return Optional.ofNullable(claims.getSubject())
                    .flatMap(accounts::find)
                    .filter(account -> stamp != null && account.stamp() == stamp);
        } catch (ParseException forged) {
            return Optional.empty();
        }
    }

    private static Optional<SignedJWT> parsed(String token) {
        if (token.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(SignedJWT.parse(token));
        } catch (ParseException notAToken) {
            return Optional.empty();
        }
    }
}
