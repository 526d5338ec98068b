package dev.turnkeeper.ticket;

import java.nio.ByteBuffer;

/** Numbers as bytes: seven bits a byte, the lowest first, the high bit set while more follow. */
final class Numbers {

    /** A number takes no more bytes. */
    static final int LONGEST = 10;

    private Numbers() {}

    static void write(ByteBuffer out, long number) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    /** @throws IllegalArgumentException where it is longer than 64 bits */
    static long read(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            number |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number is longer than 64 bits");
    }
}
