package dev.turnkeeper.state;

import java.util.concurrent.CompletionStage;

/**
 * Linearizable numbers by name; one that was never written is 0. A stage that fails leaves the outcome unknown: the call
 * may have been applied, or may yet be.
 */
public interface Counters {

    /** Adds and answers the sum. */
    CompletionStage<Long> addAndGet(String name, long delta);

    CompletionStage<Long> get(String name);

    /** True where the number was {@code expected} and now is {@code update}. */
    CompletionStage<Boolean> compareAndSet(String name, long expected, long update);
}
