package dev.turnkeeper.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** The one API key that an operator gives a node in its settings. */
final class AdminKey {

    private final Optional<byte[]> digest;

    /** @param key empty or blank: no key is right */
    AdminKey(Optional<String> key) {
        this.digest = key.map(String::strip).filter(given -> !given.isEmpty()).map(AdminKey::digest);
    }

    /** Takes the same time for every wrong key. */
    boolean is(String key) {
        byte[] asked = digest(key);
        return digest.isPresent() && MessageDigest.isEqual(digest.get(), asked);
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
