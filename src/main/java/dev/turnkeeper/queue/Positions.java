package dev.turnkeeper.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * A set of positions, 1 to {@link #MAX}. Long runs cost next to nothing, so a fully consumed head of ten million
 * positions is a few bytes. Not safe for several threads while one of them writes; a set that no longer changes may be
 * read by all.
 */
public final class Positions {

    /** The highest position of one generation: what 32 bits hold, years of a busy service. A reset starts over at 1. */
    public static final long MAX = 0xFFFF_FFFEL;

    private final RoaringBitmap bits;

    public Positions() {
        this(new RoaringBitmap());
    }

    private Positions(RoaringBitmap bits) {
        this.bits = bits;
    }

    public static Positions of(long... positions) {
        Positions set = new Positions();
        for (long position : positions) {
            set.add(position);
        }
        return set;
    }

    /** Every position from {@code first} to {@code last}, both included; empty where last is before first. */
    public static Positions range(long first, long last) {
        Positions set = new Positions();
        set.addRange(first, last);
        return set;
    }

    public void add(long position) {
        bits.add((int) checked(position));
    }

    /** Adds {@code first} to {@code last}, both included; nothing where last is before first. */
    public void addRange(long first, long last) {
        if (last >= first) {
            bits.add(checked(first), checked(last) + 1);
        }
    }

    public void addAll(Positions others) {
        bits.or(others.bits);
    }

    public void removeAll(Positions others) {
        bits.andNot(others.bits);
    }

    public void retainAll(Positions others) {
        bits.and(others.bits);
    }

    public boolean contains(long position) {
        return position >= 1 && position <= MAX && bits.contains((int) position);
    }

    public boolean isEmpty() {
        return bits.isEmpty();
    }

    public long size() {
        return bits.getLongCardinality();
    }

    /** How many lie in (after, upTo]. Costs by the span, not by the size of the set. */
    public long countIn(long after, long upTo) {
        return upTo <= after ? 0 : bits.rangeCardinality(after + 1, Math.min(upTo, MAX) + 1);
    }

    /**
     * The largest s such that at most {@code n} positions in (after, s] are not in this set: where serving gets to when n
     * more who are still there are let in.
     */
    public long absentAfter(long after, long n) {
        long low = n >= MAX - after ? MAX : after + n;
        long high = Math.min(low + countIn(after, MAX), MAX);
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            if (middle - after - countIn(after, middle) <= n) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Those of this set in (after, upTo]. */
    public Positions within(long after, long upTo) {
        if (isEmpty()) {
            return new Positions();
        }
        // No wider than the set itself: a range up to MAX alone would be 65,536 containers.
        Positions inRange = range(
                Math.max(after + 1, Integer.toUnsignedLong(bits.first())),
                Math.min(upTo, Integer.toUnsignedLong(bits.last())));
        inRange.retainAll(this);
        return inRange;
    }

    public Positions copy() {
        return new Positions(bits.clone());
    }

    public void forEach(LongConsumer action) {
        // RoaringBitmap.forEach (1.6.29) leaves out runs beyond 2^31.
        for (PeekableIntIterator next = bits.getIntIterator(); next.hasNext(); ) {
            action.accept(Integer.toUnsignedLong(next.next()));
        }
    }

    /** Finds the smallest form of itself; worth it before sending and after much was added. */
    public void compact() {
        bits.runOptimize();
    }

    /** The length of {@link #writeTo}'s output. */
    public int byteLength() {
        return bits.serializedSizeInBytes();
    }

    /** Writes the portable Roaring format (its published specification is our wire format). */
    public void writeTo(ByteBuffer out) {
        bits.serialize(out);
    }

    /**
     * @param in read from its position, which moves behind the set
     * @throws IllegalArgumentException where the bytes are not a set
     */
    public static Positions readFrom(ByteBuffer in) {
        RoaringBitmap bits = new RoaringBitmap();
        int end;
        try {
            bits.deserialize(in);
            end = in.position() + bits.serializedSizeInBytes();
        } catch (IOException | RuntimeException broken) {
            throw new IllegalArgumentException("not a set of positions: " + broken.getMessage(), broken);
        }
        // Roaring takes containers and runs in any order as they come, and then never finds what they hold.
        if (end > in.limit() || !bits.validate()) {
            throw new IllegalArgumentException("not a set of positions: its parts contradict each other");
        }
        if (!bits.isEmpty() && (bits.contains(0) || bits.contains(-1))) {
            throw new IllegalArgumentException("not a set of positions: a position is 1 to " + MAX);
        }
        in.position(end);
        return new Positions(bits);
    }

    private static long checked(long position) {
        if (position < 1 || position > MAX) {
            throw new IllegalArgumentException("a position is 1 to " + MAX + ", not " + position);
        }
        return position;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Positions that && bits.equals(that.bits);
    }

    @Override
    public int hashCode() {
        // Not that of the bits, which tells a compacted set from its equal.
        return isEmpty() ? 0 : 31 * Long.hashCode(size()) + 31 * 31 * bits.first() + bits.last();
    }

    @Override
    public String toString() {
        return size() > 20 ? size() + " positions" : bits.toString();
    }
}
