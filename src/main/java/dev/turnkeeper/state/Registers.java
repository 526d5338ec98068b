package dev.turnkeeper.state;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Linearizable small byte strings by name. A stage that fails leaves the outcome unknown. */
public interface Registers {

    /** Empty where nothing was ever written. */
    CompletionStage<Optional<byte[]>> get(String name);

    /**
     * Replaces the whole value at once.
     *
     * @param expected what is thought to be there, compared byte by byte; empty: nothing yet
     * @return true where it was, and {@code update} now is
     */
    CompletionStage<Boolean> compareAndSet(String name, Optional<byte[]> expected, byte[] update);
}
