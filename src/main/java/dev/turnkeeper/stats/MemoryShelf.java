package dev.turnkeeper.stats;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;

/** Forgets all at the end. */
public final class MemoryShelf implements Shelf {

    private final Map<Kind, ConcurrentSkipListMap<String, byte[]>> records = new EnumMap<>(Kind.class);

    public MemoryShelf() {
        for (Kind kind : Kind.values()) {
            records.put(kind, new ConcurrentSkipListMap<>());
        }
    }

    @Override
    public Optional<byte[]> get(Kind kind, String key) {
        return Optional.ofNullable(of(kind).get(key));
    }

    @Override
    public void put(Kind kind, String key, byte[] record) {
        of(kind).put(key, record);
    }

    @Override
    public void forEach(Kind kind, String from, String to, BiConsumer<String, byte[]> action) {
        for (Map.Entry<String, byte[]> entry : of(kind).subMap(from, to).entrySet()) {
            action.accept(entry.getKey(), entry.getValue());
        }
    }

    @Override
    public void removeBefore(Kind kind, String to) {
        of(kind).headMap(to).clear();
    }

    @Override
    public void commit() {
        // There is nothing that would be safer.
    }

    @Override
    public void close() {
        // There is nothing to be given back.
    }

    private ConcurrentSkipListMap<String, byte[]> of(Kind kind) {
        return Objects.requireNonNull(records.get(kind));
    }
}
