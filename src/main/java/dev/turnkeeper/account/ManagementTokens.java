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

    /** From the password on; then it has to be given again. A ticket opening fits in, and so does a shift. */
    static final Duration RENEWED_FOR = Duration.ofHours(12);

    private static final String ISSUER = "turnkeeper";
    private static final String AUDIENCE = "turnkeeper-management";
    private static final String STAMP = "stamp";

    /** When the password was given, in seconds since 1970 (OpenID Connect's name for it). */
    private static final String LOGGED_IN = "auth_time";

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

    /** Whose login goes on, and by which token. */
    public record Renewed(Account account, Token token) {}

    /** Of somebody who has just shown the password. @throws IllegalStateException before the key is known */
    Token issue(Account account) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return issue(account, now, now);
    }

    /** A later one of the same login, while that one counts; empty where it does not, or was given too long ago. */
    public Optional<Renewed> renew(String token) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return claims(token).flatMap(claims -> account(claims).flatMap(account -> loggedIn(claims)
                .filter(at -> now.isBefore(at.plus(RENEWED_FOR)))
                .map(at -> new Renewed(account, issue(account, at, now)))));
    }

    private Token issue(Account account, Instant loggedIn, Instant now) {
        Instant usual = now.plus(LIVES);
        Instant last = loggedIn.plus(RENEWED_FOR);
        Instant expiresAt = usual.isBefore(last) ? usual : last;
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(account.name())
                .claim("upn", account.name())
                .claim("groups", List.copyOf(account.sortedRoles()))
                .claim(STAMP, account.stamp())
                .claim(LOGGED_IN, loggedIn.getEpochSecond())
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
        return claims(token).flatMap(this::account);
    }

    /** Of a token that is signed, of this issuer, and not over. */
    private Optional<JWTClaimsSet> claims(String token) {
        Optional<SignedJWT> jwt = parsed(token).filter(known -> key.verifies(TYPE, known));
        if (jwt.isEmpty()) {
            return Optional.empty();
        }
        try {
            JWTClaimsSet claims = jwt.get().getJWTClaimsSet();
            Date expires = claims.getExpirationTime();
            return ISSUER.equals(claims.getIssuer())
                            && claims.getAudience().contains(AUDIENCE)
                            && expires != null
                            && clock.instant().isBefore(expires.toInstant())
                    ? Optional.of(claims)
                    : Optional.empty();
        } catch (ParseException forged) {
            return Optional.empty();
        }
    }

    /** Unless it has changed since. */
    private Optional<Account> account(JWTClaimsSet claims) {
        Optional<Long> stamp = number(claims, STAMP);
        return Optional.ofNullable(claims.getSubject())
                .flatMap(accounts::find)
                .filter(account -> stamp.isPresent() && account.stamp() == stamp.get());
    }

    private static Optional<Instant> loggedIn(JWTClaimsSet claims) {
        return number(claims, LOGGED_IN).map(Instant::ofEpochSecond);
    }

    private static Optional<Long> number(JWTClaimsSet claims, String name) {
        try {
            return Optional.ofNullable(claims.getLongClaim(name));
        } catch (ParseException noNumber) {
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
