package dev.turnkeeper.node;

import dev.turnkeeper.visit.Guard;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Lets other threads wait in {@link EnterGuard}: one for each room that just asks for positions. */
final class GuardedEnters implements Guard {

    private final EnterGuard guard;
    private final ExecutorService waiting = Executors.newCachedThreadPool(work -> new Thread(work, "turnkeeper-enter"));

    GuardedEnters(EnterGuard guard) {
        this.guard = guard;
    }

    @Override
    public CompletionStage<Long> guard(Supplier<CompletionStage<Long>> call) {
        return CompletableFuture.supplyAsync(() -> answer(() -> guard.await(call)), waiting);
    }

    void stop() {
        waiting.shutdownNow();
    }

    private static Long answer(Callable<Long> call) {
        try {
            return call.call();
        } catch (Exception failed) {
            throw new CompletionException(failed);
        }
    }
}
