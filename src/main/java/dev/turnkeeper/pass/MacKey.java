package dev.turnkeeper.pass;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 under a key of its own for each use, derived from the grid's secret. Safe for many threads. */
final class MacKey {

    private static final String HMAC = "HmacSHA256";

    /** Never fed, only copied: a copy costs a fifth of a new one. */
    private final Mac unused;

    MacKey(byte[] secret, String use) {
        Mac derive = mac(new SecretKeySpec(secret, HMAC));
        this.unused = mac(new SecretKeySpec(derive.doFinal(use.getBytes(StandardCharsets.UTF_8)), HMAC));
    }

    byte[] of(byte[] bytes, int from, int length) {
        try {
            Mac mac = (Mac) unused.clone();
            mac.update(bytes, from, length);
            return mac.doFinal();
        } catch (CloneNotSupportedException other) {
            throw new IllegalStateException("this JDK's " + HMAC + " cannot be copied", other);
        }
    }

    /** The lengths keep ("ab", "c") apart from ("a", "bc"). */
    byte[] of(String... parts) {
        try {
            Mac mac = (Mac) unused.clone();
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
                mac.update(bytes);
            }
            return mac.doFinal();
        } catch (CloneNotSupportedException other) {
            throw new IllegalStateException("this JDK's " + HMAC + " cannot be copied", other);
        }
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has " + HMAC, missing);
        }
    }
}
