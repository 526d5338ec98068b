package dev.turnkeeper.visit;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Stands before the calls that give out positions: cuts one off that takes too long, and refuses the next while they
 * fail. A call that was cut off may still be answered later.
 */
public interface Guard {

    /** Lets every call through, for as long as it takes. */
    Guard NONE = Supplier::get;

    CompletionStage<Long> guard(Supplier<CompletionStage<Long>> call);
}
