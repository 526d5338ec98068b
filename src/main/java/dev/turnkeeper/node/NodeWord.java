package dev.turnkeeper.node;

import dev.turnkeeper.grid.Seat;
import dev.turnkeeper.operator.GridSight;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * What a node says of itself to the others, whenever it changes.
 *
 * @param member its name in the grid: a word of another name is of a process before it
 * @param identity its process's in the CP group; empty before it has a seat
 * @param settled whether it has taken over what the CP group knows
 */
record NodeWord(String member, GridSight.NodeState state, Seat seat, Optional<String> identity, boolean settled) {

    private static final int VERSION = 1;

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(member);
            out.writeUTF(state.name());
            out.writeUTF(seat.name());
            out.writeUTF(identity.orElse(""));
            out.writeBoolean(settled);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Empty where another version of this program wrote it in a way that is not known here. */
    static Optional<NodeWord> ofBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                return Optional.empty();
            }
            return Optional.of(new NodeWord(
                    in.readUTF(),
                    GridSight.NodeState.valueOf(in.readUTF()),
                    Seat.valueOf(in.readUTF()),
                    Optional.of(in.readUTF()).filter(identity -> !identity.isEmpty()),
                    in.readBoolean()));
        } catch (IOException | IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }
}
