package dev.turnkeeper.pass;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.state.Once;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One-time tokens that carry an admitted place through a URL, where a pass must never be: base64url of what they say and 16
 * bytes of a keyed hash over it. They live for a minute, count once in the whole grid, and only for the visitor that the
 * place is bound to. Where the grid does not say within 300 ms whether a token counted before, it counts: a visitor whose
 * turn has come gets in, and a replay needs the very same visitor within the same minute.
 */
public final class HandOvers {

    private static final Duration LIVES = Duration.ofSeconds(60);
    private static final long ANSWER_WITHIN_MILLIS = 300;
    private static final byte VERSION = 1;
    private static final int RANDOM_BYTES = 8;
    private static final int MAC_BYTES = 16;
    private static final int FIXED = 1 + RANDOM_BYTES + 5 * Long.BYTES;
    private static final int LONGEST_ROOM = 40;
    private static final int LONGEST_TEXT = (FIXED + LONGEST_ROOM + MAC_BYTES + 2) / 3 * 4;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final KeyRing keys;
    private final Bindings bindings;
    private final Once once;
    private final SecureRandom random;
    private final InstantSource clock;
    private final PassEvents events;

    public HandOvers(KeyRing keys, Once once, SecureRandom random, InstantSource clock, PassEvents events) {
        this.keys = keys;
        this.bindings = new Bindings(keys);
        this.once = once;
        this.random = random;
        this.clock = clock;
        this.events = events;
    }

    public String write(Room room, HandOver handOver) {
        byte[] name = room.id().value().getBytes(StandardCharsets.US_ASCII);
        byte[] different = new byte[RANDOM_BYTES];
        random.nextBytes(different);
        byte[] bytes = ByteBuffer.allocate(FIXED + name.length + MAC_BYTES)
                .put(VERSION)
                .put(different)
                .putLong(clock.instant().plus(LIVES).toEpochMilli())
                .putLong(handOver.generation())
                .putLong(handOver.position())
                .putLong(handOver.binding())
                .putLong(handOver.insideSince().getEpochSecond())
                .put(name)
                .array();
        System.arraycopy(mac(bytes), 0, bytes, bytes.length - MAC_BYTES, MAC_BYTES);
        return ENCODER.encodeToString(bytes);
    }

    /** @param token from anybody; refusals are counted by reason and leave it as it was */
    public HandOverCheck accept(String token, Room room, VisitorTraits traits) {
        HandOverCheck check = check(token, room, traits);
        if (check instanceof HandOverCheck.Refused refused) {
            events.refused(refused.fault());
        }
        return check;
    }

    private HandOverCheck check(String token, Room room, VisitorTraits traits) {
        byte[] bytes;
        try {
            bytes = token.length() > LONGEST_TEXT
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return new HandOverCheck.Refused(HandOverFault.MALFORMED);
        }
        if (bytes.length <= FIXED + MAC_BYTES || bytes[0] != VERSION) {
            return new HandOverCheck.Refused(HandOverFault.MALFORMED);
        }
        byte[] mac = Arrays.copyOfRange(bytes, bytes.length - MAC_BYTES, bytes.length);
        if (!MessageDigest.isEqual(mac, Arrays.copyOf(mac(bytes), MAC_BYTES))) {
            return new HandOverCheck.Refused(HandOverFault.FORGED);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).position(1 + RANDOM_BYTES);
        Instant expires = Instant.ofEpochMilli(in.getLong());
        HandOver handOver = new HandOver(in.getLong(), in.getLong(), in.getLong(), Instant.ofEpochSecond(in.getLong()));
        String name = new String(bytes, FIXED, bytes.length - FIXED - MAC_BYTES, StandardCharsets.US_ASCII);
        if (!name.equals(room.id().value())) {
            return new HandOverCheck.Refused(HandOverFault.WRONG_ROOM);
        }
        if (!clock.instant().isBefore(expires)) {
            return new HandOverCheck.Refused(HandOverFault.EXPIRED);
        }
        if (!bindings.matches(handOver.binding(), traits)) {
            return new HandOverCheck.Refused(HandOverFault.WRONG_VISITOR);
        }
        return isFirst(ENCODER.encodeToString(mac))
                ? new HandOverCheck.Accepted(handOver)
                : new HandOverCheck.Refused(HandOverFault.USED);
    }

    private boolean isFirst(String id) {
        try {
            return once.first(id, 2 * LIVES.toMillis())
                    .toCompletableFuture()
                    .get(ANSWER_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException none) {
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private byte[] mac(byte[] bytes) {
        return keys.now().handOver().of(bytes, 0, bytes.length - MAC_BYTES);
    }
}
