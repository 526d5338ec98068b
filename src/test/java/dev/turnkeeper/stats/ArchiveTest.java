package dev.turnkeeper.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ArchiveTest {

    private static final long NOW = 29_000_000 / 1_440 * 1_440;

    private final MemoryShelf shelf = new MemoryShelf();
    private final Archive archive = new Archive(shelf, NOW + 119);

    @Test
    void record_isReadAsItWasWritten() {
        archive.merge("shop", NOW, minute(3, 7, 12));
        archive.merge("shop", NOW, Minute.of(-5, new long[] {1, 0, Long.MAX_VALUE}));
        archive.keep(NOW);
        Archive again = new Archive(shelf, NOW);
        Minute[] found = {Minute.NOTHING};
        again.minutes("shop", NOW, NOW + 1, (minute, at) -> found[0] = minute);
        assertEquals(minute(3, 7, 12).with(Minute.of(-5, new long[] {1, 0, Long.MAX_VALUE})), found[0]);
    }

    @Test
    void quarters_areTheMinutesInThem_rolledUpOrNot() {
        for (long minute = NOW; minute < NOW + 120; minute++) {
            archive.merge("shop", minute, minute(2, minute - NOW, minute - NOW));
        }
        Map<Long, Minute> before = quarters(archive);
        archive.keep(NOW + 200);
        Map<Long, Minute> after = quarters(archive);
        assertEquals(8, after.size());
        assertEquals(before, after);
        Minute first = after.get(NOW / 15);
        assertEquals(30, first.count(Tally.INFLOW));
        assertEquals(14, first.count(Tally.WAITING), "the most, not the sum");
        assertEquals(15, first.waits().total());
        assertEquals(after, quarters(new Archive(shelf, NOW + 200)));
    }

    @Test
    void nodeThatDiedBeforeItRolledUp_doesSoLater() {
        archive.merge("shop", NOW, minute(2, 1, 1));
        archive.keep(NOW + 1);
        Archive again = new Archive(shelf, NOW + 90);
        again.keep(NOW + 90);
        assertEquals(
                2, quarters(new Archive(shelf, NOW + 72 * 60)).get(NOW / 15).count(Tally.INFLOW));
    }

    @Test
    void whatComesLate_isRolledUpAgain() {
        archive.merge("shop", NOW, minute(2, 1, 1).atMost(Minute.Quality.PARTIAL));
        archive.keep(NOW + 200);
        archive.merge("shop", NOW, minute(5, 1, 1));
        assertEquals(5, quarters(archive).get(NOW / 15).count(Tally.INFLOW));
        archive.keep(NOW + 201);
        assertEquals(5, quarters(archive).get(NOW / 15).count(Tally.INFLOW));
    }

    @Test
    void betterRecord_stands_howeverManyItCounts() {
        Minute exact = minute(5, 1, 1);
        Minute guessed = minute(9, 1, 1).atMost(Minute.Quality.BLURRED);
        assertEquals(exact, exact.with(guessed));
        assertEquals(exact, guessed.with(exact));
    }

    @Test
    void whatIsTooOld_goes_andItsRoomWithIt() {
        archive.merge("shop", NOW, minute(2, 1, 1));
        archive.keep(NOW + 61);
        archive.keep(NOW + Archive.MINUTES_KEPT + 60);
        int[] found = {0};
        archive.minutes("shop", NOW, NOW + 1, (minute, at) -> found[0]++);
        assertEquals(0, found[0]);
        assertEquals(1, quarters(archive).size());
        assertTrue(archive.knows("shop"));
        archive.keep(NOW + Archive.QUARTERS_KEPT * 15 + 1_440);
        assertEquals(0, quarters(archive).size());
        assertFalse(archive.knows("shop"));
        assertFalse(archive.knows("other"));
    }

    @Test
    void damagedRecord_isAnHourWithoutAnything() {
        archive.merge("shop", NOW, minute(2, 1, 1));
        archive.keep(NOW + 1);
        shelf.forEach(Shelf.Kind.HOURS, "", "~", (key, record) -> {
            byte[] damaged = record.clone();
            damaged[damaged.length - 1] ^= 0x55;
            shelf.put(Shelf.Kind.HOURS, key, damaged);
        });
        Archive again = new Archive(shelf, NOW);
        again.minutes("shop", NOW, NOW + 1, (minute, at) -> assertFalse(true, "it cannot be read"));
        again.merge("shop", NOW + 1, minute(2, 1, 1));
        again.keep(NOW + 2);
    }

    private static Map<Long, Minute> quarters(Archive archive) {
        Map<Long, Minute> found = new TreeMap<>();
        archive.quarters("shop", NOW / 15, NOW / 15 + 96, (quarter, at) -> found.put(at, quarter));
        return found;
    }

    static Minute minute(long inflow, long waiting, long waited) {
        Histogram waits = Waits.histogram();
        waits.recordValue(waited);
        return new Minute(
                Minute.Quality.EXACT, new long[] {inflow, 1, 0, 0, 0, 0, 0, waiting, 2, 0}, Waits.of(waits), Map.of());
    }
}
