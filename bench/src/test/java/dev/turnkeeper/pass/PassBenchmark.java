package dev.turnkeeper.pass;

import dev.turnkeeper.room.BindTo;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.state.Registers;
import dev.turnkeeper.state.ReplicatedBytes;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a pass costs: made, checked for the first time, and checked again. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PassBenchmark {

    private static final int PASSES = 1_000;

    @Param({"ES256", "RS256"})
    private KeyAlgorithm algorithm;

    private final Room room = Room.of(RoomSettings.of(new RoomId("ticket-opening"), 5));
    private final VisitorTraits traits = new VisitorTraits("Mozilla/5.0 (Linux)", "192.0.2.1", Optional.empty());
    private final Instant in = Instant.now();
    private final String[] tokens = new String[PASSES];
    private Passes passes;
    private KeyRing keys;
    private PassReader reader;
    private Bindings bindings;
    private PassIds ids;
    private long binding;
    private int next;

    @Setup
    public void keys() {
        keys = KeyRing.of(new OneRegister(), new OneMap(), algorithm, new SecureRandom(), InstantSource.system());
        keys.learn().toCompletableFuture().join();
        passes = new Passes(
                keys,
                (name, what, at, within) -> CompletableFuture.completedFuture(1),
                new PublicUrl(Optional.empty()),
                new SecureRandom(),
                InstantSource.system(),
                new Uncounted());
        bindings = new Bindings(keys);
        ids = new PassIds(keys);
        binding = bindings.of(Set.of(BindTo.USER_AGENT), traits);
        for (int i = 0; i < PASSES; i++) {
            tokens[i] = make().token();
        }
    }

    @Benchmark
    public Pass make() {
        return passes.issue(room, "http://localhost", 1, 1 + next++ % PASSES, binding, traits, in);
    }

    @Benchmark
    public Object checkFirst() {
        reader = new PassReader(keys);
        return reader.read(tokens[next++ % PASSES]);
    }

    /** Each token a new string, as it comes out of a request. */
    @Benchmark
    public PassCheck checkAgain() {
        return passes.check(new String(tokens[next++ % PASSES].toCharArray()), room, traits);
    }

    @Benchmark
    public long bind() {
        return bindings.of(Set.of(BindTo.USER_AGENT), traits);
    }

    @Benchmark
    public Optional<PassPlace> placeOfId() {
        return ids.read(ids.of("ticket-opening", 1, next++));
    }

    private static final class Uncounted implements PassEvents {

        @Override
        public void issued(boolean bypass) {}

        @Override
        public void refused(PassFault fault) {
            throw new IllegalStateException("refused: " + fault);
        }

        @Override
        public void refused(HandOverFault fault) {}

        @Override
        public void refused(LoginFault fault) {}
    }

    private static final class OneRegister implements Registers {

        private byte[] value;

        @Override
        public CompletionStage<Optional<byte[]>> get(String name) {
            return CompletableFuture.completedFuture(Optional.ofNullable(value));
        }

        @Override
        public CompletionStage<Boolean> compareAndSet(String name, Optional<byte[]> expected, byte[] update) {
            value = update;
            return CompletableFuture.completedFuture(true);
        }
    }

    private static final class OneMap implements ReplicatedBytes {

        @Override
        public Optional<byte[]> get(String key) {
            return Optional.empty();
        }

        @Override
        public Map<String, byte[]> all() {
            return new HashMap<>();
        }

        @Override
        public void put(String key, byte[] value) {}

        @Override
        public void listen(BiConsumer<String, byte[]> onPut) {}
    }
}
