package dev.turnkeeper.notice;

import dev.turnkeeper.answer.JsonText;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that happened, as it is told.
 *
 * @param number in the grid's order, from 1; 0: only this node knows of it
 * @param id its own among all; who was told it twice knows by this
 * @param about what it happened to, so that it is noted once: {@code queue/shop}
 * @param subject as receivers read it: {@code rooms/shop}
 * @param room the id of the room that it concerns; empty: none, or all
 * @param tick of the grid when it was noted
 * @param data one JSON object
 * @param repeat how often it was said before; 0: it is news
 * @param onlyFor the id of the webhook that it is for; empty: all that want it
 */
record Notice(
        long number,
        String id,
        Kind kind,
        String about,
        String subject,
        Optional<String> room,
        Instant at,
        long tick,
        String data,
        int repeat,
        String onlyFor) {

    /** Of a room. */
    static Notice ofRoom(Kind kind, String about, String room, Instant at, long tick, JsonText data) {
        return of(kind, about, "rooms/" + room, Optional.of(room), at, tick, data);
    }

    static Notice of(
            Kind kind, String about, String subject, Optional<String> room, Instant at, long tick, JsonText data) {
        return new Notice(
                0, UUID.randomUUID().toString(), kind, about, subject, room, at, tick, data.toString(), 0, "");
    }

    Notice numbered(long next) {
        return new Notice(next, id, kind, about, subject, room, at, tick, data, repeat, onlyFor);
    }

    /** The same, said again to one webhook. */
    Notice again(int times, String webhook) {
        return new Notice(
                0, id + "-" + webhook + "-" + times, kind, about, subject, room, at, tick, data, times, webhook);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(number);
        out.writeUTF(id);
        out.writeUTF(kind.name());
        out.writeUTF(about);
        out.writeUTF(subject);
        out.writeUTF(room.orElse(""));
        out.writeLong(at.toEpochMilli());
        out.writeLong(tick);
        out.writeUTF(data);
        out.writeInt(repeat);
        out.writeUTF(onlyFor);
    }

    static Notice read(DataInputStream in) throws IOException {
        return new Notice(
                in.readLong(),
                in.readUTF(),
                Kind.valueOf(in.readUTF()),
                in.readUTF(),
                in.readUTF(),
                Optional.of(in.readUTF()).filter(room -> !room.isEmpty()),
                Instant.ofEpochMilli(in.readLong()),
                in.readLong(),
                in.readUTF(),
                in.readInt(),
                in.readUTF());
    }
}
