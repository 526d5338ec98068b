package dev.turnkeeper.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.store.FileShelf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What forty days of rooms that never rest take, and how long a chart of a day takes then. A few rooms in a usual run;
 * {@code -Dturnkeeper.statisticsRooms=1000} for what docs/statistics.md says.
 */
class StorageSizeTest {

    private static final long NOW = 29_000_000 / 1_440 * 1_440;
    private static final int DAYS = 40;

    @TempDir
    private Path folder;

    @Test
    void fortyDaysOfMinutes_areSmall_andADayOfThemIsReadAtOnce() throws IOException {
        int rooms = Integer.getInteger("turnkeeper.statisticsRooms", 3);
        Random random = new Random(4);
        Shelf shelf = FileShelf.open(folder);
        // As a node writes them: the rooms of one hour together.
        for (long hour = Archive.hourOf(NOW) - DAYS * 24; hour < Archive.hourOf(NOW); hour++) {
            for (int room = 0; room < rooms; room++) {
                Minute[] minutes = new Minute[60];
                for (int i = 0; i < minutes.length; i++) {
                    minutes[i] = busy(random);
                }
                shelf.put(Shelf.Kind.HOURS, String.format("%08x/room-%d", hour, room), Packed.pack(minutes));
            }
            if (hour % 6 == 0) {
                shelf.commit();
            }
        }
        shelf.close();
        long bytes = Files.size(folder.resolve("statistics.mv.db"));
        double perMinute = (double) bytes / (rooms * DAYS * 1_440.0);
        shelf = FileShelf.open(folder);
        Archive archive = new Archive(shelf, NOW - 1);
        long[] micros = new long[20];
        for (int i = 0; i < micros.length; i++) {
            long from = NOW - (1 + random.nextInt(DAYS - 1)) * 1_440L;
            String room = "room-" + random.nextInt(rooms);
            int[] found = {0};
            long started = System.nanoTime();
            Sum sum = new Sum();
            archive.minutes(room, from, from + 1_440, (minute, at) -> {
                sum.clear();
                sum.add(minute);
                found[0] += sum.point(java.time.Instant.EPOCH).count(Tally.INFLOW) >= 0 ? 1 : 0;
            });
            micros[i] = (System.nanoTime() - started) / 1_000;
            assertEquals(1_440, found[0]);
        }
        Arrays.sort(micros);
        shelf.close();
        System.out.printf(
                "%d rooms x %d days, each minute busy: %.1f MiB, %.1f bytes a minute; a day's chart %.1f ms (median), %.1f ms"
                        + " (worst of %d)%n",
                rooms,
                DAYS,
                bytes / 1_048_576.0,
                perMinute,
                micros[micros.length / 2] / 1_000.0,
                micros[micros.length - 1] / 1_000.0,
                micros.length);
        assertTrue(perMinute < 60, () -> perMinute + " bytes a minute");
    }

    private static Minute busy(Random random) {
        Histogram waits = Waits.histogram();
        int wait = 60 + random.nextInt(600);
        for (int i = 0; i < 4; i++) {
            waits.recordValueWithCount(wait + random.nextInt(30), 1 + random.nextInt(40));
        }
        long letIn = waits.getTotalCount();
        return new Minute(
                Minute.Quality.EXACT,
                new long[] {
                    random.nextInt(200),
                    letIn,
                    random.nextInt(100),
                    random.nextInt(10),
                    random.nextInt(5),
                    random.nextInt(20),
                    0,
                    500 + random.nextInt(1_000),
                    900 + random.nextInt(100),
                    0
                },
                Waits.of(waits),
                Map.of());
    }
}
