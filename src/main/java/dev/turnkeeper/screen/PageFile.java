package dev.turnkeeper.screen;

import dev.turnkeeper.answer.Gzip;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of the page, ready to be sent.
 *
 * @param version of its content: another content, another version
 */
record PageFile(String name, String type, String version, byte[] plain, byte[] zipped) {

    private static final int VERSION_BYTES = 6;

    static PageFile of(String name, String type, String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        return new PageFile(name, type, version(plain), plain, Gzip.zip(plain));
    }

    String etag(boolean asZipped) {
        return "\"" + version + (asZipped ? "-gz" : "") + "\"";
    }

    private static String version(byte[] plain) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain);
            return HexFormat.of().formatHex(digest, 0, VERSION_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
