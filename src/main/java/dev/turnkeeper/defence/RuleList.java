package dev.turnkeeper.defence;

import dev.turnkeeper.room.RoomId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The stored form of all access rules, in their order. */
final class RuleList {

    private static final int FORMAT = 1;
    private static final List<AccessRule.Action> ACTIONS =
            List.of(AccessRule.Action.EXPRESS, AccessRule.Action.ALLOW, AccessRule.Action.DENY);

    private RuleList() {}

    static byte[] toBytes(AccessRules.Listed listed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeLong(listed.version());
            out.writeInt(listed.rules().size());
            for (AccessRule rule : listed.rules()) {
                out.writeUTF(rule.id());
                out.writeByte(ACTIONS.indexOf(rule.action()));
                maybe(rule.room(), out, (room, to) -> to.writeUTF(room.value()));
                maybe(rule.addresses(), out, StoredWho::write);
                maybe(rule.userAgent(), out, (agent, to) -> to.writeUTF(agent));
                maybe(rule.country(), out, (country, to) -> to.writeUTF(country));
                maybe(rule.login(), out, (login, to) -> {
                    StoredWho.write(login.key(), to);
                    to.writeUTF(login.shown());
                });
                out.writeUTF(rule.note());
                out.writeLong(rule.createdAt().getEpochSecond());
                out.writeUTF(rule.createdBy());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory took no bytes", impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalStateException where the bytes are no list of this version */
    static AccessRules.Listed ofBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readUnsignedByte();
            if (format != FORMAT) {
                throw new IllegalStateException("the stored access rules are of format " + format
                        + ", which this version does not read: bring all nodes to one version of Turnkeeper");
            }
            long version = in.readLong();
            List<AccessRule> rules = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                rules.add(new AccessRule(
                        in.readUTF(),
                        ACTIONS.get(in.readUnsignedByte()),
                        maybe(in, from -> new RoomId(from.readUTF())),
                        maybe(in, StoredWho::range),
                        maybe(in, from -> from.readUTF()),
                        maybe(in, from -> from.readUTF()),
                        maybe(in, from -> new MaskedLogin(StoredWho.login(from), from.readUTF())),
                        in.readUTF(),
                        Instant.ofEpochSecond(in.readLong()),
                        in.readUTF()));
            }
            return new AccessRules.Listed(version, rules);
        } catch (IOException broken) {
            throw new IllegalStateException("the stored bytes of the access rules are broken", broken);
        }
    }

    private static <T> void maybe(Optional<T> value, DataOutputStream out, Writer<T> writer) throws IOException {
        out.writeBoolean(value.isPresent());
        if (value.isPresent()) {
            writer.write(value.get(), out);
        }
    }

    private static <T> Optional<T> maybe(DataInputStream in, Reader<T> reader) throws IOException {
        return in.readBoolean() ? Optional.of(reader.read(in)) : Optional.empty();
    }

    private interface Writer<T> {
        void write(T value, DataOutputStream out) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }
}
