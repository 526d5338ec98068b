package dev.turnkeeper.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * The ports in one JVM: several members of one grid, all state in one place behind one lock. Calls are answered at once;
 * messages and listeners are served by the calling thread, after the lock is free, one at a time and in order.
 */
public final class InMemoryGrid implements GridUnderTest {

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Runnable> deliveries = new ArrayDeque<>();
    private boolean delivering;

    private final Map<String, Long> counters = new HashMap<>();
    private final Map<String, byte[]> registers = new HashMap<>();
    private final Map<String, Map<String, byte[]>> maps = new HashMap<>();
    private final Map<String, Map<UUID, byte[]>> tickets = new HashMap<>();
    private final Map<String, Long> once = new HashMap<>();
    private final Map<String, Map<Integer, Long>> sightings = new HashMap<>();
    private final Map<String, List<byte[]>> held = new HashMap<>();
    private final List<InMemoryState> members = new ArrayList<>();

    /** A new member; the others hear of it. */
    public InMemoryState member() {
        InMemoryState member = new InMemoryState(this);
        inside(() -> {
            members.forEach(other -> {
                deliver(() -> other.bus.tell(listener -> listener.joined(member.name)));
            });
            members.add(member);
        });
        return member;
    }

    /** A member that dies without a word. */
    public void kill(InMemoryState member) {
        inside(() -> {
            members.remove(member);
            members.forEach(other -> deliver(() -> other.bus.tell(listener -> listener.left(member.name))));
        });
    }

    @Override
    public List<InMemoryState> members() {
        lock.lock();
        try {
            return List.copyOf(members);
        } finally {
            lock.unlock();
        }
    }

    private void deliver(Runnable delivery) {
        deliveries.add(delivery);
    }

    /** Runs under the lock, then serves what is to be delivered. */
    private void inside(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
        while (true) {
            Runnable next;
            lock.lock();
            try {
                if (delivering || deliveries.isEmpty()) {
                    return;
                }
                next = deliveries.remove();
                delivering = true;
            } finally {
                lock.unlock();
            }
            try {
                next.run();
            } finally {
                lock.lock();
                delivering = false;
                lock.unlock();
            }
        }
    }

    private <T> T locked(java.util.function.Supplier<T> read) {
        lock.lock();
        try {
            return read.get();
        } finally {
            lock.unlock();
        }
    }

    /** One member's side. */
    public static final class InMemoryState implements GridUnderTest.Member, Counters, TicketMaps {

        private final InMemoryGrid grid;
        private final String name = UUID.randomUUID().toString();
        private final Bus bus = new Bus();
        private final Map<String, Replica> replicas = new HashMap<>();
        private final Map<String, Tickets> opened = new HashMap<>();
        private volatile UnaryOperator<byte[]> onHeld = batch -> new byte[0];

        private InMemoryState(InMemoryGrid grid) {
            this.grid = grid;
        }

        @Override
        public Counters counters() {
            return this;
        }

        @Override
        public Registers registers() {
            return new InMemoryRegisters();
        }

        @Override
        public ReplicatedBytes replicated(String map) {
            return grid.locked(() -> replicas.computeIfAbsent(map, Replica::new));
        }

        @Override
        public TicketMaps ticketMaps() {
            return this;
        }

        @Override
        public Once once() {
            return (name, forMillis) -> CompletableFuture.completedFuture(grid.locked(() -> {
                long now = System.nanoTime();
                grid.once.values().removeIf(until -> until - now <= 0);
                return grid.once.putIfAbsent(name, now + TimeUnit.MILLISECONDS.toNanos(forMillis)) == null;
            }));
        }

        @Override
        public Sightings sightings() {
            return (name, what, at, within) -> CompletableFuture.completedFuture(grid.locked(() -> {
                Map<Integer, Long> seen = grid.sightings.computeIfAbsent(name, first -> new HashMap<>());
                seen.put(what, at);
                seen.values().removeIf(then -> at - then >= within);
                return seen.size();
            }));
        }

        @Override
        public MessageBus bus() {
            return bus;
        }

        @Override
        public CompletionStage<Long> addAndGet(String counter, long delta) {
            return CompletableFuture.completedFuture(grid.locked(() -> grid.counters.merge(counter, delta, Long::sum)));
        }

        @Override
        public CompletionStage<Long> get(String counter) {
            return addAndGet(counter, 0);
        }

        @Override
        public CompletionStage<Boolean> compareAndSet(String counter, long expected, long update) {
            return CompletableFuture.completedFuture(grid.locked(() -> {
                boolean same = grid.counters.getOrDefault(counter, 0L) == expected;
                if (same) {
                    grid.counters.put(counter, update);
                }
                return same;
            }));
        }

        @Override
        public TicketMap open(String map, TicketMap.Listener listener) {
            return grid.locked(() -> opened.computeIfAbsent(map, absent -> new Tickets(absent, listener)));
        }

        @Override
        public void drop(String map) {
            grid.locked(() -> {
                grid.members.forEach(member -> member.opened.remove(map));
                return grid.tickets.remove(map);
            });
        }

