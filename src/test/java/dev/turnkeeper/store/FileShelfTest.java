package dev.turnkeeper.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.stats.Shelf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileShelfTest {

    private static final String FILE = "statistics.mv.db";

    @TempDir
    private Path folder;

    @Test
    void whatWasCommitted_isThereAfterAKill() throws IOException {
        Path killed = Files.createDirectory(folder.resolve("killed"));
        try (Shelf shelf = FileShelf.open(folder)) {
            for (int i = 0; i < 200; i++) {
                shelf.put(Shelf.Kind.HOURS, String.format("%04d", i), bytes(i));
                shelf.commit();
            }
            shelf.put(Shelf.Kind.HOURS, "late", bytes(1));
            // As the disk is when the process dies at once.
            Files.copy(folder.resolve(FILE), killed.resolve(FILE));
        }
        try (Shelf shelf = FileShelf.open(killed)) {
            List<String> keys = keys(shelf);
            assertEquals(200, keys.size(), () -> String.valueOf(keys));
            assertArrayEquals(bytes(7), shelf.get(Shelf.Kind.HOURS, "0007").orElseThrow());
        }
    }

    @Test
    void killInTheMiddleOfAWrite_losesNoMoreThanThat() throws IOException {
        try (Shelf shelf = FileShelf.open(folder)) {
            for (int i = 0; i < 50; i++) {
                shelf.put(Shelf.Kind.HOURS, String.format("%04d", i), bytes(i));
                shelf.commit();
            }
        }
        byte[] whole = Files.readAllBytes(folder.resolve(FILE));
        Random random = new Random(5);
        for (int torn = 0; torn < 10; torn++) {
            Path there = Files.createDirectory(folder.resolve("torn-" + torn));
            byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 1 - random.nextInt(2_000));
            Files.write(there.resolve(FILE), cut);
            try (Shelf shelf = FileShelf.open(there)) {
                shelf.put(Shelf.Kind.HOURS, "next", bytes(1));
                shelf.commit();
                assertTrue(keys(shelf).size() > 1 || Files.exists(there.resolve(FILE + ".damaged")), "cut " + torn);
            }
        }
    }

    @Test
    void damagedFile_isPutAside() throws IOException {
        byte[] rubbish = new byte[20_000];
        new Random(1).nextBytes(rubbish);
        Files.write(folder.resolve(FILE), rubbish);
        try (Shelf shelf = FileShelf.open(folder)) {
            shelf.put(Shelf.Kind.DAYS, "a", bytes(1));
            shelf.commit();
        }
        assertArrayEquals(rubbish, Files.readAllBytes(folder.resolve(FILE + ".damaged")));
        try (Shelf shelf = FileShelf.open(folder)) {
            assertTrue(shelf.get(Shelf.Kind.DAYS, "a").isPresent());
        }
    }

    @Test
    void fileDamagedWhileItIsOpen_stopsNothing() throws IOException {
        try (Shelf shelf = FileShelf.open(folder)) {
            for (int i = 0; i < 3_000; i++) {
                shelf.put(Shelf.Kind.HOURS, String.format("%04d", i), new byte[1_000]);
            }
            shelf.commit();
            try (FileChannel file = FileChannel.open(folder.resolve(FILE), StandardOpenOption.WRITE)) {
                file.truncate(8_192);
                file.write(ByteBuffer.wrap(new byte[8_192]), 0);
            }
            for (int i = 0; i < 3_000; i++) {
                var unused = shelf.get(Shelf.Kind.HOURS, String.format("%04d", i));
                shelf.put(Shelf.Kind.HOURS, String.format("%04d", i), bytes(i));
                if (i % 100 == 0) {
                    shelf.commit();
                }
            }
            shelf.commit();
            assertArrayEquals(bytes(2_999), shelf.get(Shelf.Kind.HOURS, "2999").orElseThrow());
        }
    }

    @Test
    void folderThatCannotBe_leavesItInMemory() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        try (Shelf shelf = FileShelf.open(file)) {
            shelf.put(Shelf.Kind.HOURS, "a", bytes(1));
            shelf.commit();
            assertTrue(shelf.get(Shelf.Kind.HOURS, "a").isPresent());
        }
    }

    @Test
    void fileOfAnotherProcess_isLeftAlone() throws IOException {
        try (Shelf first = FileShelf.open(folder)) {
            first.put(Shelf.Kind.HOURS, "a", bytes(1));
            first.commit();
            try (Shelf second = FileShelf.open(folder)) {
                second.put(Shelf.Kind.HOURS, "b", bytes(2));
                second.commit();
            }
            assertEquals(List.of("a"), keys(first));
            assertTrue(Files.notExists(folder.resolve(FILE + ".damaged")));
        }
    }

    @Test
    void whatIsTooOld_goes() {
        try (Shelf shelf = FileShelf.open(folder)) {
            shelf.put(Shelf.Kind.HOURS, "1", bytes(1));
            shelf.put(Shelf.Kind.HOURS, "2", bytes(2));
            shelf.put(Shelf.Kind.DAYS, "1", bytes(3));
            shelf.removeBefore(Shelf.Kind.HOURS, "2");
            assertEquals(List.of("2"), keys(shelf));
            assertTrue(shelf.get(Shelf.Kind.DAYS, "1").isPresent());
        }
    }

    private static List<String> keys(Shelf shelf) {
        List<String> keys = new ArrayList<>();
        shelf.forEach(Shelf.Kind.HOURS, "", "~", (key, record) -> keys.add(key));
        return keys;
    }

    private static byte[] bytes(int number) {
        return new byte[] {(byte) number, 1, 2};
    }
}
