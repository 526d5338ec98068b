package dev.turnkeeper.node;

import dev.turnkeeper.state.Counters;
import dev.turnkeeper.state.TicketMap;
import dev.turnkeeper.state.TicketMaps;
import dev.turnkeeper.visit.Pulse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** What visits need of the grid, in this node's memory alone: for the rooms in which it warms up. */
final class OwnState implements Counters, TicketMaps, Pulse {

    private final ConcurrentHashMap<String, AtomicLong> counters = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Tickets> tickets = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<Long> addAndGet(String name, long delta) {
        return CompletableFuture.completedFuture(counter(name).addAndGet(delta));
    }

    @Override
    public CompletionStage<Long> get(String name) {
        return CompletableFuture.completedFuture(counter(name).get());
    }

    @Override
    public CompletionStage<Boolean> compareAndSet(String name, long expected, long update) {
        return CompletableFuture.completedFuture(counter(name).compareAndSet(expected, update));
    }

    @Override
    public TicketMap open(String name, TicketMap.Listener listener) {
        return tickets.computeIfAbsent(name, absent -> new Tickets(listener));
    }

    @Override
    public void drop(String name) {
        tickets.remove(name);
    }

    @Override
    public CompletionStage<List<byte[]>> hold(byte[] batch) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public void onHeld(UnaryOperator<byte[]> listener) {
        // There is no other member.
    }

    @Override
    public CompletionStage<List<byte[]>> heldFor(String member) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public boolean isFresh() {
        return true;
    }

    @Override
    public boolean isWhole() {
        return true;
    }

    @Override
    public long nanosSince(long tick) {
        return 0;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    private AtomicLong counter(String name) {
        return counters.computeIfAbsent(name, absent -> new AtomicLong());
    }

    private record Tickets(ConcurrentHashMap<UUID, byte[]> map, Listener listener) implements TicketMap {

        Tickets(Listener listener) {
            this(new ConcurrentHashMap<>(), listener);
        }

        @Override
        public Optional<byte[]> get(UUID key) {
            return Optional.ofNullable(map.get(key));
        }

        @Override
        public boolean isFilled() {
            return true;
        }

        @Override
        public void putAll(Map<UUID, byte[]> tickets) {
            tickets.forEach((key, ticket) -> listener.put(key, Optional.ofNullable(map.put(key, ticket)), ticket));
        }

        @Override
        public void remove(UUID key) {
            byte[] was = map.remove(key);
            if (was != null) {
                listener.removed(key, was);
            }
        }

        @Override
        public void forEach(BiConsumer<UUID, byte[]> action) {
            map.forEach(action);
        }
    }
}