        @Override
        public CompletionStage<List<byte[]>> hold(byte[] batch) {
            List<UnaryOperator<byte[]>> others = grid.locked(() -> {
                grid.held.computeIfAbsent(name, absent -> new ArrayList<>()).add(batch.clone());
                return grid.members.stream()
                        .filter(member -> member != this)
                        .map(member -> member.onHeld)
                        .toList();
            });
            return CompletableFuture.completedFuture(others.stream()
                    .map(other -> other.apply(batch.clone()))
                    .filter(answer -> answer.length > 0)
                    .toList());
        }

        @Override
        public void onHeld(UnaryOperator<byte[]> listener) {
            onHeld = listener;
        }

        @Override
        public CompletionStage<List<byte[]>> heldFor(String member) {
            return CompletableFuture.completedFuture(
                    grid.locked(() -> List.copyOf(grid.held.getOrDefault(member, List.of()))));
        }

        private final class InMemoryRegisters implements Registers {

            @Override
            public CompletionStage<Optional<byte[]>> get(String register) {
                return CompletableFuture.completedFuture(grid.locked(
                        () -> Optional.ofNullable(grid.registers.get(register)).map(byte[]::clone)));
            }

            @Override
            public CompletionStage<Boolean> compareAndSet(String register, Optional<byte[]> expected, byte[] update) {
                return CompletableFuture.completedFuture(grid.locked(() -> {
                    boolean same = Arrays.equals(grid.registers.get(register), expected.orElse(null));
                    if (same) {
                        grid.registers.put(register, update.clone());
                    }
                    return same;
                }));
            }
        }

        private final class Replica implements ReplicatedBytes {

            private final String map;
            private final List<BiConsumer<String, byte[]>> listeners = new ArrayList<>();

            Replica(String map) {
                this.map = map;
            }

            @Override
            public Optional<byte[]> get(String key) {
                return Optional.ofNullable(all().get(key));
            }

            @Override
            public Map<String, byte[]> all() {
                return grid.locked(() -> new HashMap<>(grid.maps.getOrDefault(map, Map.of())));
            }

            @Override
            public void put(String key, byte[] value) {
                grid.inside(() -> {
                    grid.maps.computeIfAbsent(map, absent -> new HashMap<>()).put(key, value);
                    for (InMemoryState member : grid.members) {
                        Replica replica = member.replicas.get(map);
                        if (replica != null) {
                            grid.deliver(() ->
                                    List.copyOf(replica.listeners).forEach(listener -> listener.accept(key, value)));
                        }
                    }
                });
            }

            @Override
            public void listen(BiConsumer<String, byte[]> onPut) {
                grid.locked(() -> listeners.add(onPut));
            }
        }

        private final class Tickets implements TicketMap {

            private final String map;
            private final Listener listener;

            Tickets(String map, Listener listener) {
                this.map = map;
                this.listener = listener;
            }

            private Map<UUID, byte[]> entries() {
                return grid.tickets.computeIfAbsent(map, absent -> new LinkedHashMap<>());
            }

            private void tell(java.util.function.Consumer<Listener> what) {
                for (InMemoryState member : grid.members) {
                    Tickets open = member.opened.get(map);
                    if (open != null) {
                        grid.deliver(() -> what.accept(open.listener));
                    }
                }
            }

            @Override
            public Optional<byte[]> get(UUID key) {
                return grid.locked(() -> Optional.ofNullable(entries().get(key)));
            }

            @Override
            public boolean isFilled() {
                return true;
            }

            @Override
            public void putAll(Map<UUID, byte[]> tickets) {
                grid.inside(() -> tickets.forEach((key, ticket) -> {
                    Optional<byte[]> before = Optional.ofNullable(entries().put(key, ticket));
                    tell(hearing -> hearing.put(key, before, ticket));
                }));
            }

            @Override
            public void remove(UUID key) {
                grid.inside(() -> {
                    byte[] was = entries().remove(key);
                    if (was != null) {
                        tell(hearing -> hearing.removed(key, was));
                    }
                });
            }

            @Override
            public void forEach(BiConsumer<UUID, byte[]> action) {
                grid.locked(() -> Map.copyOf(entries())).forEach(action);
            }
        }

        private final class Bus implements MessageBus {

            private volatile Listener listener = new Deaf();

            void tell(java.util.function.Consumer<Listener> what) {
                what.accept(listener);
            }

            @Override
            public String self() {
                return name;
            }

            @Override
            public Set<String> present() {
                Set<String> present = new TreeSet<>();
                grid.members().forEach(member -> present.add(member.name));
                return present;
            }

            @Override
            public void broadcast(byte[] message) {
                present().forEach(member -> send(member, message));
            }

            @Override
            public void send(String to, byte[] message) {
                grid.inside(() -> {
                    for (InMemoryState member : grid.members) {
                        if (member.name.equals(to) && member != InMemoryState.this) {
                            grid.deliver(() -> member.bus.tell(hearing -> hearing.received(name, message)));
                        }
                    }
                });
            }

            @Override
            public void listen(Listener hearing) {
                grid.inside(() -> {
                    listener = hearing;
                    for (InMemoryState member : grid.members) {
                        if (member != InMemoryState.this) {
                            grid.deliver(() -> hearing.joined(member.name));
                        }
                    }
                });
            }
        }

        private static final class Deaf implements MessageBus.Listener {

            @Override
            public void received(String from, byte[] message) {}

            @Override
            public void joined(String member) {}

            @Override
            public void left(String member) {}
        }
    }
}
