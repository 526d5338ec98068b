package dev.turnkeeper.node;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * Fault tolerance around the batched calls that give out positions, and around nothing else: what it costs, a batch
 * pays once. The tick's own call does not pass here, so that an open breaker never keeps the grid from moving on; and
 * what this refuses is told to wait, never let by.
 */
@ApplicationScoped
public class EnterGuard {

    /**
     * Makes the call and waits for its answer: a second at most, since the grid answers in milliseconds, or after an
     * election. The breaker stays open for less than a tick, so that what comes after the first tick passes.
     *
     * @throws ExecutionException where the call failed
     * @throws InterruptedException where it was cut off; callers see a {@code TimeoutException} of MicroProfile
     */
    @Timeout(value = 1, unit = ChronoUnit.SECONDS)
    @CircuitBreaker(requestVolumeThreshold = 4, failureRatio = 0.75, delay = 500)
    public Long await(Supplier<CompletionStage<Long>> call) throws ExecutionException, InterruptedException {
        return call.get().toCompletableFuture().get();
    }
}
