package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waiting for what nodes will come to say. */
final class Await {

    private Await() {}

    /** Something that is asked of nodes, of which one may not answer now. */
    @FunctionalInterface
    interface Asked {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Fails with {@code what}, told only then, where the condition has not come true in time. */
    static void until(int seconds, Supplier<String> what, Asked condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        String last = "";
        do {
            try {
                if (condition.holds()) {
                    return;
                }
                last = "";
            } catch (IOException later) {
                last = "\nlately: " + later.getMessage();
            }
            TimeUnit.MILLISECONDS.sleep(50);
        } while (System.nanoTime() < deadline);
        fail("not within " + seconds + " s: " + what.get() + last);
    }
}
