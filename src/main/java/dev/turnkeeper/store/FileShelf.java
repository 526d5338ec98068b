package dev.turnkeeper.store;

import dev.turnkeeper.stats.MemoryShelf;
import dev.turnkeeper.stats.Shelf;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/**
 * In one file. What is written goes to its end and counts once a commit has come through, so a crash loses what came after
 * the last one and nothing else. Once the file fails, this goes on in memory, over what can still be read of the file.
 */
public final class FileShelf implements Shelf {

    private static final Logger LOG = System.getLogger(FileShelf.class.getName());
    private static final String FILE = "statistics.mv.db";
    private static final int CACHE_MEGABYTES = 16;

    /** Once an hour's worth of commits, dead parts of the file are put to use for so long. */
    private static final int COMPACTED_EVERY = 60;

    private static final int COMPACT_MILLIS = 200;

    private final MVStore store;
    private final Map<Kind, MVMap<String, byte[]>> maps = new EnumMap<>(Kind.class);

    /** What came after the file had failed. */
    private volatile @Nullable MemoryShelf instead;

    private int commits;

    private FileShelf(MVStore store) {
        this.store = store;
        for (Kind kind : Kind.values()) {
            maps.put(
                    kind,
                    store.openMap(
                            kind.name(),
                            new MVMap.Builder<String, byte[]>()
                                    .keyType(StringDataType.INSTANCE)
                                    .valueType(ByteArrayDataType.INSTANCE)));
        }
    }

    /** In this folder; a file that cannot be read is put aside, and where there can be none, memory has to do. */
    public static Shelf open(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            Files.createDirectories(folder);
            return new FileShelf(store(file));
        } catch (IOException | RuntimeException failed) {
            return Files.isRegularFile(file) && !isLocked(failed) ? openAnew(file, failed) : inMemory(file, failed);
        }
    }

    private static Shelf openAnew(Path file, Exception damaged) {
        Path aside = file.resolveSibling(FILE + ".damaged");
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            Shelf anew = new FileShelf(store(file));
            LOG.log(
                    Level.WARNING,
                    "the statistics in {0} cannot be read ({1}): they lie in {2} now, and this node begins anew",
                    file,
                    firstLine(damaged),
                    aside);
            return anew;
        } catch (IOException | RuntimeException failed) {
            return inMemory(file, failed);
        }
    }

    private static Shelf inMemory(Path file, Exception failed) {
        LOG.log(
                Level.WARNING,
                "statistics cannot be kept in {0} ({1}): they are in memory until the next start",
                file,
                firstLine(failed));
        return new MemoryShelf();
    }

    private static boolean isLocked(Exception failed) {
        return failed instanceof MVStoreException store && store.getErrorCode() == DataUtils.ERROR_FILE_LOCKED;
    }

    /** No thread of its own: what fails, fails where it is heard. */
    private static MVStore store(Path file) {
        return new MVStore.Builder()
                .fileName(file.toAbsolutePath().toString())
                .autoCommitDisabled()
                .cacheSize(CACHE_MEGABYTES)
                .open();
    }

    @Override
    public Optional<byte[]> get(Kind kind, String key) {
        MemoryShelf after = instead;
        Optional<byte[]> newer = after == null ? Optional.empty() : after.get(kind, key);
        return newer.isPresent() ? newer : read(kind, map -> Optional.ofNullable(map.get(key)), Optional.empty());
    }

    @Override
    public void put(Kind kind, String key, byte[] record) {
        write(kind, map -> map.put(key, record), shelf -> shelf.put(kind, key, record));
    }

    @Override
    public void forEach(Kind kind, String from, String to, BiConsumer<String, byte[]> action) {
        MemoryShelf after = instead;
        read(
                kind,
                map -> {
                    Cursor<String, byte[]> cursor = map.cursor(from);
                    while (cursor.hasNext()) {
                        String key = cursor.next();
                        if (key.compareTo(to) >= 0) {
                            break;
                        }
                        if (after == null || after.get(kind, key).isEmpty()) {
                            action.accept(key, cursor.getValue());
                        }
                    }
                    return true;
                },
                false);
        if (after != null) {
            after.forEach(kind, from, to, action);
        }
    }

    @Override
    public void removeBefore(Kind kind, String to) {
        write(
                kind,
                map -> {
                    for (String key = map.firstKey(); key != null && key.compareTo(to) < 0; key = map.firstKey()) {
                        map.remove(key);
                    }
                },
                shelf -> shelf.removeBefore(kind, to));
    }

    @Override
    public void commit() {
        if (instead == null) {
            try {
                store.commit();
                if (++commits % COMPACTED_EVERY == 0) {
                    store.compactFile(COMPACT_MILLIS);
                }
            } catch (RuntimeException failed) {
                fail(failed);
            }
        }
    }

    @Override
    public void close() {
        try {
            if (instead == null) {
                store.close();
            } else {
                store.closeImmediately();
            }
        } catch (RuntimeException failed) {
            fail(failed);
        }
    }

    private <T> T read(Kind kind, Function<MVMap<String, byte[]>, T> reading, T otherwise) {
        try {
            return reading.apply(Objects.requireNonNull(maps.get(kind)));
        } catch (RuntimeException failed) {
            fail(failed);
            return otherwise;
        }
    }

    private void write(Kind kind, Consumer<MVMap<String, byte[]>> writing, Consumer<MemoryShelf> otherwise) {
        if (instead == null) {
            try {
                writing.accept(Objects.requireNonNull(maps.get(kind)));
                return;
            } catch (RuntimeException failed) {
                fail(failed);
            }
        }
        MemoryShelf after = instead;
        if (after != null) {
            otherwise.accept(after);
        }
    }

    private synchronized void fail(RuntimeException why) {
        if (instead == null) {
            instead = new MemoryShelf();
            LOG.log(
                    Level.WARNING,
                    "statistics can no longer be kept in {0} ({1}): what comes is in memory until the next start",
                    FILE,
                    firstLine(why));
        }
    }

    private static String firstLine(Exception failed) {
        return String.valueOf(failed.getMessage()).lines().findFirst().orElse(failed.toString());
    }
}
