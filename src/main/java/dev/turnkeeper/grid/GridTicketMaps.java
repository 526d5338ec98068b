package dev.turnkeeper.grid;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.replicatedmap.ReplicatedMap;
import dev.turnkeeper.state.TicketMap;
import dev.turnkeeper.state.TicketMaps;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The ticket maps of the grid, and the batches held for a while. */
final class GridTicketMaps implements TicketMaps {

    /** Under this prefix the configuration names the merge policy that {@link GridTickets} relies on. */
    private static final String PREFIX = "ticket-map:";

    private final HazelcastInstance hz;
    private final Threads threads;
    private final HeldBatches held;
    private final Loading loading;
    private final Map<String, GridTickets> maps = new ConcurrentHashMap<>();

    GridTicketMaps(HazelcastInstance hz, Threads threads, HeldBatches held, Loading loading) {
        this.hz = hz;
        this.threads = threads;
        this.held = held;
        this.loading = loading;
    }

    @Override
    public TicketMap open(String name, TicketMap.Listener listener) {
        return maps.computeIfAbsent(name, absent -> {
            GridTickets tickets = new GridTickets(absent, listener, threads);
            loading.load(PREFIX + absent, (ReplicatedMap<UUID, byte[]> found) -> tickets.found(found), tickets::filled);
            return tickets;
        });
    }

    @Override
    public void drop(String name) {
        maps.remove(name);
        loading.forget(PREFIX + name);
        threads.removing.execute(() -> hz.getReplicatedMap(PREFIX + name).destroy());
    }

    @Override
    public CompletionStage<List<byte[]>> hold(byte[] batch) {
        return held.hold(batch);
    }

    @Override
    public void onHeld(UnaryOperator<byte[]> listener) {
        held.onHeld(listener);
    }

    @Override
    public CompletionStage<List<byte[]>> heldFor(String member) {
        return held.heldFor(member);
    }

    void forEach(Consumer<GridTickets> action) {
        maps.values().forEach(action);
    }
}
