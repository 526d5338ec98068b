package dev.turnkeeper.visit;

import dev.turnkeeper.tick.LedgerName;
import dev.turnkeeper.ticket.Place;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** New tickets of one ledger, as another member keeps them until they have spread. */
record HeldBatch(LedgerName ledger, Map<UUID, byte[]> tickets) {

    private static final byte VERSION = 1;

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(ledger.room());
            out.writeLong(ledger.generation());
            out.writeInt(tickets.size());
            for (Map.Entry<UUID, byte[]> ticket : tickets.entrySet()) {
                out.writeLong(ticket.getKey().getMostSignificantBits());
                out.writeLong(ticket.getKey().getLeastSignificantBits());
                out.writeByte(ticket.getValue().length);
                out.write(ticket.getValue());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException where the bytes are not a batch of a version known here */
    static HeldBatch of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("version " + version + " of held tickets is not known here");
            }
            LedgerName ledger = new LedgerName(in.readUTF(), in.readLong());
            Map<UUID, byte[]> tickets = new LinkedHashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                UUID key = new UUID(in.readLong(), in.readLong());
                byte[] ticket = new byte[in.readUnsignedByte()];
                in.readFully(ticket);
                Place.of(ticket);
                tickets.put(key, ticket);
            }
            return new HeldBatch(ledger, tickets);
        } catch (IOException cut) {
            throw new IllegalArgumentException("the bytes of held tickets end too early", cut);
        }
    }
}
