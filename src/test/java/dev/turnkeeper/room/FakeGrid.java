package dev.turnkeeper.room;

import dev.turnkeeper.state.Registers;
import dev.turnkeeper.state.ReplicatedBytes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** Registers, and one map whose puts reach another node when the test says so. */
final class FakeGrid implements Registers {

    final Map<String, byte[]> registers = new ConcurrentHashMap<>();
    volatile boolean silent;
    volatile Runnable beforeCompareAndSet = () -> {};

    @Override
    public CompletionStage<Optional<byte[]>> get(String name) {
        return silent
                ? CompletableFuture.failedFuture(new IllegalStateException("no majority"))
                : CompletableFuture.completedFuture(Optional.ofNullable(registers.get(name)));
    }

    @Override
    public CompletionStage<Boolean> compareAndSet(String name, Optional<byte[]> expected, byte[] update) {
        Runnable before = beforeCompareAndSet;
        beforeCompareAndSet = () -> {};
        before.run();
        AtomicBoolean done = new AtomicBoolean();
        registers.compute(name, (key, value) -> {
            boolean same =
                    value == null ? expected.isEmpty() : expected.isPresent() && Arrays.equals(value, expected.get());
            done.set(same);
            return same ? update : value;
        });
        return CompletableFuture.completedFuture(done.get());
    }

    /** One node's side of the map. */
    static final class NodeMap implements ReplicatedBytes {

        final Map<String, byte[]> values = new ConcurrentHashMap<>();
        final List<Map.Entry<String, byte[]>> sent = new CopyOnWriteArrayList<>();
        private final List<BiConsumer<String, byte[]>> listeners = new CopyOnWriteArrayList<>();

        @Override
        public Optional<byte[]> get(String key) {
            return Optional.ofNullable(values.get(key));
        }

        @Override
        public Map<String, byte[]> all() {
            return new HashMap<>(values);
        }

        @Override
        public void put(String key, byte[] value) {
            sent.add(Map.entry(key, value));
            receive(key, value);
        }

        @Override
        public void listen(BiConsumer<String, byte[]> onPut) {
            listeners.add(onPut);
        }

        void receive(String key, byte[] value) {
            values.put(key, value);
            listeners.forEach(listener -> listener.accept(key, value));
        }

        /** Everything this node put so far arrives at the other, in order. */
        void deliverTo(NodeMap other) {
            sent.forEach(put -> other.receive(put.getKey(), put.getValue()));
        }
    }
}
