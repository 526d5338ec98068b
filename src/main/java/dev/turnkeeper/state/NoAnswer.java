package dev.turnkeeper.state;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A register or counter gave no answer in time: whether it did what it was asked is unknown. */
public final class NoAnswer extends Exception {

    private static final long serialVersionUID = 1;
    private static final long WITHIN_MILLIS = 2_000;

    private NoAnswer(Exception why) {
        super(null, why, false, false);
    }

    /** Waits for the answer, up to two seconds. An interrupt is passed on, and counts as none. */
    public static <T> T await(CompletionStage<T> asked) throws NoAnswer {
        try {
            return asked.toCompletableFuture().get(WITHIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException none) {
            throw new NoAnswer(none);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new NoAnswer(stopping);
        }
    }
}
