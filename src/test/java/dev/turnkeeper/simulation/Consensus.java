package dev.turnkeeper.simulation;

import dev.turnkeeper.state.Counters;
import dev.turnkeeper.state.Registers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The linearizable part of the grid: one truth. A call takes time each way; without a majority it fails, and may or may
 * not have been applied, or may be applied later.
 */
final class Consensus {

    private static final String TICK = "tick";

    /** Sees every change at the moment it is made. */
    interface Watcher {
        void counter(String name, long before, long after, boolean added);

        void register(String name, Optional<byte[]> before, byte[] after);
    }

    private final VirtualTime time;
    private final Network network;
    private final Watcher watcher;
    private final PlantedFault fault;
    private final Map<String, Long> counters = new HashMap<>();
    private final Map<String, byte[]> registers = new HashMap<>();
    private long lastTickAt;

    Consensus(VirtualTime time, Network network, Watcher watcher, PlantedFault fault) {
        this.time = time;
        this.network = network;
        this.watcher = watcher;
        this.fault = fault;
    }

    Counters countersOf(String member) {
        return new Counters() {
            @Override
            public CompletionStage<Long> addAndGet(String name, long delta) {
                return call(member, () -> set(name, value(key(name)) + delta, true));
            }

            @Override
            public CompletionStage<Long> get(String name) {
                return call(member, () -> value(key(name)));
            }

            @Override
            public CompletionStage<Boolean> compareAndSet(String name, long expected, long update) {
                return call(member, () -> {
                    if (value(key(name)) != expected) {
                        return false;
                    }
                    if (fault == PlantedFault.NO_BURNING && name.startsWith("issued:")) {
                        return true;
                    }
                    if (name.equals(TICK) && fault == PlantedFault.WALL_CLOCK && lastTickAt > 0) {
                        long leap = (time.now() - lastTickAt) / VirtualTime.SECOND;
                        set(TICK, update + Math.max(0, leap - 1), false);
                    } else {
                        set(name, update, false);
                    }
                    if (name.equals(TICK)) {
                        lastTickAt = time.now();
                    }
                    return true;
                });
            }
        };
    }

    Registers registersOf(String member) {
        return new Registers() {
            @Override
            public CompletionStage<Optional<byte[]>> get(String name) {
                return call(member, () -> Optional.ofNullable(registers.get(key(name))));
            }

            @Override
            public CompletionStage<Boolean> compareAndSet(String name, Optional<byte[]> expected, byte[] update) {
                return call(member, () -> {
                    byte[] before = registers.get(key(name));
                    boolean equal = Arrays.equals(before, expected.orElse(null));
                    if (!equal && fault != PlantedFault.NO_FENCE) {
                        return false;
                    }
                    registers.put(key(name), update);
                    watcher.register(name, Optional.ofNullable(before), update);
                    return true;
                });
            }
        };
    }

    long value(String name) {
        return counters.getOrDefault(name, 0L);
    }

    private String key(String name) {
        return fault == PlantedFault.REUSED_COUNTERS ? name.replaceAll(":\\d+$", "") : name;
    }

    private long set(String name, long now, boolean added) {
        long before = value(key(name));
        counters.put(key(name), now);
        watcher.counter(name, before, now, added);
        return now;
    }

    private <T> CompletionStage<T> call(String member, Supplier<T> applied) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        long there = time.happens(0.02)
                ? time.between(0, 1_500 * VirtualTime.MILLI)
                : time.between(VirtualTime.MILLI / 2, 5 * VirtualTime.MILLI);
        time.in(there, () -> {
            if (!network.hasMajority(member)) {
                time.in(time.between(VirtualTime.SECOND / 2, 2 * VirtualTime.SECOND), () -> {
                    if (time.happens(0.3) && network.hasMajority(member)) {
                        applied.get();
                    }
                    answer.completeExceptionally(new IllegalStateException("no majority"));
                });
                return;
            }
            T result = applied.get();
            if (time.happens(0.01)) {
                time.in(VirtualTime.SECOND, () -> answer.completeExceptionally(new IllegalStateException("no answer")));
            } else {
                time.in(time.between(VirtualTime.MILLI / 2, 5 * VirtualTime.MILLI), () -> answer.complete(result));
            }
        });
        return answer;
    }
}
