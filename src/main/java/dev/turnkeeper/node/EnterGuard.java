package dev.turnkeeper.node;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;

/**
 * Fault tolerance around the batched calls that give out positions, and around nothing else: what it costs, a batch
 * pays once. The wait ends by itself, since the annotation for time-outs makes the server look through all its jars at each
 * call. The tick's own call does not pass here, so that an open breaker never keeps the grid from moving on; and
 * what this refuses is told to wait, never let by.
 */
@ApplicationScoped
public class EnterGuard {

    /**
     * Makes the call and waits for its answer: a second at most, since the grid answers in milliseconds, or after an
     * election. The breaker stays open for less than a tick, so that what comes after the first tick passes.
     *
     * @throws ExecutionException where the call failed
     * @throws TimeoutException where it was cut off
     */
    @CircuitBreaker(requestVolumeThreshold = 4, failureRatio = 0.75, delay = 500)
    public Long await(Supplier<CompletionStage<Long>> call)
            throws ExecutionException, InterruptedException, TimeoutException {
        return call.get().toCompletableFuture().get(1, TimeUnit.SECONDS);
    }
}
