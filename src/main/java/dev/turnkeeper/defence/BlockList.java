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

/** The stored form of all blocks, in the order in which they were made. */
final class BlockList {

    private static final int FORMAT = 1;

    private BlockList() {}

    static byte[] toBytes(List<Block> blocks) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeShort(blocks.size());
            for (Block block : blocks) {
                out.writeUTF(block.id());
                out.writeUTF(block.room().value());
                write(block.target(), out);
                out.writeLong(block.createdAt().getEpochSecond());
                out.writeLong(block.seconds());
                out.writeLong(block.throughTick());
                out.writeUTF(block.createdBy());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory took no bytes", impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalStateException where the bytes are no list of this version */
    static List<Block> ofBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readUnsignedByte();
            if (format != FORMAT) {
                throw new IllegalStateException("the stored blocks are of format " + format
                        + ", which this version does not read: bring all nodes to one version of Turnkeeper");
            }
            List<Block> blocks = new ArrayList<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                blocks.add(new Block(
                        in.readUTF(),
                        new RoomId(in.readUTF()),
                        target(in),
                        Instant.ofEpochSecond(in.readLong()),
                        in.readLong(),
                        in.readLong(),
                        in.readUTF()));
            }
            return blocks;
        } catch (IOException broken) {
            throw new IllegalStateException("the stored bytes of the blocks are broken", broken);
        }
    }

    private static void write(BlockTarget target, DataOutputStream out) throws IOException {
        out.writeBoolean(target.isLogin());
        if (target.isLogin()) {
            StoredWho.write(target.login().orElseThrow(), out);
            out.writeUTF(target.toString());
        } else {
            StoredWho.write(target.addresses().orElseThrow(), out);
        }
    }

    private static BlockTarget target(DataInputStream in) throws IOException {
        return in.readBoolean()
                ? BlockTarget.of(StoredWho.login(in), in.readUTF())
                : BlockTarget.of(StoredWho.range(in));
    }
}
