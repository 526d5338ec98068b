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
    private static final int LONGEST = 1 + 3 * 10;

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
        number(out, position);
        number(out, firstRank);
        number(out, replaced);
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
            return new Place(number(in), number(in), number(in));
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("the bytes of a place end too early", cut);
        }
    }

    /** Seven bits a byte, the lowest first, the high bit set while more follow. */
    private static void number(ByteBuffer out, long number) {
        long rest = number;
        while (rest > 0x7F) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    private static long number(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            number |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number of a place is longer than 64 bits");
    }
}
