package dev.turnkeeper.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.turnkeeper.queue.End;
import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.queue.TickDecision;
import dev.turnkeeper.tick.LedgerName;
import java.util.Random;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecorderTest {

    private static final int TICKS = 7 * Happening.TICKS + 30;

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void minutesAreWhatHappened_inWhateverOrderItIsTold(long seed) {
        Happening happening = new Happening(seed, TICKS);
        WatchingNode node = WatchingNode.inMemory();
        node.watch(happening, new Random(seed), 1, TICKS);
        for (long minute = Happening.MINUTE + 1; minute < Happening.MINUTE + 7; minute++) {
            Minute found = node.minute(minute);
            assertArrayEquals(happening.truth.get(minute), found.counts(), "minute " + minute + " of seed " + seed);
            assertEquals(Minute.Quality.EXACT, found.quality(), "minute " + minute + " of seed " + seed);
            Histogram waits = Waits.histogram();
            happening.waits.get(minute).forEach(waits::recordValueWithCount);
            assertEquals(Waits.of(waits), found.waits(), "minute " + minute + " of seed " + seed);
        }
    }

    @Test
    void burntHeadroom_isNobody() {
        WatchingNode node = WatchingNode.inMemory();
        LedgerName name = Happening.NAME;
        Marks marks = Happening.marks(200);
        node.recorder.begin(0, marks);
        node.watcher.decided(name, new TickDecision(61, 10, 0, 4, 0, 0, 0, 0, 1, new Positions()));
        // Two more walk in, and four places of headroom are burnt.
        node.watcher.decided(name, new TickDecision(62, 10, 0, 10, 0, 0, 0, 0, 2, Positions.range(7, 10)));
        node.watcher.drainTo(node.recorder);
        node.recorder.step(130, Happening.MINUTE + 2, marks);
        Minute minute = node.minute(Happening.MINUTE + 1);
        assertEquals(6, minute.count(Tally.INFLOW));
        assertEquals(
                2, minute.count(Tally.OUTFLOW), "the first four came before anybody was let in: none was admitted");
        assertEquals(0, minute.count(Tally.EXPIRED));
        assertEquals(6, minute.count(Tally.INSIDE));
    }

    @Test
    void placeThatNobodyHad_isUnused() {
        WatchingNode node = WatchingNode.inMemory();
        Marks marks = Happening.marks(200);
        node.recorder.begin(0, marks);
        node.watcher.decided(Happening.NAME, new TickDecision(61, 2, 0, 5, 2, 0, 0, 0, 1, new Positions()));
        node.watcher.gone(Happening.NAME, 62, true, Positions.of(3, 4));
        node.watcher.ended(Happening.NAME, 62, true, End.CANCELLED, Positions.of(4));
        node.watcher.gone(Happening.NAME, 63, true, Positions.of(3));
        node.watcher.drainTo(node.recorder);
        node.recorder.step(130, Happening.MINUTE + 2, marks);
        Minute minute = node.minute(Happening.MINUTE + 1);
        assertEquals(1, minute.count(Tally.UNUSED));
        assertEquals(1, minute.count(Tally.ABANDONED));
    }

    @Test
    void letInOutOfTurn_isCountedOnce() {
        WatchingNode node = WatchingNode.inMemory();
        LedgerName name = Happening.NAME;
        Marks marks = Happening.marks(200);
        node.recorder.begin(0, marks);
        node.watcher.decided(name, new TickDecision(61, 2, 0, 5, 2, 0, 0, 0, 1, new Positions()));
        node.watcher.letIn(name, 71, Positions.of(4));
        node.watcher.letIn(name, 72, Positions.of(4));
        node.watcher.decided(name, new TickDecision(73, 5, 0, 5, 4, 0, 0, 0, 1, new Positions()));
        node.watcher.drainTo(node.recorder);
        node.recorder.step(130, Happening.MINUTE + 2, marks);
        Minute minute = node.minute(Happening.MINUTE + 1);
        assertEquals(5, minute.count(Tally.OUTFLOW));
        assertEquals(5, minute.waits().total());
        assertEquals(12, minute.waits().seconds(minute.waits().buckets() - 1), "the last two waited for so long");
    }
}
