package dev.turnkeeper.stats;

import java.util.Optional;
import java.util.function.BiConsumer;

/** Records by key, in order, over restarts where it can. One thread writes, all may read; nothing here throws for a disk. */
public interface Shelf extends AutoCloseable {

    /** What lies there. The order is the format of letters. */
    enum Kind {
        /** Of minutes. */
        HOURS,
        /** Of quarters of an hour. */
        DAYS,
        /** When something last happened there. */
        ROOMS
    }

    Optional<byte[]> get(Kind kind, String key);

    void put(Kind kind, String key, byte[] record);

    /** In the order of the keys; {@code to} is left out. */
    void forEach(Kind kind, String from, String to, BiConsumer<String, byte[]> action);

    /** {@code to} is left out. */
    void removeBefore(Kind kind, String to);

    /** What was put is safe from now on. */
    void commit();

    @Override
    void close();
}
