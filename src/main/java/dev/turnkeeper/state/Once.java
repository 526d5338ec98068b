package dev.turnkeeper.state;

import java.util.concurrent.CompletionStage;

/** What may happen once in the whole grid. A stage that fails leaves the outcome unknown. */
public interface Once {

    /**
     * True for the first call with this name, on whichever member, and false for those that follow for so long; where the
     * grid was cut in two meanwhile, each part has a first.
     */
    CompletionStage<Boolean> first(String name, long forMillis);
}
