package dev.turnkeeper.sdk;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The node's public keys, each for the one algorithm that its kind is for: a pass does not choose how it is verified. */
final class Keys {

    static final Keys NONE = new Keys(Map.of());

    private final Map<String, Key> byId;

    private Keys(Map<String, Key> byId) {
        this.byId = Map.copyOf(byId);
    }

    record Key(JWSAlgorithm algorithm, JWSVerifier verifier) {}

    static Keys parse(String jwks) throws ParseException {
        Map<String, Key> byId = new HashMap<>();
        for (JWK key : JWKSet.parse(jwks).getKeys()) {
            if (key.getKeyID() != null) {
                key(key).ifPresent(usable -> byId.put(key.getKeyID(), usable));
            }
        }
        return new Keys(byId);
    }

    private static Optional<Key> key(JWK key) {
        try {
            if (key instanceof ECKey curve) {
                JWSVerifier verifier = new ECDSAVerifier(curve.toPublicJWK());
                return verifier.supportedJWSAlgorithms().contains(JWSAlgorithm.ES256)
                        ? Optional.of(new Key(JWSAlgorithm.ES256, verifier))
                        : Optional.empty();
            }
            if (key instanceof RSAKey rsa) {
                return Optional.of(new Key(JWSAlgorithm.RS256, new RSASSAVerifier(rsa.toPublicJWK())));
            }
        } catch (JOSEException notOurKind) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    Optional<Key> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }
}
