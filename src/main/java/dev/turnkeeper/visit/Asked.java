package dev.turnkeeper.visit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A question that was answered at once, or is under way. */
public final class Asked<A> {

    /** A newcomer is answered within 300 ms, whatever the grid does; the rest is for the way through the server. */
    static final long ANSWER_WITHIN_NANOS = 270_000_000;

    private final CompletionStage<A> answer;
    private final Supplier<A> otherwise;
    private final Runnable onEnd;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * @param otherwise what to answer when waiting ends without a place
     * @param onEnd run once, when nobody waits any more
     */
    Asked(CompletionStage<A> answer, Supplier<A> otherwise, Runnable onEnd) {
        this.answer = answer;
        this.otherwise = otherwise;
        this.onEnd = onEnd;
        answer.whenComplete((visit, failed) -> end());
    }

    static <A> Asked<A> known(A answer) {
        return new Asked<>(CompletableFuture.completedFuture(answer), () -> answer, () -> {});
    }

    /** Fails where no place was given; then {@link #giveUp} says what to answer. */
    public CompletionStage<A> answer() {
        return answer;
    }

    /** What to answer when waiting has to end. A place given from now on is told to nobody, and burnt. */
    public A giveUp() {
        end();
        return otherwise.get();
    }

    /** Waits, no longer than a newcomer may. */
    A await() {
        try {
            return answer.toCompletableFuture().get(ANSWER_WITHIN_NANOS, TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException noPlace) {
            return giveUp();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return giveUp();
        }
    }

    private void end() {
        if (ended.compareAndSet(false, true)) {
            onEnd.run();
        }
    }
}
