package dev.turnkeeper.grid;

import com.hazelcast.cp.IAtomicReference;
import dev.turnkeeper.state.Registers;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Registers of the CP subsystem, which compares the serialized bytes. */
final class ConsensusRegisters implements Registers {

    private final Lanes<IAtomicReference<byte[]>> references;

    ConsensusRegisters(Lanes<IAtomicReference<byte[]>> references) {
        this.references = references;
    }

    @Override
    public CompletionStage<Optional<byte[]>> get(String name) {
        return references
                .<byte @Nullable []>call(name, IAtomicReference::getAsync)
                .thenApply(Optional::ofNullable);
    }

    @Override
    public CompletionStage<Boolean> compareAndSet(String name, Optional<byte[]> expected, byte[] update) {
        return references.call(name, reference -> reference.compareAndSetAsync(expected.orElse(null), update));
    }
}
