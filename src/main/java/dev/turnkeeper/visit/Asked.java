package dev.turnkeeper.visit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A question that was answered at once, or is under way. */
public final class Asked {

    private final CompletionStage<Visit> answer;
    private final Supplier<Visit> otherwise;
    private final Runnable onEnd;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * @param otherwise what to answer when waiting ends without a place
     * @param onEnd run once, when nobody waits any more
     */
    Asked(CompletionStage<Visit> answer, Supplier<Visit> otherwise, Runnable onEnd) {
        this.answer = answer;
        this.otherwise = otherwise;
        this.onEnd = onEnd;
        answer.whenComplete((visit, failed) -> end());
    }

    static Asked known(Visit visit) {
        return new Asked(CompletableFuture.completedFuture(visit), () -> visit, () -> {});
    }

    /** Fails where no place was given; then {@link #giveUp} says what to answer. */
    public CompletionStage<Visit> answer() {
        return answer;
    }

    /** What to answer when waiting has to end. A place given from now on is told to nobody, and burnt. */
    public Visit giveUp() {
        end();
        return otherwise.get();
    }

    private void end() {
        if (ended.compareAndSet(false, true)) {
            onEnd.run();
        }
    }
}
