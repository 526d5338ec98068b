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
import dev.turnkeeper.state.SharedValue;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One ES256 key that the whole grid shares, for one purpose. */
public final class SharedKey {

    private final SharedValue shared;
    private final AtomicReference<@Nullable ECKey> key = new AtomicReference<>();

    private SharedKey(SharedValue shared) {
        this.shared = shared;
    }

    public static SharedKey of(SharedValue shared) {
        SharedKey key = new SharedKey(shared);
        shared.listen(key::read);
        key.read();
        return key;
    }

    /** Reads the grid's key, or makes it; false where the grid gave no answer. */
    public boolean learn() {
        return shared.change(known -> known.isPresent() ? Optional.empty() : Optional.of(newKey()))
                != SharedValue.Outcome.NO_MAJORITY;
    }

    /**
     * @param type of the JWS
     * @param claims its payload
     * @return the JWS in its compact form
     * @throws IllegalStateException before the key is known
     */
    public String sign(String type, Map<String, Object> claims) {
        ECKey known = known().orElseThrow(() -> new IllegalStateException("the key is not known yet"));
        JWSObject jws = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType(type))
                        .keyID(known.getKeyID())
                        .build(),
                new Payload(claims));
        try {
            jws.sign(new ECDSASigner(known));
        } catch (JOSEException impossible) {
            throw new IllegalStateException("every JDK signs with ES256", impossible);
        }
        return jws.serialize();
    }

    /** The public part, as a JSON Web Key. */
    public Map<String, Object> publicJwk() {
        return known().map(ECKey::toPublicJWK).map(ECKey::toJSONObject).orElse(Map.of());
    }

    /** Whether it says that it was signed with this key; else it is for somebody else to judge. */
    boolean isNamedIn(JWSObject jws) {
        return known().filter(known -> known.getKeyID().equals(jws.getHeader().getKeyID()))
                .isPresent();
    }

    boolean verifies(String type, JWSObject jws) {
        try {
            return known().isPresent()
                    && JWSAlgorithm.ES256.equals(jws.getHeader().getAlgorithm())
                    && new JOSEObjectType(type).equals(jws.getHeader().getType())
                    && jws.verify(new ECDSAVerifier(known().get().toECPublicKey()));
        } catch (JOSEException forged) {
            return false;
        }
    }

    private Optional<ECKey> known() {
        return Optional.ofNullable(key.get());
    }

    private void read() {
        shared.get().ifPresent(bytes -> {
            try {
                key.set(ECKey.parse(new String(bytes, StandardCharsets.UTF_8)));
            } catch (ParseException broken) {
                throw new IllegalStateException("the stored key is broken", broken);
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
