package dev.turnkeeper.state;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for what really takes time. */
public final class Eventually {

    private static final long SECONDS = 20;

    private Eventually() {}

    /** Fails with {@code what} where the condition has not come true in time. */
    public static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("not within " + SECONDS + " s: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    public static <T> T answer(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }
}
