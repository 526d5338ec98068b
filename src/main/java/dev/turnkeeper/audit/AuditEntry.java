package dev.turnkeeper.audit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/**
 * One link of the chain.
 *
 * @param number 1, 2, 3 …
 * @param id of the event, the same however often it was tried to write it
 * @param at when it was written, in milliseconds
 * @param previous the hash of the entry before; empty for the first
 */
public record AuditEntry(long number, String id, Instant at, AuditEvent event, String previous) {

    private static final int FORMAT = 1;

    /**
     * SHA-256, in hex, of the UTF-8 of these, each followed by a line feed: number, previous, id, at, who, action, target,
     * room, before, after, reason; what is not there is an empty line.
     */
    public String hash() {
        StringBuilder text = new StringBuilder();
        for (String line : new String[] {
            Long.toString(number),
            previous,
            id,
            at.toString(),
            event.who(),
            event.action(),
            event.target(),
            event.room().orElse(""),
            event.before().orElse(""),
            event.after().orElse(""),
            event.reason().orElse("")
        }) {
            text.append(line).append('\n');
        }
        return Hash.of(text.toString());
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeLong(number);
            out.writeUTF(id);
            out.writeLong(at.toEpochMilli());
            out.writeUTF(previous);
            out.writeUTF(event.who());
            out.writeUTF(event.action());
            out.writeUTF(event.target());
            write(event.room(), out);
            write(event.before(), out);
            write(event.after(), out);
            write(event.reason(), out);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory took no bytes", impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalStateException where the bytes are no entry of this version */
    static AuditEntry ofBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readUnsignedByte();
            if (format != FORMAT) {
                throw new IllegalStateException("an audit entry is of format " + format
                        + ", which this version does not read: bring all nodes to one version of Turnkeeper");
            }
            long number = in.readLong();
            String id = in.readUTF();
            Instant at = Instant.ofEpochMilli(in.readLong());
            String previous = in.readUTF();
            AuditEvent event =
                    new AuditEvent(in.readUTF(), in.readUTF(), in.readUTF(), read(in), read(in), read(in), read(in));
            return new AuditEntry(number, id, at, event, previous);
        } catch (IOException broken) {
            throw new IllegalStateException("the stored bytes of an audit entry are broken", broken);
        }
    }

    private static void write(Optional<String> text, DataOutputStream out) throws IOException {
        out.writeBoolean(text.isPresent());
        if (text.isPresent()) {
            out.writeUTF(text.get());
        }
    }

    private static Optional<String> read(DataInputStream in) throws IOException {
        return in.readBoolean() ? Optional.of(in.readUTF()) : Optional.empty();
    }
}
