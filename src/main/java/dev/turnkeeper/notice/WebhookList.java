package dev.turnkeeper.notice;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The stored form of all webhooks, by id. */
final class WebhookList {

    private static final int FORMAT = 1;

    private WebhookList() {}

    static byte[] toBytes(SortedMap<String, Webhook> webhooks) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeShort(webhooks.size());
            for (Webhook webhook : webhooks.values()) {
                write(webhook, out);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory took no bytes", impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(Webhook webhook, DataOutputStream out) throws IOException {
        out.writeUTF(webhook.id());
        out.writeByte(webhook.slot());
        out.writeUTF(webhook.name());
        out.writeUTF(webhook.url().toString());
        out.writeByte(webhook.events().size());
        for (Kind kind : webhook.events()) {
            out.writeUTF(kind.name());
        }
        out.writeByte(webhook.repeatSeconds().size());
        for (Map.Entry<Kind, Integer> repeat : webhook.repeatSeconds().entrySet()) {
            out.writeUTF(repeat.getKey().name());
            out.writeInt(repeat.getValue());
        }
        out.writeShort(webhook.rooms().size());
        for (String room : webhook.rooms()) {
            out.writeUTF(room);
        }
        out.writeBoolean(webhook.enabled());
        out.writeByte(webhook.tries());
        out.writeLong(webhook.version());
        out.writeLong(webhook.since().toEpochMilli());
        out.writeLong(webhook.createdAt().toEpochMilli());
        out.writeUTF(webhook.createdBy());
        out.writeUTF(webhook.secret());
        out.writeUTF(webhook.olderSecret());
        out.writeLong(webhook.olderUntil().toEpochMilli());
    }

    /** @throws IllegalStateException where the bytes are no list of this version */
    static SortedMap<String, Webhook> ofBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            Format.need("webhooks", FORMAT, in.readUnsignedByte());
            SortedMap<String, Webhook> webhooks = new TreeMap<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                Webhook webhook = read(in);
                webhooks.put(webhook.id(), webhook);
            }
            return webhooks;
        } catch (IOException broken) {
            throw new IllegalStateException("the stored bytes of the webhooks are broken", broken);
        }
    }

    private static Webhook read(DataInputStream in) throws IOException {
        return new Webhook(
                in.readUTF(),
                in.readUnsignedByte(),
                in.readUTF(),
                URI.create(in.readUTF()),
                events(in),
                repeats(in),
                rooms(in),
                in.readBoolean(),
                in.readUnsignedByte(),
                in.readLong(),
                Instant.ofEpochMilli(in.readLong()),
                Instant.ofEpochMilli(in.readLong()),
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                Instant.ofEpochMilli(in.readLong()));
    }

    private static Set<Kind> events(DataInputStream in) throws IOException {
        Set<Kind> events = EnumSet.noneOf(Kind.class);
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            events.add(Kind.valueOf(in.readUTF()));
        }
        return events;
    }

    private static Map<Kind, Integer> repeats(DataInputStream in) throws IOException {
        Map<Kind, Integer> repeats = new EnumMap<>(Kind.class);
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            repeats.put(Kind.valueOf(in.readUTF()), in.readInt());
        }
        return repeats;
    }

    private static Set<String> rooms(DataInputStream in) throws IOException {
        Set<String> rooms = new TreeSet<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            rooms.add(in.readUTF());
        }
        return rooms;
    }
}
