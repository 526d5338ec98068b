package dev.turnkeeper.sdk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** The part of a pass's binding that can be checked without a secret: a hash of its id and the browser's {@code User-Agent}. */
final class Browser {

    private static final int BYTES = 12;

    private Browser() {}

    static boolean is(String claim, String passId, String userAgent) {
        byte[] expected = of(passId, userAgent).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, claim.getBytes(StandardCharsets.US_ASCII));
    }

    static String of(String passId, String userAgent) {
        byte[] hash = sha256().digest((passId + "\n" + userAgent).getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
