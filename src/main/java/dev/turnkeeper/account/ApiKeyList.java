package dev.turnkeeper.account;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** The stored form of all API keys, by id. */
final class ApiKeyList {

    private static final int FORMAT = 1;

    private ApiKeyList() {}

    static byte[] toBytes(SortedMap<String, ApiKey> keys) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeShort(keys.size());
            for (ApiKey key : keys.values()) {
                out.writeUTF(key.id());
                out.writeUTF(key.name());
                Stored.writeTexts(key.sortedRoles(), out);
                Stored.writeTexts(key.sortedRooms(), out);
                out.writeUTF(key.digest());
                out.writeLong(key.createdAt().getEpochSecond());
                out.writeLong(key.expiresAt().getEpochSecond());
                out.writeUTF(key.createdBy());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory took no bytes", impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalStateException where the bytes are no list of this version */
    static SortedMap<String, ApiKey> ofBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            Stored.need("API keys", FORMAT, in.readUnsignedByte());
            SortedMap<String, ApiKey> keys = new TreeMap<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                ApiKey key = new ApiKey(
                        in.readUTF(),
                        in.readUTF(),
                        Stored.readTexts(in),
                        Stored.readTexts(in),
                        in.readUTF(),
                        Instant.ofEpochSecond(in.readLong()),
                        Instant.ofEpochSecond(in.readLong()),
                        in.readUTF());
                keys.put(key.id(), key);
            }
            return keys;
        } catch (IOException broken) {
            throw new IllegalStateException("the stored bytes of the API keys are broken", broken);
        }
    }
}
