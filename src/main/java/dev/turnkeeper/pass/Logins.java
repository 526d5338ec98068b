package dev.turnkeeper.pass;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Logins of visitors: JWTs of the service's own issuer, verified by its published keys. They say who a visitor is and
 * nothing more: whatever groups or roles one carries, management never sees it.
 *
 * <p>The issuer's keys are kept for five minutes, fetched anew for an unknown one at most twice in half a minute, and kept
 * for four hours more while the issuer does not answer.
 */
public final class Logins {

    private static final int LONGEST = 8_192;
    private static final int LONGEST_SUBJECT = 512;
    private static final int CLOCK_SKEW_SECONDS = 30;
    private static final int FETCH_MILLIS = 2_000;
    private static final int LARGEST_KEY_SET = 256 * 1024;
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration KEPT_WITHOUT_ANSWER = Duration.ofHours(4);

    /** None with a shared secret: who can check such a token can make one. */
    private static final Set<JWSAlgorithm> ASYMMETRIC = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /**
     * @param jwks where the issuer publishes its keys
     * @param issuer what {@code iss} must be
     * @param audience what {@code aud} must name
     */
    public record Issuer(URL jwks, String issuer, String audience) {}

    private final Optional<DefaultJWTProcessor<SecurityContext>> processor;
    private final PassEvents events;

    /** Whether the issuer's keys were ever there; until then a refused fetch is not the token's fault. */
    private volatile boolean keysSeen;

    /** @param issuer empty: no login is believed */
    public Logins(Optional<Issuer> issuer, InstantSource clock, PassEvents events) {
        this.processor = issuer.map(known -> processor(known, clock));
        this.events = events;
    }

    public boolean isConfigured() {
        return processor.isPresent();
    }

    /** @param token what stands behind {@code Bearer}; refusals are counted by reason */
    public LoginCheck check(String token) {
        LoginCheck check = processor
                .<LoginCheck>map(issuer -> check(token, issuer))
                .orElseGet(() -> new LoginCheck.Refused(LoginFault.NOT_CONFIGURED));
        if (check instanceof LoginCheck.Refused refused) {
            events.refused(refused.fault());
        }
        return check;
    }

    private LoginCheck check(String token, DefaultJWTProcessor<SecurityContext> issuer) {
        try {
            if (token.length() > LONGEST) {
                return new LoginCheck.Refused(LoginFault.MALFORMED);
            }
            JoseHeader.fields(token.split("\\.", 2)[0]);
            JWT jwt = JWTParser.parse(token);
            if (!(jwt instanceof SignedJWT signed)
                    || !ASYMMETRIC.contains(signed.getHeader().getAlgorithm())) {
                return new LoginCheck.Refused(LoginFault.ALGORITHM);
            }
            JWTClaimsSet claims = issuer.process(signed, null);
            keysSeen = true;
            return isUsable(claims.getSubject())
                    ? new LoginCheck.Accepted(claims.getSubject())
                    : new LoginCheck.Refused(LoginFault.CLAIMS);
        } catch (ParseException notAToken) {
            return new LoginCheck.Refused(LoginFault.MALFORMED);
        } catch (BadJWTException claims) {
            keysSeen = true;
            return new LoginCheck.Refused(LoginFault.CLAIMS);
        } catch (BadJOSEException signature) {
            return new LoginCheck.Refused(LoginFault.BAD_SIGNATURE);
        } catch (RateLimitReachedException askedTooOften) {
            return new LoginCheck.Refused(keysSeen ? LoginFault.BAD_SIGNATURE : LoginFault.NO_KEYS);
        } catch (KeySourceException noAnswer) {
            return new LoginCheck.Refused(LoginFault.NO_KEYS);
        } catch (JOSEException unusable) {
            return new LoginCheck.Refused(LoginFault.BAD_SIGNATURE);
        }
    }

    /** It becomes part of keys and, where a room says so, of headers. */
    private static boolean isUsable(@Nullable String subject) {
        return subject != null
                && !subject.isBlank()
                && subject.length() <= LONGEST_SUBJECT
                && subject.chars().noneMatch(Character::isISOControl);
    }

    private static DefaultJWTProcessor<SecurityContext> processor(Issuer issuer, InstantSource clock) {
        JWKSource<SecurityContext> keys = JWKSourceBuilder.<SecurityContext>create(
                        issuer.jwks(), new DefaultResourceRetriever(FETCH_MILLIS, FETCH_MILLIS, LARGEST_KEY_SET))
                .cache(KEPT.toMillis(), 2 * FETCH_MILLIS)
                .rateLimited(true)
                .retrying(true)
                .outageTolerant(KEPT_WITHOUT_ANSWER.toMillis())
                .build();
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ASYMMETRIC, keys));
        processor.setJWSTypeVerifier(Logins::isNotOurs);
        DefaultJWTClaimsVerifier<SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>(
                        issuer.audience(),
                        new JWTClaimsSet.Builder().issuer(issuer.issuer()).build(),
                        Set.of("sub", "exp")) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        claims.setMaxClockSkew(CLOCK_SKEW_SECONDS);
        processor.setJWTClaimsSetVerifier(claims);
        return processor;
    }

    /** A pass is no login, whoever's key it is signed with. */
    private static void isNotOurs(@Nullable JOSEObjectType type, @Nullable SecurityContext none)
            throws BadJOSEException {
        if (Passes.TYPE.equals(type)) {
            throw new BadJWTException("a pass is no login");
        }
    }
}
