package dev.turnkeeper.pass;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a text says that one of our own keys has signed as a pass. Remembers what it verified lately. */
final class PassReader {

    private static final int LONGEST = 4_096;
    private static final int PARTS = 3;

    /** Passes of so many visitors are checked in microseconds; about 1 KB each. */
    private static final int REMEMBERED = 20_000;

    private final KeyRing keys;
    private final Recent<String, Signed> verified = new Recent<>(REMEMBERED / 2);

    PassReader(KeyRing keys) {
        this.keys = keys;
    }

    /** @param keyId of the key that verified it: once that is gone, the pass is unknown too */
    record Signed(PassClaims claims, String issuer, Instant notBefore, String keyId) {}

    record Reading(Optional<Signed> signed, Optional<PassFault> fault) {

        static Reading of(PassFault fault) {
            return new Reading(Optional.empty(), Optional.of(fault));
        }
    }

    Reading read(String token) {
        if (token.length() > LONGEST) {
            return Reading.of(PassFault.MALFORMED);
        }
        Optional<Signed> known = verified.find(token)
                .filter(signed -> keys.now().find(signed.keyId()).isPresent());
        if (known.isPresent()) {
            return new Reading(known, Optional.empty());
        }
        try {
            return verify(token);
        } catch (ParseException | IllegalArgumentException notAPass) {
            return Reading.of(PassFault.MALFORMED);
        }
    }

    private Reading verify(String token) throws ParseException {
        String[] parts = token.split("\\.", PARTS + 1);
        if (parts.length != PARTS) {
            return Reading.of(PassFault.MALFORMED);
        }
        Map<String, Object> fields = JoseHeader.fields(parts[0]);
        String algorithm = JSONObjectUtils.getString(fields, "alg");
        if (algorithm == null || !isOurs(algorithm)) {
            return Reading.of(PassFault.ALGORITHM);
        }
        JWSHeader header = JWSHeader.parse(fields);
        if (!Passes.TYPE.equals(header.getType())
                || header.getCriticalParams() != null
                || !header.isBase64URLEncodePayload()) {
            return Reading.of(PassFault.MALFORMED);
        }
        KnownKeys.Pair key =
                Optional.ofNullable(header.getKeyID()).flatMap(keys.now()::find).orElse(null);
        if (key == null) {
            return Reading.of(PassFault.UNKNOWN_KEY);
        }
        if (!key.algorithm().equals(header.getAlgorithm())) {
            return Reading.of(PassFault.ALGORITHM);
        }
        if (!isSignedBy(key, header, parts)) {
            return Reading.of(PassFault.BAD_SIGNATURE);
        }
        Signed signed = signed(JWTClaimsSet.parse(new Base64URL(parts[1]).decodeToString()), key.id());
        verified.put(token, signed);
        return new Reading(Optional.of(signed), Optional.empty());
    }

    private static boolean isOurs(String algorithm) {
        for (KeyAlgorithm ours : KeyAlgorithm.values()) {
            if (ours.jws().getName().equals(algorithm)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSignedBy(KnownKeys.Pair key, JWSHeader header, String[] parts) {
        byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        Base64URL signature = new Base64URL(parts[2]);
        try {
            // The last character has bits that mean nothing: one pass, one text.
            return Base64URL.encode(signature.decode()).equals(signature)
                    && key.verifier().verify(header, signed, signature);
        } catch (JOSEException notASignature) {
            return false;
        }
    }

    private static Signed signed(JWTClaimsSet body, String keyId) throws ParseException {
        List<String> rooms = body.getAudience();
        String id = body.getJWTID();
        String subject = body.getSubject();
        String issuer = body.getIssuer();
        if (rooms.size() != 1
                || id == null
                || subject == null
                || issuer == null
                || body.getNotBeforeTime() == null
                || body.getIssueTime() == null
                || body.getExpirationTime() == null) {
            throw new ParseException("a claim is missing", 0);
        }
        PassClaims claims = new PassClaims(
                rooms.get(0),
                subject,
                id,
                number(body, "generation"),
                number(body, "position"),
                Boolean.TRUE.equals(body.getBooleanClaim("bypass")),
                binding(body.getStringClaim("binding")),
                body.getIssueTime().toInstant(),
                body.getExpirationTime().toInstant(),
                Instant.ofEpochSecond(number(body, "since")),
                Optional.ofNullable(body.getStringClaim("ua")));
        return new Signed(claims, issuer, body.getNotBeforeTime().toInstant(), keyId);
    }

    private static long number(JWTClaimsSet body, String claim) throws ParseException {
        Long number = body.getLongClaim(claim);
        if (number == null) {
            throw new ParseException("a claim is missing", 0);
        }
        return number;
    }

    private static long binding(@Nullable String text) throws ParseException {
        byte[] bytes = text == null ? new byte[0] : Base64.getUrlDecoder().decode(text);
        if (bytes.length != Long.BYTES) {
            throw new ParseException("a claim is missing", 0);
        }
        return ByteBuffer.wrap(bytes).getLong();
    }
}
