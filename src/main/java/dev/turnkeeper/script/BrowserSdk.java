package dev.turnkeeper.script;

import dev.turnkeeper.answer.Gzip;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The script, ready to be sent.
 *
 * @param etag names its content, quoted
 */
record BrowserSdk(byte[] plain, byte[] zipped, String etag) {

    private static final String RESOURCE = "/sdk/turnkeeper.js";
    private static final int TAG_BYTES = 8;

    /** @throws IllegalStateException where the node was packaged without it */
    static BrowserSdk packaged() {
        try (InputStream file = BrowserSdk.class.getResourceAsStream(RESOURCE)) {
            if (file == null) {
                throw new IllegalStateException("the node was packaged without " + RESOURCE);
            }
            return of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static BrowserSdk of(String script) {
        byte[] plain = script.getBytes(StandardCharsets.UTF_8);
        return new BrowserSdk(plain, Gzip.zip(plain), tag(plain));
    }

    private static String tag(byte[] plain) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain);
            return '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
