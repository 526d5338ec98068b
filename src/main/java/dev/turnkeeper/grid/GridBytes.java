package dev.turnkeeper.grid;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.replicatedmap.ReplicatedMap;
import dev.turnkeeper.state.ReplicatedBytes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A small replicated map. What is read here is what the listeners were told: own puts at once, the others' by events, and
 * what came without an event (first filling, anti-entropy, a merge) by a look at the whole map every few seconds. No
 * entry is ever removed.
 */
final class GridBytes implements ReplicatedBytes {

    private static final Logger LOG = System.getLogger(GridBytes.class.getName());

    private final String name;
    private final Threads threads;
    private final Executor writing;
    private final Map<String, byte[]> known = new ConcurrentHashMap<>();
    private final Map<String, byte[]> unsent = new ConcurrentHashMap<>();
    private final List<BiConsumer<String, byte[]>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable ReplicatedMap<String, byte[]> map;

    /** @param writing what writes the map, in order */
    GridBytes(String name, Threads threads, Executor writing) {
        this.name = name;
        this.threads = threads;
        this.writing = writing;
    }

    /** The map, on its way to be filled. */
    void found(ReplicatedMap<String, byte[]> found) {
        EntryHeard<String> heard = new EntryHeard<>() {
            @Override
            public void put(EntryEvent<String, byte[]> event) {
                take(event.getKey(), event.getValue());
            }

            @Override
            public void removed(EntryEvent<String, byte[]> event) {
                // Nobody removes.
            }
        };
        found.addEntryListener(heard);
        map = found;
        writing.execute(this::send);
    }

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(known.get(key));
    }

    @Override
    public Map<String, byte[]> all() {
        return new HashMap<>(known);
    }

    @Override
    public void put(String key, byte[] value) {
        unsent.put(key, value);
        take(key, value);
        writing.execute(this::send);
    }

    @Override
    public void listen(BiConsumer<String, byte[]> onPut) {
        listeners.add(onPut);
    }

    /** Takes in what came without an event, and sends again what could not be sent. */
    void look() {
        ReplicatedMap<String, byte[]> filled = map;
        if (filled == null) {
            return;
        }
        filled.forEach((key, value) -> {
            if (!unsent.containsKey(key)) {
                take(key, value);
            }
        });
        if (!unsent.isEmpty()) {
            writing.execute(this::send);
        }
    }

    private void send() {
        ReplicatedMap<String, byte[]> filled = map;
        if (filled == null) {
            return;
        }
        unsent.forEach((key, value) -> {
            try {
                filled.put(key, value);
                unsent.remove(key, value);
            } catch (RuntimeException later) {
                LOG.log(
                        Level.WARNING,
                        "An entry of the map " + name + " did not reach the grid; it is sent again",
                        later);
            }
        });
    }

    /** One at a time, so that the listeners are told in the order in which values came to be known. */
    private synchronized void take(String key, byte[] value) {
        byte[] before = known.put(key, value);
        if (!Arrays.equals(before, value)) {
            threads.mapTelling.execute(() -> listeners.forEach(listener -> listener.accept(key, value)));
        }
    }
}
