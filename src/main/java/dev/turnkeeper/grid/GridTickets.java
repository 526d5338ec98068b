package dev.turnkeeper.grid;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.replicatedmap.ReplicatedMap;
import dev.turnkeeper.state.TicketMap;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tickets in a replicated map. Own puts are readable at once: until their event has come back they lie in {@code own},
 * over the map.
 *
 * <p>Hazelcast tells a map's listeners of puts and removals, wherever made, and of nothing that a merge or a filling
 * brings. In a merge the bigger side's entry stays (PutIfAbsentMergePolicy), so nothing changes there but what is new; the
 * merging member remembers what it held, compares once its map is filled again, and so knows of every conflict.
 */
final class GridTickets implements TicketMap {

    private static final Logger LOG = System.getLogger(GridTickets.class.getName());

    private final String name;
    private final Listener listener;
    private final Threads threads;
    private final Map<UUID, byte[]> own = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Map<UUID, byte[]>> unwritten = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Map<UUID, byte[]>> written = new ConcurrentLinkedQueue<>();
    private List<Map<UUID, byte[]>> writtenBefore = List.of();
    private volatile @Nullable ReplicatedMap<UUID, byte[]> map;
    private volatile Map<UUID, byte[]> beforeMerge = Map.of();
    private volatile boolean isFilled;

    GridTickets(String name, Listener listener, Threads threads) {
        this.name = name;
        this.listener = listener;
        this.threads = threads;
    }

    /** The map, on its way to be filled. */
    void found(ReplicatedMap<UUID, byte[]> found) {
        found.addEntryListener(new Heard());
        map = found;
        threads.writing.execute(this::write);
    }

    @Override
    public Optional<byte[]> get(UUID key) {
        byte[] ticket = own.isEmpty() ? null : own.get(key);
        return ticket != null ? Optional.of(ticket) : stored(key);
    }

    private Optional<byte[]> stored(UUID key) {
        ReplicatedMap<UUID, byte[]> filled = map;
        byte[] ticket = filled == null ? null : filled.get(key);
        return Optional.ofNullable(ticket != null ? ticket : beforeMerge.get(key));
    }

    @Override
    public void putAll(Map<UUID, byte[]> tickets) {
        Map<UUID, byte[]> batch = Map.copyOf(tickets);
        own.putAll(batch);
        unwritten.add(batch);
        threads.writing.execute(this::write);
    }

    @Override
    public boolean isFilled() {
        return isFilled;
    }

    /** Leaves a ticket alone that has been put since; between that look and the removal is a moment nobody guards. */
    @Override
    public void remove(UUID key) {
        Optional<byte[]> was = get(key);
        if (was.isPresent()) {
            threads.removing.execute(() -> {
                ReplicatedMap<UUID, byte[]> filled = map;
                if (filled != null && !own.containsKey(key) && Arrays.equals(filled.get(key), was.get())) {
                    filled.remove(key);
                }
            });
        }
    }

    @Override
    public void forEach(BiConsumer<UUID, byte[]> action) {
        ReplicatedMap<UUID, byte[]> filled = map;
        Map<UUID, byte[]> over = Map.copyOf(own);
        over.forEach(action);
        if (filled != null) {
            filled.entrySet().forEach(entry -> {
                if (!over.containsKey(entry.getKey())) {
                    action.accept(entry.getKey(), entry.getValue());
                }
            });
        }
    }

    /** On the writing thread; in the order of the calls, also of those that came before there was a map. */
    private void write() {
        ReplicatedMap<UUID, byte[]> filled = map;
        if (filled == null) {
            return;
        }
        for (Map<UUID, byte[]> batch = unwritten.peek(); batch != null; batch = unwritten.peek()) {
            try {
                filled.putAll(batch);
            } catch (RuntimeException later) {
                LOG.log(Level.WARNING, "Tickets of " + name + " did not reach the grid; they are sent again", later);
                threads.later(1_000, () -> threads.writing.execute(this::write));
                return;
            }
            unwritten.remove();
            written.add(batch);
        }
    }

    /** Every few seconds: what was written a while ago, and of which no event came, is not kept over the map any longer. */
    void tidy() {
        writtenBefore.forEach(batch -> batch.forEach(own::remove));
        List<Map<UUID, byte[]>> since = new ArrayList<>();
        for (Map<UUID, byte[]> batch = written.poll(); batch != null; batch = written.poll()) {
            since.add(batch);
        }
        writtenBefore = since;
    }

    void merging() {
        isFilled = false;
        Map<UUID, byte[]> held = new HashMap<>(beforeMerge);
        forEach(held::put);
        beforeMerge = held;
    }

    /** After a merge, what is missing is put back, and where another ticket stands now, both are told. */
    void filled() {
        ReplicatedMap<UUID, byte[]> filled = map;
        Map<UUID, byte[]> held = beforeMerge;
        if (filled == null) {
            return;
        }
        isFilled = true;
        Map<UUID, byte[]> missing = new HashMap<>();
        held.forEach((key, was) -> {
            byte[] now = filled.get(key);
            if (now == null) {
                missing.put(key, was);
            } else if (!Arrays.equals(now, was)) {
                tellPut(key, Optional.of(was), now);
            }
        });
        if (!missing.isEmpty()) {
            putAll(missing);
        }
        beforeMerge = Map.of();
    }

    private void tellPut(UUID key, Optional<byte[]> before, byte[] now) {
        threads.mapTelling.execute(() -> listener.put(key, before, now));
    }

    private final class Heard implements EntryHeard<UUID> {

        @Override
        public void put(EntryEvent<UUID, byte[]> event) {
            UUID key = event.getKey();
            byte[] now = event.getValue();
            byte[] mine = own.isEmpty() ? null : own.get(key);
            if (mine != null && Arrays.equals(mine, now)) {
                own.remove(key, mine);
            }
            tellPut(key, Optional.ofNullable(event.getOldValue()), now);
        }

        @Override
        public void removed(EntryEvent<UUID, byte[]> event) {
            byte[] was = event.getOldValue();
            if (was != null) {
                threads.mapTelling.execute(() -> listener.removed(event.getKey(), was));
            }
        }
    }
}
