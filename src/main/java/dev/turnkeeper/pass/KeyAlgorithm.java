package dev.turnkeeper.pass;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.JWKGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;

/** What passes are signed with. */
public enum KeyAlgorithm {
    ES256(JWSAlgorithm.ES256) {
        @Override
        JWKGenerator<? extends JWK> generator() {
            return new ECKeyGenerator(Curve.P_256);
        }
    },
    /** For verifiers that know no elliptic curves. */
    RS256(JWSAlgorithm.RS256) {
        @Override
        JWKGenerator<? extends JWK> generator() {
            return new RSAKeyGenerator(RSA_BITS);
        }
    };

    private static final int RSA_BITS = 2048;

    private final JWSAlgorithm jws;

    KeyAlgorithm(JWSAlgorithm jws) {
        this.jws = jws;
    }

    abstract JWKGenerator<? extends JWK> generator();

    JWSAlgorithm jws() {
        return jws;
    }

    /** A new pair, named by its thumbprint. */
    JWK generate() {
        try {
            return generator()
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(jws)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException missing) {
            throw new IllegalStateException("every JDK can make a key for " + jws, missing);
        }
    }
}
