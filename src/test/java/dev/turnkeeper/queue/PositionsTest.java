package dev.turnkeeper.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionsTest {

    private static final int RUNS = 12_347;
    private static final int NO_RUNS = 12_346;

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Positions.MAX + 1, 1L << 32, (1L << 32) + 7, Long.MAX_VALUE})
    void add_refusesWhatIsNoPosition(long position) {
        assertThrows(IllegalArgumentException.class, () -> Positions.of(position));
        assertThrows(
                IllegalArgumentException.class, () -> Positions.range(Math.min(position, 5), Math.max(position, 5)));
        assertFalse(Positions.range(1, Positions.MAX).contains(position));
    }

    @Test
    void range_isEmptyWhereLastIsBeforeFirst() {
        assertTrue(Positions.range(8, 7).isEmpty());
        assertTrue(Positions.range(1, 0).isEmpty());
    }

    @Test
    void positions_holdEveryPlaceThereIs() {
        Positions all = Positions.range(1, Positions.MAX);
        assertEquals(Positions.MAX, all.size());
        assertEquals(Positions.MAX, all.countIn(0, Long.MAX_VALUE - 1));
        assertEquals(Positions.MAX, all.absentAfter(0, 0));
        assertEquals(3, all.within(Positions.MAX - 3, Long.MAX_VALUE).size());
        assertTrue(all.within(Positions.MAX, Long.MAX_VALUE).isEmpty());
        assertTrue(all.byteLength() < 1_200_000, () -> "uncompacted: " + all.byteLength());
    }

    @Test
    void consumedHead_costsNextToNothing() {
        Positions gone = Positions.range(1, 10_000_000);
        gone.compact();
        assertTrue(gone.byteLength() < 4_000, () -> gone.byteLength() + " bytes");
    }

    @Test
    void absentAfter_stopsAtTheLastPositionHoweverManyAreLetIn() {
        assertEquals(Positions.MAX, Positions.of(9).absentAfter(5, Positions.MAX));
        assertEquals(Positions.MAX, Positions.of(9).absentAfter(5, Long.MAX_VALUE));
        assertEquals(Positions.MAX, new Positions().absentAfter(Positions.MAX, 3));
    }

    @Test
    void forEach_namesRunsBeyondTheSignBit() {
        Positions set = Positions.range((1L << 31) - 2, (1L << 31) + 2);
        set.compact();
        List<Long> named = new ArrayList<>();
        set.forEach(named::add);
        assertEquals(List.of(2147483646L, 2147483647L, 2147483648L, 2147483649L, 2147483650L), named);
    }

    @Test
    void hashCode_isTheSameHoweverItIsHeld() {
        Positions compact = Positions.of(1, 2, 3, 4, 5, 6);
        compact.compact();
        assertEquals(Positions.of(1, 2, 3, 4, 5, 6), compact);
        assertEquals(Positions.of(1, 2, 3, 4, 5, 6).hashCode(), compact.hashCode());
    }

    @Test
    void toString_staysShort() {
        assertEquals("{3,4294967294}", Positions.of(3, Positions.MAX).toString());
        assertEquals("1000 positions", Positions.range(1, 1_000).toString());
    }

    @Test
    void readFrom_refusesNothingAtAll() {
        refused(ByteBuffer.allocate(0));
        refused(ByteBuffer.allocate(3));
        refused(ByteBuffer.allocate(64));
    }

    @Test
    void readFrom_refusesMoreContainersThanThereAre() {
        refused(little(8).putInt(NO_RUNS).putInt(Integer.MAX_VALUE));
        refused(little(8).putInt(NO_RUNS).putInt(-1));
        refused(little(8).putInt(NO_RUNS).putInt(65_536));
    }

    @Test
    void readFrom_refusesPositionsOutOfOrder() {
        refused(arrays(new int[] {0}, new int[][] {{9, 4}}));
        refused(arrays(new int[] {0}, new int[][] {{4, 4}}));
        refused(arrays(new int[] {3, 1}, new int[][] {{4}, {4}}));
        refused(arrays(new int[] {3, 3}, new int[][] {{4}, {5}}));
    }

    @Test
    void readFrom_refusesWhatIsNoPosition() {
        refused(arrays(new int[] {0}, new int[][] {{0, 4}}));
        refused(arrays(new int[] {0xFFFF}, new int[][] {{4, 0xFFFF}}));
        assertEquals(
                Positions.of(4, Positions.MAX),
                Positions.readFrom(arrays(new int[] {0, 0xFFFF}, new int[][] {{4}, {0xFFFE}})));
    }

    @Test
    void readFrom_refusesRunsThatOverlapOrLeaveTheirContainer() {
        refused(runs(5, 10, 7, 10));
        refused(runs(50, 10, 7, 10));
        refused(runs(0xFFF0, 0x20));
        assertEquals(Positions.range(5, 15), Positions.readFrom(runs(5, 10)));
    }

    @Test
    void readFrom_refusesAMiscountedContainer() {
        Positions every2nd = new Positions();
        for (long p = 2; p < 20_000; p += 2) {
            every2nd.add(p);
        }
        ByteBuffer bytes = little(every2nd.byteLength());
        every2nd.writeTo(bytes);
        bytes.putChar(10, (char) 30_000);
        refused(bytes);
    }

    private static void refused(ByteBuffer bytes) {
        bytes.rewind();
        assertThrows(IllegalArgumentException.class, () -> Positions.readFrom(bytes));
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The published format by hand: cookie, count, (key, cardinality − 1)…, offsets, values. */
    private static ByteBuffer arrays(int[] keys, int[][] values) {
        ByteBuffer out = little(1_000).putInt(NO_RUNS).putInt(keys.length);
        for (int i = 0; i < keys.length; i++) {
            out.putChar((char) keys[i]).putChar((char) (values[i].length - 1));
        }
        int offset = 8 + 8 * keys.length;
        for (int[] container : values) {
            out.putInt(offset);
            offset += 2 * container.length;
        }
        for (int[] container : values) {
            for (int value : container) {
                out.putChar((char) value);
            }
        }
        return out.flip();
    }

    /** One container of runs: (start, length − 1)…. */
    private static ByteBuffer runs(int... startsAndLengths) {
        ByteBuffer out =
                little(100).putInt(RUNS).put((byte) 1).putChar((char) 0).putChar((char) 20);
        out.putChar((char) (startsAndLengths.length / 2));
        for (int value : startsAndLengths) {
            out.putChar((char) value);
        }
        return out.flip();
    }
}
