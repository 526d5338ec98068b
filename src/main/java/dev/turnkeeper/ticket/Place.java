package dev.turnkeeper.ticket;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A visitor's place in one generation of a room, as the grid keeps it under the visitor's key.
 *
 * @param position in order of arrival, 1, 2, 3 …
 * @param firstRank the rank first given; 0 if never made to wait
 * @param replaced the position this visitor held before, which is gone: this place stands instead; 0: none
 */
public record Place(long position, long firstRank, long replaced) {

    private static final byte VERSION = 1;
    private static final int LONGEST = 1 + 3 * Numbers.LONGEST;

    /**
     * Of two places given to one visitor, which one stands: the one that replaces the other, else the earlier one. Any
     * two nodes say the same, whatever they know by then.
     */
    public boolean yieldsTo(Place other) {
        if (replaced == other.position) {
            return false;
        }
        return other.replaced == position || other.position < position;
    }

    public byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(LONGEST);
        out.put(VERSION);
        Numbers.write(out, position);
        Numbers.write(out, firstRank);
        Numbers.write(out, replaced);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** @throws IllegalArgumentException where the bytes are not a place of a version known here */
    public static Place of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            byte version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("version " + version + " of a place is not known here");
            }
            return new Place(Numbers.read(in), Numbers.read(in), Numbers.read(in));
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("the bytes of a place end too early", cut);
        }
    }
}
