package dev.turnkeeper.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PositionsProperty {

    /** Around these things change: the ends, a container's edge, the sign bit. */
    private static final long[] ODD_PLACES = {
        1, 65_500, 131_072 - 30, (1L << 31) - 40, (1L << 32) - 65_600, Positions.MAX - 200
    };

    enum Kind {
        ADD,
        ADD_RANGE,
        ADD_ALL,
        REMOVE_ALL,
        RETAIN_ALL,
        WITHIN,
        COPY,
        COMPACT,
        SEND
    }

    record Step(Kind kind, long first, long last) {}

    @Property(tries = 400)
    void positions_agreeWithATreeSet(@ForAll("steps") List<Step> steps, @ForAll("places") long place) {
        Positions fast = new Positions();
        NaivePositions naive = new NaivePositions();
        for (Step step : steps) {
            switch (step.kind()) {
                case ADD -> {
                    fast.add(step.first());
                    naive.add(step.first());
                }
                case ADD_RANGE -> {
                    fast.addRange(step.first(), step.last());
                    naive.addRange(step.first(), step.last());
                }
                case ADD_ALL -> {
                    fast.addAll(Positions.of(step.first(), step.last()));
                    naive.add(step.first());
                    naive.add(step.last());
                }
                case REMOVE_ALL -> {
                    fast.removeAll(Positions.range(step.first(), step.last()));
                    naive.removeAll(NaivePositions.range(step.first(), step.last()));
                }
                case RETAIN_ALL -> {
                    Positions kept = Positions.range(1, step.last());
                    fast.retainAll(kept);
                    naive = naive.within(0, step.last());
                }
                case WITHIN -> {
                    Positions within = fast.within(step.first(), step.last());
                    assertEquals(naive.within(step.first(), step.last()).all(), listed(within));
                }
                case COPY -> {
                    Positions copy = fast.copy();
                    copy.add(step.first());
                    copy.removeAll(Positions.of(step.last()));
                    assertEquals(naive.all(), listed(fast), "the copied set has changed with its copy");
                }
                case COMPACT -> fast.compact();
                case SEND -> fast = sent(fast, steps.size() % 2 == 0);
            }
            compare(naive, fast, place);
        }
    }

    private static void compare(NaivePositions naive, Positions fast, long place) {
        assertEquals(naive.all(), listed(fast));
        assertEquals(naive.size(), fast.size());
        assertEquals(naive.size() == 0, fast.isEmpty());
        for (long far : new long[] {0, 3, 150, 70_000}) {
            assertEquals(naive.contains(place + far), fast.contains(place + far));
            assertEquals(naive.countIn(place, place + far), fast.countIn(place, place + far));
            assertEquals(naive.countIn(0, place + far), fast.countIn(0, place + far));
            assertEquals(0, fast.countIn(place + far, place));
        }
        for (long n : new long[] {0, 1, 7, 300}) {
            assertEquals(naive.absentAfter(place, n), fast.absentAfter(place, n), "absentAfter " + place + ", " + n);
        }
        Positions rebuilt = new Positions();
        naive.all().forEach(rebuilt::add);
        assertEquals(rebuilt, fast);
        assertEquals(rebuilt.hashCode(), fast.hashCode(), "equal sets, unequal hashes");
    }

    @Property(tries = 3_000)
    void readFrom_refusesOrAnswersASoundSet(@ForAll long seed) {
        Dice dice = new Dice(seed);
        byte[] bytes = hostile(dice);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            Positions read;
            try {
                read = Positions.readFrom(in);
            } catch (IllegalArgumentException refused) {
                return;
            }
            assertEquals(read.byteLength(), in.position());
            isSound(read, dice);
        });
    }

    /** A sent set with some bytes overwritten, some cut off; or noise behind a good head. */
    private static byte[] hostile(Dice dice) {
        Positions set = new Positions();
        for (long n = dice.between(0, 6); n > 0; n--) {
            long first = ODD_PLACES[(int) dice.between(0, ODD_PLACES.length - 1)] + dice.between(0, 100);
            switch ((int) dice.between(0, 2)) {
                case 0 -> set.add(first);
                case 1 -> set.addRange(first, Math.min(Positions.MAX, first + dice.between(0, 100_000)));
                default -> {
                    for (long i = 0; i < 9_000; i += 2) {
                        set.add(Math.min(Positions.MAX, first + i));
                    }
                }
            }
        }
        if (dice.chance(70)) {
            set.compact();
        }
        ByteBuffer out = ByteBuffer.allocate(set.byteLength());
        set.writeTo(out);
        byte[] bytes = out.array();
        if (dice.chance(10)) {
            bytes = dice.bytes((int) dice.between(0, 300));
            if (bytes.length > 4) {
                System.arraycopy(out.array(), 0, bytes, 0, 4);
            }
        }
        int head = dice.chance(70) ? Math.min(bytes.length, 60) : bytes.length;
        for (long n = dice.between(0, 5); n > 0 && head > 0; n--) {
            bytes[(int) dice.between(0, head - 1)] = dice.bytes(1)[0];
        }
        return dice.chance(15) ? java.util.Arrays.copyOf(bytes, (int) dice.between(0, bytes.length)) : bytes;
    }

    private static void isSound(Positions read, Dice dice) {
        assertEquals(0, read.countIn(0, 0));
        assertEquals(read.size(), read.countIn(0, Positions.MAX), "holds something that is no position");
        if (read.size() > 500_000) {
            return;
        }
        List<Long> all = listed(read);
        assertEquals(all.size(), read.size());
        long before = 0;
        for (long position : all) {
            assertTrue(position > before, "not ascending: " + before + ", " + position);
            assertTrue(read.contains(position));
            before = position;
        }
        assertFalse(read.contains(0));
        Positions other = Positions.range(1, dice.between(1, 200_000));
        Positions without = read.copy();
        without.removeAll(other);
        Positions with = read.copy();
        with.retainAll(other);
        assertEquals(read.size(), without.size() + with.size());
        with.addAll(without);
        assertEquals(read, with);
        assertEquals(read, sent(read, true));
    }

    /** Off to another node and back, among other bytes. */
    private static Positions sent(Positions set, boolean bigEndian) {
        ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer out = ByteBuffer.allocate(set.byteLength() + 12).order(order);
        out.putInt(77);
        set.writeTo(out);
        out.putLong(-5);
        assertFalse(out.hasRemaining(), "byteLength is not what was written");
        out.flip();
        assertEquals(77, out.getInt());
        Positions read = Positions.readFrom(out);
        assertEquals(-5, out.getLong());
        assertFalse(out.hasRemaining());
        return read;
    }

    private static List<Long> listed(Positions set) {
        List<Long> all = new ArrayList<>();
        set.forEach(all::add);
        return all;
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> length = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(5, Arbitraries.longs().between(0, 100)),
                net.jqwik.api.Tuple.of(1, Arbitraries.longs().between(4_000, 9_000)));
        return Combinators.combine(Arbitraries.of(Kind.class), places(), length)
                .as((kind, first, span) -> new Step(kind, first, Math.min(Positions.MAX, first + span)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<Long> places() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, ODD_PLACES.length - 1),
                        Arbitraries.longs().between(0, 200))
                .as((place, further) -> ODD_PLACES[place] + further);
    }
}
