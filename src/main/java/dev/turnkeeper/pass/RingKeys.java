package dev.turnkeeper.pass;

import com.nimbusds.jose.jwk.JWK;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All keys of the grid as they are stored, of one version. The bytes begin with a format; a later format stays able to read
 * the older ones.
 *
 * @param secret 32 bytes under which bindings, pseudonyms, pass ids and hand-over tokens are made; never changes, since
 *     places that are held depend on it
 * @param signing pairs that passes are signed with, by the time from which they sign
 * @param tickets keys that waiting tickets are signed with, by the time from which they sign
 */
record RingKeys(long version, byte[] secret, List<Signing> signing, List<TicketKey> tickets) {

    /** Published so long before it signs: verifiers keep the key set for 5 minutes, and clocks differ. */
    static final Duration SIGNS_AFTER = Duration.ofMinutes(11);

    /** A ticket never leaves the grid's own nodes for a check, so they only have to have heard of the key. */
    static final Duration TICKET_SIGNS_AFTER = Duration.ofMinutes(1);

    /** No pass lives longer than twice the longest session timeout, of a week. */
    static final Duration PASS_LIVES_AT_MOST = Duration.ofDays(14);

    /** Nobody waits longer than this. */
    static final Duration TICKET_LIVES_AT_MOST = Duration.ofDays(30);

    /** What a verifier fetches must stay small. */
    static final int MOST_KEYS = 32;

    private static final int FORMAT = 1;
    private static final int SECRET_BYTES = 32;

    record Signing(JWK key, Instant createdAt, Instant signsFrom) {

        /** Never the private part. */
        @Override
        public String toString() {
            return "signing key " + key.getKeyID() + " from " + signsFrom;
        }
    }

    record TicketKey(int id, byte[] secret, Instant createdAt, Instant signsFrom) {

        @Override
        public String toString() {
            return "ticket key " + id + " from " + signsFrom;
        }
    }

    RingKeys {
        signing = List.copyOf(signing);
        tickets = List.copyOf(tickets);
    }

    /** The first keys, which sign at once. */
    static RingKeys first(KeyAlgorithm algorithm, SecureRandom random, Instant now) {
        return new RingKeys(
                1,
                bytes(random),
                List.of(new Signing(algorithm.generate(), now, now)),
                List.of(new TicketKey(1, bytes(random), now, now)));
    }

    /** With a new key of each kind, and without those whose last pass or ticket has ended. */
    RingKeys rotated(KeyAlgorithm algorithm, SecureRandom random, Instant now) {
        int lastId = tickets.get(tickets.size() - 1).id();
        return new RingKeys(
                version + 1,
                secret,
                Stream.concat(
                                verifying(signing, Signing::signsFrom, PASS_LIVES_AT_MOST, now).stream(),
                                Stream.of(new Signing(algorithm.generate(), now, now.plus(SIGNS_AFTER))))
                        .toList(),
                Stream.concat(
                                verifying(tickets, TicketKey::signsFrom, TICKET_LIVES_AT_MOST, now).stream(),
                                Stream.of(new TicketKey(lastId + 1, bytes(random), now, now.plus(TICKET_SIGNS_AFTER))))
                        .toList());
    }

    /** With nothing but a new pair to sign and check passes with, from now on; tickets keep their keys. */
    RingKeys replaced(KeyAlgorithm algorithm, SecureRandom random, Instant now) {
        return new RingKeys(version + 1, secret, List.of(new Signing(algorithm.generate(), now, now)), tickets);
    }

    /** The pair that signs now: the last of those that may. */
    Signing signingAt(Instant now) {
        return last(signing, Signing::signsFrom, now);
    }

    TicketKey ticketAt(Instant now) {
        return last(tickets, TicketKey::signsFrom, now);
    }

    /** Keys that a pass in force may have been signed with, and those that will sign. */
    List<Signing> verifyingAt(Instant now) {
        return verifying(signing, Signing::signsFrom, PASS_LIVES_AT_MOST, now);
    }

    private static <K> K last(List<K> keys, Function<K, Instant> signsFrom, Instant now) {
        K last = keys.get(0);
        for (K key : keys) {
            if (!signsFrom.apply(key).isAfter(now)) {
                last = key;
            }
        }
        return last;
    }

    /** A key is done when its successor has signed for as long as anything signed with it may live. */
    private static <K> List<K> verifying(List<K> keys, Function<K, Instant> signsFrom, Duration lives, Instant now) {
        List<K> verifying = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            boolean newest = i == keys.size() - 1;
            if (newest || signsFrom.apply(keys.get(i + 1)).plus(lives).isAfter(now)) {
                verifying.add(keys.get(i));
            }
        }
        return verifying;
    }

    private static byte[] bytes(SecureRandom random) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeLong(version);
            out.write(secret);
            out.writeShort(signing.size());
            for (Signing key : signing) {
                out.writeUTF(key.key().toJSONString());
                out.writeLong(key.createdAt().toEpochMilli());
                out.writeLong(key.signsFrom().toEpochMilli());
            }
            out.writeShort(tickets.size());
            for (TicketKey key : tickets) {
                out.writeInt(key.id());
                out.write(key.secret());
                out.writeLong(key.createdAt().toEpochMilli());
                out.writeLong(key.signsFrom().toEpochMilli());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalStateException where a newer node wrote it, or nobody of ours; says nothing of what they hold */
    static RingKeys ofBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readUnsignedByte();
            if (format != FORMAT) {
                throw new IllegalStateException("the grid's keys are stored in format " + format
                        + ", this node reads format " + FORMAT + ": bring all nodes to one version of Turnkeeper");
            }
            long version = in.readLong();
            byte[] secret = exactly(in);
            List<Signing> signing = new ArrayList<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                signing.add(new Signing(JWK.parse(in.readUTF()), instant(in), instant(in)));
            }
            List<TicketKey> tickets = new ArrayList<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                tickets.add(new TicketKey(in.readInt(), exactly(in), instant(in), instant(in)));
            }
            if (signing.isEmpty() || tickets.isEmpty()) {
                throw new IllegalStateException("the stored keys of the grid have none that signs");
            }
            return new RingKeys(version, secret, signing, tickets);
        } catch (IOException | ParseException broken) {
            // The parser's message would show the key.
            throw new IllegalStateException("the stored keys of the grid are broken");
        }
    }

    private static byte[] exactly(DataInputStream in) throws IOException {
        byte[] bytes = new byte[SECRET_BYTES];
        in.readFully(bytes);
        return bytes;
    }

    private static Instant instant(DataInputStream in) throws IOException {
        return Instant.ofEpochMilli(in.readLong());
    }

    /** Ids only. */
    @Override
    public String toString() {
        return "keys of version " + version + ": " + signing + ", " + tickets;
    }
}
