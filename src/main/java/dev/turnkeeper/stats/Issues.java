package dev.turnkeeper.stats;

import java.util.Arrays;

/** At which tick positions were given out: how far they had come, tick by tick. */
final class Issues {

    /** Of a longer queue, two neighbours at a time are taken for the later one: a wait is right to a few hundredths. */
    private static final int MOST = 16_384;

    private long[] ticks = new long[16];
    private long[] upTo = new long[16];
    private int size;

    interface Part {
        /** So many positions, from {@code first} to {@code last}, were given out at {@code tick}. */
        void of(long first, long last, long tick);
    }

    /** Positions up to here were out by this tick; later than what was said before. */
    void add(long tick, long issued) {
        if (size > 0 && upTo[size - 1] >= issued) {
            return;
        }
        if (size == MOST) {
            thin();
        }
        if (size == ticks.length) {
            ticks = Arrays.copyOf(ticks, 2 * size);
            upTo = Arrays.copyOf(upTo, 2 * size);
        }
        ticks[size] = tick;
        upTo[size++] = issued;
    }

    /** Those in (after, upTo], in parts of one tick each. */
    void forEach(long after, long upToHere, Part part) {
        long from = after;
        for (int i = firstBeyond(after); i < size && from < upToHere; i++) {
            long last = Math.min(upTo[i], upToHere);
            part.of(from + 1, last, ticks[i]);
            from = last;
        }
    }

    /** Nobody asks for positions up to here any more. */
    void forget(long position) {
        int gone = firstBeyond(position);
        if (gone > 0 && (gone == size || gone > size / 2)) {
            // The last one stays: it says how far they have come.
            int from = Math.min(gone, size - 1);
            System.arraycopy(ticks, from, ticks, 0, size - from);
            System.arraycopy(upTo, from, upTo, 0, size - from);
            size -= from;
        }
    }

    /** The first step that goes beyond this position. */
    private int firstBeyond(long position) {
        int found = Arrays.binarySearch(upTo, 0, size, position + 1);
        return found >= 0 ? found : -found - 1;
    }

    private void thin() {
        int kept = 0;
        for (int i = 1; i < size; i += 2) {
            ticks[kept] = ticks[i];
            upTo[kept++] = upTo[i];
        }
        size = kept;
    }
}
