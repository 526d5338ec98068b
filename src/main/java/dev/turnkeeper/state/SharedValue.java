package dev.turnkeeper.state;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * One small value that the whole grid shares, for what changes seldom and is read often. Reads are local and take no lock.
 *
 * <p>The truth is one register, replaced whole by compareAndSet with the next version; a replicated map carries copies, of
 * which every node takes what is newer than its own, so a late or doubled put does no harm. Two changes at once are made
 * one after the other, each seeing the other's outcome.
 */
public final class SharedValue {

    /** What came of a change. */
    public enum Outcome {
        DONE,
        /** It did not want to change anything. */
        UNCHANGED,
        /** The register gave no answer: whether the change was made is unknown. */
        NO_MAJORITY
    }

    private static final int ATTEMPTS = 32;

    private final String name;
    private final Registers registers;
    private final ReplicatedBytes copies;
    private final AtomicReference<Version> known = new AtomicReference<>(Version.NONE);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private SharedValue(String name, Registers registers, ReplicatedBytes copies) {
        this.name = name;
        this.registers = registers;
        this.copies = copies;
    }

    /**
     * @param name of the register, and of the entry in the map
     * @param copies may carry other values under other names
     */
    public static SharedValue of(String name, Registers registers, ReplicatedBytes copies) {
        SharedValue value = new SharedValue(name, registers, copies);
        copies.listen((key, bytes) -> {
            if (key.equals(name)) {
                value.take(Version.of(bytes));
            }
        });
        copies.get(name).ifPresent(bytes -> value.take(Version.of(bytes)));
        return value;
    }

    /** As far as this node knows; empty where nothing was ever written. */
    public Optional<byte[]> get() {
        Version now = now();
        return now.number == 0 ? Optional.empty() : Optional.of(now.value.clone());
    }

    /** Told on this node of every change from now on, of all nodes; any thread. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Waits up to some seconds.
     *
     * @param change from the value as it is to the value as it shall be, or to empty where it may stay; may be asked several
     *     times, and what it throws comes through with nothing changed
     */
    public Outcome change(Function<Optional<byte[]>, Optional<byte[]>> change) {
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Optional<byte[]> stored = NoAnswer.await(registers.get(name));
                Version was = newest(stored);
                Optional<byte[]> wanted =
                        change.apply(was.number == 0 ? Optional.empty() : Optional.of(was.value.clone()));
                if (wanted.isEmpty()) {
                    take(was);
                    return Outcome.UNCHANGED;
                }
                Version next = new Version(was.number + 1, wanted.get().clone());
                if (NoAnswer.await(registers.compareAndSet(name, stored, next.toBytes()))) {
                    take(next);
                    copies.put(name, next.toBytes());
                    return Outcome.DONE;
                }
            }
        } catch (NoAnswer none) {
            return Outcome.NO_MAJORITY;
        }
        return Outcome.NO_MAJORITY;
    }

    /** Reads the register; false where it gave no answer. Waits up to some seconds. */
    public boolean learn() {
        return change(value -> Optional.empty()) == Outcome.UNCHANGED;
    }

    /** Brings register, map and this node together again; does nothing where they agree, or the register does not answer. */
    public void repair() {
        try {
            Optional<byte[]> stored = NoAnswer.await(registers.get(name));
            Version truth = newest(stored);
            if (truth.number == 0) {
                return;
            }
            byte[] bytes = truth.toBytes();
            // A register that was re-created empty after a lost majority gets back what is left.
            if (!stored.filter(there -> Arrays.equals(there, bytes)).isPresent()
                    && !NoAnswer.await(registers.compareAndSet(name, stored, bytes))) {
                return;
            }
            take(truth);
            if (!copies.get(name).filter(copy -> Arrays.equals(copy, bytes)).isPresent()) {
                copies.put(name, bytes);
            }
        } catch (NoAnswer none) {
            // The next time will do.
        }
    }

    private Version newest(Optional<byte[]> stored) {
        Version truth = stored.map(Version::of).orElse(Version.NONE);
        Version ours = now();
        return ours.number > truth.number ? ours : truth;
    }

    private Version now() {
        return Objects.requireNonNull(known.get());
    }

    private void take(Version newer) {
        Version was = now();
        while (newer.number > was.number) {
            if (known.compareAndSet(was, newer)) {
                listeners.forEach(Runnable::run);
                return;
            }
            was = now();
        }
    }

    /** Never shown to anybody else: the array is nobody's but ours. */
    private static final class Version {

        static final Version NONE = new Version(0, new byte[0]);

        final long number;
        final byte[] value;

        Version(long number, byte[] value) {
            this.number = number;
            this.value = value;
        }

        static Version of(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            long number = buffer.getLong();
            byte[] value = new byte[buffer.remaining()];
            buffer.get(value);
            return new Version(number, value);
        }

        byte[] toBytes() {
            return ByteBuffer.allocate(Long.BYTES + value.length)
                    .putLong(number)
                    .put(value)
                    .array();
        }
    }
}
