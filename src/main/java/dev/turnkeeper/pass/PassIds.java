package dev.turnkeeper.pass;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The ids of passes: base64url of 12 bytes of a keyed hash, generation, position and room. So the same place has the same
 * id on every node, an id leads back to its place with no look-up, and nobody makes up another's.
 */
public final class PassIds {

    private static final int MAC_BYTES = 12;
    private static final int FIXED = MAC_BYTES + Integer.BYTES + Long.BYTES;
    private static final int LONGEST_ROOM = 40;
    private static final int LONGEST_TEXT = (FIXED + LONGEST_ROOM + 2) / 3 * 4;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final KeyRing keys;

    public PassIds(KeyRing keys) {
        this.keys = keys;
    }

    public String of(String room, long generation, long position) {
        byte[] name = room.getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = ByteBuffer.allocate(FIXED + name.length)
                .position(MAC_BYTES)
                .putInt(Math.toIntExact(generation))
                .putLong(position)
                .put(name)
                .array();
        System.arraycopy(mac(bytes), 0, bytes, 0, MAC_BYTES);
        return ENCODER.encodeToString(bytes);
    }

    /** Empty where this grid made no such id, and where no place stands behind it (a bypass). */
    public Optional<PassPlace> read(String id) {
        byte[] bytes;
        try {
            bytes = id.length() > LONGEST_TEXT
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(id);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (bytes.length <= FIXED
                || !MessageDigest.isEqual(Arrays.copyOf(bytes, MAC_BYTES), Arrays.copyOf(mac(bytes), MAC_BYTES))) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).position(MAC_BYTES);
        long generation = in.getInt();
        long position = in.getLong();
        return Optional.of(new PassPlace(
                new String(bytes, FIXED, bytes.length - FIXED, StandardCharsets.US_ASCII), generation, position));
    }

    private byte[] mac(byte[] bytes) {
        return keys.now().passId().of(bytes, MAC_BYTES, bytes.length - MAC_BYTES);
    }
}
