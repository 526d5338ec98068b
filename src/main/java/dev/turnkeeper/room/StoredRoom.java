package dev.turnkeeper.room;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A room's bytes in register and map: a format byte, then all of it. A deleted room leaves version and generation behind,
 * so that nothing is ever used twice.
 *
 * <p>A later format appends at the end of a part and raises the byte; every format ever written stays readable.
 *
 * @param room empty: deleted
 */
record StoredRoom(RoomId id, long version, long generation, Optional<Room> room) {

    private static final int FORMAT = 4;
    private static final int BEFORE_WEB = 1;
    private static final int BEFORE_SCHEDULE = 2;
    private static final int BEFORE_PLACES_PER_ADDRESS = 3;

    static StoredRoom of(Room room) {
        return new StoredRoom(room.id(), room.version(), room.generation(), Optional.of(room));
    }

    StoredRoom deleted() {
        return new StoredRoom(id, version + 1, generation, Optional.empty());
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeUTF(id.value());
            out.writeLong(version);
            out.writeLong(generation);
            out.writeBoolean(room.isPresent());
            if (room.isPresent()) {
                write(room.get(), out);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalStateException where a newer node wrote it, or nobody of ours */
    static StoredRoom ofBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readUnsignedByte();
            if (format < BEFORE_WEB || format > FORMAT) {
                throw new IllegalStateException(
                        "a room is stored in format " + format + ", this node reads formats up to " + FORMAT
                                + ": bring all nodes to one version of Turnkeeper");
            }
            RoomId id = new RoomId(in.readUTF());
            long version = in.readLong();
            long generation = in.readLong();
            Optional<Room> room =
                    in.readBoolean() ? Optional.of(read(format, id, version, generation, in)) : Optional.empty();
            return new StoredRoom(id, version, generation, room);
        } catch (IOException | IllegalArgumentException | DateTimeException broken) {
            throw new IllegalStateException("the stored bytes of a room are broken", broken);
        }
    }

    private static void write(Room room, DataOutputStream out) throws IOException {
        out.writeUTF(room.name());
        out.writeUTF(room.state().name());
        Policy policy = room.policy();
        out.writeLong(policy.limit());
        out.writeLong(policy.perMinute());
        out.writeInt(policy.sessionTimeoutSeconds());
        out.writeInt(policy.maxSessionSeconds());
        out.writeInt(policy.retentionSeconds());
        out.writeInt(policy.maxSilenceSeconds());
        out.writeInt(policy.claimSeconds());
        out.writeUTF(policy.failureMode().name());
        out.writeUTF(policy.tracerRefusal().name());
        out.writeUTF(policy.identity().name());
        out.writeInt(policy.maxPlacesPerAddress());
        out.writeUTF(room.tracerDomain().orElse(""));
        out.writeShort(room.routes().size());
        for (Route route : room.routes()) {
            out.writeUTF(route.host());
            out.writeInt(route.port().orElse(0));
            out.writeUTF(route.path());
            writeTexts(route.methods(), out);
            writeTexts(route.exclude(), out);
            out.writeUTF(route.menu().orElse(""));
            out.writeBoolean(route.ignoreCase());
        }
        out.writeLong(room.oldestGeneration());
        out.writeLong(room.increments().total());
        out.writeByte(room.increments().recent().size());
        for (ServingIncrements.Keyed keyed : room.increments().recent()) {
            out.writeUTF(keyed.key());
            out.writeLong(keyed.increment());
            out.writeLong(keyed.generation());
            out.writeLong(keyed.total());
        }
        StoredWeb.write(room.web(), out);
        StoredSchedule.write(room.agenda(), out);
    }

    private static Room read(int format, RoomId id, long version, long generation, DataInputStream in)
            throws IOException {
        String name = in.readUTF();
        RoomState state = RoomState.valueOf(in.readUTF());
        Policy policy = new Policy(
                in.readLong(),
                in.readLong(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                FailureMode.valueOf(in.readUTF()),
                TracerRefusal.valueOf(in.readUTF()),
                Identity.valueOf(in.readUTF()),
                format <= BEFORE_PLACES_PER_ADDRESS ? 0 : in.readInt());
        Optional<String> tracerDomain = text(in);
        List<Route> routes = new ArrayList<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            String host = in.readUTF();
            int port = in.readInt();
            routes.add(new Route(
                    host,
                    port == 0 ? OptionalInt.empty() : OptionalInt.of(port),
                    in.readUTF(),
                    readTexts(in),
                    readTexts(in),
                    text(in),
                    in.readBoolean()));
        }
        long oldestGeneration = in.readLong();
        long total = in.readLong();
        List<ServingIncrements.Keyed> recent = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            recent.add(new ServingIncrements.Keyed(in.readUTF(), in.readLong(), in.readLong(), in.readLong()));
        }
        WebPolicy web =
                format == BEFORE_WEB ? WebPolicy.USUAL : StoredWeb.read(in, format <= BEFORE_PLACES_PER_ADDRESS);
        Agenda agenda = format <= BEFORE_SCHEDULE ? Agenda.NONE : StoredSchedule.read(in);
        RoomSettings settings = new RoomSettings(id, name, routes, state, policy, tracerDomain, web, agenda.schedule());
        return new Room(settings, version, generation, oldestGeneration, new ServingIncrements(total, recent), agenda);
    }

    static Optional<String> text(DataInputStream in) throws IOException {
        String text = in.readUTF();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    static void writeTexts(Collection<String> texts, DataOutputStream out) throws IOException {
        out.writeShort(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    static List<String> readTexts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            texts.add(in.readUTF());
        }
        return texts;
    }
}
