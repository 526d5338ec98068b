package dev.turnkeeper.node;

import dev.turnkeeper.visit.Guard;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.Asynchronous;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * Fault tolerance around the batched calls that give out positions, and around nothing else: what it costs, a batch
 * pays once. The tick's own call does not pass here, so that an open breaker never keeps the grid from moving on; and
 * what this refuses is told to wait, never let by.
 */
@ApplicationScoped
public class EnterGuard implements Guard {

    /**
     * Cut off after a second: the grid answers in milliseconds, or within an election. The breaker then stays open for less
     * than a tick, so that the first call after the first tick passes.
     */
    @Override
    @Asynchronous
    @Timeout(value = 1, unit = ChronoUnit.SECONDS)
    @CircuitBreaker(requestVolumeThreshold = 4, failureRatio = 0.75, delay = 500)
    public CompletionStage<Long> guard(Supplier<CompletionStage<Long>> call) {
        return call.get();
    }
}
