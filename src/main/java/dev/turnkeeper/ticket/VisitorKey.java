package dev.turnkeeper.ticket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A visitor of one room: 16 bytes of a keyed hash of what the client sent, which itself is never kept. */
public record VisitorKey(long high, long low) {

    /** As the key of a ticket map. */
    public UUID uuid() {
        return new UUID(high, low);
    }

    /** Makes keys under one secret that the whole grid shares. Safe for many threads. */
    public static final class Maker {

        private final ThreadLocal<Keyed> macs = new ThreadLocal<>();
        private volatile SecretKeySpec secret;

        /** @param secret at least 16 bytes, the same on every node */
        public Maker(byte[] secret) {
            this.secret = checked(secret);
        }

        /** From now on keys are made under this secret: the grid's own, once it is known. */
        public void use(byte[] gridSecret) {
            secret = checked(gridSecret);
        }

        /** @param parts what tells this visitor from others in this room: room id, login id or address, perhaps more */
        public VisitorKey of(String... parts) {
            Mac mac = mac();
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                // The length keeps ("ab", "c") apart from ("a", "bc").
                mac.update(ByteBuffer.allocate(4).putInt(0, bytes.length));
                mac.update(bytes);
            }
            ByteBuffer hash = ByteBuffer.wrap(mac.doFinal());
            return new VisitorKey(hash.getLong(), hash.getLong());
        }

        private Mac mac() {
            SecretKeySpec now = secret;
            Keyed keyed = macs.get();
            if (keyed == null || keyed.secret() != now) {
                keyed = new Keyed(now, mac(now));
                macs.set(keyed);
            }
            return keyed.mac();
        }

        private static SecretKeySpec checked(byte[] secret) {
            if (secret.length < 16) {
                throw new IllegalArgumentException("a key of at least 16 bytes is needed, not " + secret.length);
            }
            return new SecretKeySpec(secret, "HmacSHA256");
        }

        private static Mac mac(SecretKeySpec key) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(key);
                return mac;
            } catch (InvalidKeyException refused) {
                throw new IllegalArgumentException("not a key for HmacSHA256", refused);
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException("every JDK has HmacSHA256", missing);
            }
        }

        private record Keyed(SecretKeySpec secret, Mac mac) {}
    }
}
