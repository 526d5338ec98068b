package dev.turnkeeper.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** One map for all, who hear of every change at once. */
public final class OneMap implements ReplicatedBytes {

    private final Map<String, byte[]> values = new ConcurrentHashMap<>();
    private final List<BiConsumer<String, byte[]>> listeners = new ArrayList<>();

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    @Override
    public Map<String, byte[]> all() {
        return Map.copyOf(values);
    }

    @Override
    public void put(String key, byte[] value) {
        values.put(key, value);
        listeners.forEach(listener -> listener.accept(key, value));
    }

    @Override
    public void listen(BiConsumer<String, byte[]> onPut) {
        listeners.add(onPut);
    }
}
