package dev.turnkeeper.node;

import dev.turnkeeper.visit.Guard;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets other threads wait in {@link EnterGuard}: one for each room that just asks for positions. They make its calls in the
 * application's context: without one the server's fault tolerance fails each of them, and the node gives no place for ever.
 */
@Singleton
class GuardedEnters implements Guard {

    private final Function<Supplier<CompletionStage<Long>>, Long> await;

    /** What a thread inherits is the context of whichever request happened to need one more: none is better. */
    private final ExecutorService waiting =
            Executors.newCachedThreadPool(work -> new Thread(null, work, "turnkeeper-enter", 0, false));

    @Inject
    GuardedEnters(EnterGuard guard, Contexts contexts) {
        this.await = contexts.service.contextualFunction(call -> answer(guard, call));
    }

    @Override
    public CompletionStage<Long> guard(Supplier<CompletionStage<Long>> call) {
        return CompletableFuture.supplyAsync(() -> await.apply(call), waiting);
    }

    void stop() {
        waiting.shutdownNow();
    }

    private static Long answer(EnterGuard guard, Supplier<CompletionStage<Long>> call) {
        try {
            return guard.await(call);
        } catch (Exception failed) {
            throw new CompletionException(failed);
        }
    }

    /** A resource comes by a setter, not by a constructor. */
    @Dependent
    static class Contexts {

        @SuppressWarnings("NullAway.Init")
        private ContextService service;

        @Resource
        void setService(ContextService service) {
            this.service = service;
        }
    }
}
