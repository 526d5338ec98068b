package dev.turnkeeper.notice;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One notice on its way to one webhook, as it stood when this was written.
 *
 * @param slot of the webhook
 * @param version more than of what it replaces
 * @param tries made so far
 * @param most tries after which it is a dead letter
 * @param last what came of the last try
 * @param triedAt when that was
 * @param nextAt when to try again, where it is still to be delivered
 */
record Delivery(
        String webhook,
        int slot,
        Notice notice,
        State state,
        int version,
        int tries,
        int most,
        Optional<Reply> last,
        Instant triedAt,
        Instant nextAt) {

    enum State {
        WAITING,
        SENT,
        /** A dead letter: tried as often as its webhook says, and never taken. */
        DEAD
    }

    /** A webhook keeps so many, in turn. */
    static final int KEPT = 64;

    private static final int FORMAT = 1;

    static Delivery first(Webhook webhook, Notice notice) {
        return new Delivery(
                webhook.id(),
                webhook.slot(),
                notice,
                State.WAITING,
                0,
                0,
                webhook.tries(),
                Optional.empty(),
                Instant.EPOCH,
                notice.at());
    }

    /** Where it is kept: what comes to the same place takes it. */
    String place() {
        return slot + (isShared() ? "-" + notice.number() % KEPT : "-" + notice.id());
    }

    /** Whether the other nodes know of it. */
    boolean isShared() {
        return notice.number() > 0;
    }

    boolean isNewerThan(Delivery other) {
        // Numbers never go back, so what was told to a webhook that had this slot before is older.
        return notice.number() != other.notice.number()
                ? notice.number() > other.notice.number()
                : version > other.version;
    }

    Delivery after(Reply reply, Instant now, Backoff backoff) {
        int made = tries + 1;
        State next = reply.isTaken() ? State.SENT : made >= most ? State.DEAD : State.WAITING;
        Duration pause = next == State.WAITING ? backoff.after(made) : Duration.ZERO;
        return new Delivery(
                webhook, slot, notice, next, version + 1, made, most, Optional.of(reply), now, now.plus(pause));
    }

    /** By hand: at once, and if need be as often again. */
    Delivery again(int more, Instant now) {
        return new Delivery(webhook, slot, notice, State.WAITING, version + 1, tries, tries + more, last, triedAt, now);
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeUTF(webhook);
            out.writeByte(slot);
            notice.write(out);
            out.writeUTF(state.name());
            out.writeInt(version);
            out.writeInt(tries);
            out.writeInt(most);
            out.writeBoolean(last.isPresent());
            if (last.isPresent()) {
                out.writeShort(last.get().status());
                out.writeUTF(last.get().detail());
            }
            out.writeLong(triedAt.toEpochMilli());
            out.writeLong(nextAt.toEpochMilli());
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory took no bytes", impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalStateException where the bytes are no delivery of this version */
    static Delivery ofBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            Format.need("deliveries", FORMAT, in.readUnsignedByte());
            return new Delivery(
                    in.readUTF(),
                    in.readUnsignedByte(),
                    Notice.read(in),
                    State.valueOf(in.readUTF()),
                    in.readInt(),
                    in.readInt(),
                    in.readInt(),
                    in.readBoolean() ? Optional.of(new Reply(in.readUnsignedShort(), in.readUTF())) : Optional.empty(),
                    Instant.ofEpochMilli(in.readLong()),
                    Instant.ofEpochMilli(in.readLong()));
        } catch (IOException broken) {
            throw new IllegalStateException("the stored bytes of a delivery are broken", broken);
        }
    }
}
