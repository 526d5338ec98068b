package dev.turnkeeper.ticket;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes and reads tickets: base64url of version, key id, what the ticket says, and 16 bytes of an HMAC-SHA256 over all of
 * that. There is one text of each ticket and key: another spelling of the same bytes is refused. Safe for many threads.
 */
public final class Tickets {

    private static final byte VERSION = 1;
    private static final int MAC_BYTES = 16;
    private static final int LONGEST_ROOM = 40;
    private static final int LONGEST = 1 + Numbers.LONGEST + 1 + LONGEST_ROOM + 4 * Numbers.LONGEST + Long.BYTES;
    private static final int LONGEST_TEXT = (LONGEST + MAC_BYTES + 2) / 3 * 4;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private final ThreadLocal<Keyed> macs = new ThreadLocal<>();
    private final Supplier<TicketKeys> keys;

    /** @param keys as they are now; asked for each ticket, so that a new key is used at once */
    public Tickets(Supplier<TicketKeys> keys) {
        this.keys = keys;
    }

    /** @throws IllegalArgumentException where the room's id is longer than 40 characters, or not ASCII */
    public String write(Ticket ticket) {
        TicketKeys now = keys.get();
        byte[] room = ticket.room().getBytes(StandardCharsets.US_ASCII);
        if (room.length > LONGEST_ROOM || !new String(room, StandardCharsets.US_ASCII).equals(ticket.room())) {
            throw new IllegalArgumentException("not the id of a room: " + ticket.room());
        }
        ByteBuffer out = ByteBuffer.allocate(LONGEST + MAC_BYTES);
        out.put(VERSION);
        Numbers.write(out, now.currentId());
        out.put((byte) room.length);
        out.put(room);
        Numbers.write(out, ticket.generation());
        Numbers.write(out, ticket.position());
        Numbers.write(out, ticket.firstRank());
        Numbers.write(out, ticket.issuedAt());
        out.putLong(ticket.binding());
        byte[] mac = mac(now.current(), out.array(), out.position());
        out.put(mac, 0, MAC_BYTES);
        return ENCODER.encodeToString(Arrays.copyOf(out.array(), out.position()));
    }

    /**
     * @param text from anybody
     * @throws TicketRefused where this grid did not write it, with the reason
     */
    public Ticket read(String text) throws TicketRefused {
        byte[] bytes = bytes(text);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (in.get() != VERSION) {
                throw new TicketRefused(TicketFault.MALFORMED);
            }
            long keyId = Numbers.read(in);
            verify(keyId, bytes);
            in.limit(bytes.length - MAC_BYTES);
            Ticket ticket = ticket(in);
            if (in.hasRemaining()) {
                throw new TicketRefused(TicketFault.MALFORMED);
            }
            return ticket;
        } catch (BufferUnderflowException | IllegalArgumentException cut) {
            throw new TicketRefused(TicketFault.MALFORMED);
        }
    }

    private static byte[] bytes(String text) throws TicketRefused {
        if (text.length() > LONGEST_TEXT) {
            throw new TicketRefused(TicketFault.MALFORMED);
        }
        byte[] bytes;
        try {
            bytes = DECODER.decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw new TicketRefused(TicketFault.MALFORMED);
        }
        // The decoder takes padding, and anything in the bits that the last character does not need.
        if (bytes.length <= MAC_BYTES || !ENCODER.encodeToString(bytes).equals(text)) {
            throw new TicketRefused(TicketFault.MALFORMED);
        }
        return bytes;
    }

    private void verify(long keyId, byte[] bytes) throws TicketRefused {
        SecretKeySpec key = keys.get().find(keyId).orElse(null);
        if (key == null) {
            throw new TicketRefused(TicketFault.UNKNOWN_KEY);
        }
        int signed = bytes.length - MAC_BYTES;
        byte[] right = Arrays.copyOf(mac(key, bytes, signed), MAC_BYTES);
        if (!MessageDigest.isEqual(right, Arrays.copyOfRange(bytes, signed, bytes.length))) {
            throw new TicketRefused(TicketFault.FORGED);
        }
    }

    private static Ticket ticket(ByteBuffer in) {
        byte[] room = new byte[in.get() & 0xFF];
        in.get(room);
        return new Ticket(
                new String(room, StandardCharsets.US_ASCII),
                Numbers.read(in),
                Numbers.read(in),
                Numbers.read(in),
                Numbers.read(in),
                in.getLong());
    }

    private byte[] mac(SecretKeySpec key, byte[] bytes, int length) {
        Keyed keyed = macs.get();
        if (keyed == null || keyed.key() != key) {
            keyed = new Keyed(key, mac(key));
            macs.set(keyed);
        }
        keyed.mac().update(bytes, 0, length);
        return keyed.mac().doFinal();
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HmacSHA256, and takes any bytes for its key", missing);
        }
    }

    private record Keyed(SecretKeySpec key, Mac mac) {}
}
