package dev.turnkeeper.grid;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls under way to the CP group. Each ends in time: left alone, Hazelcast lets a call to a member that hangs wait for a
 * minute and longer. One that ends here without an answer may have been done, or may yet be.
 */
final class Calls {

    private static final long ANSWER_WITHIN_MILLIS = 2_000;

    private final LongSupplier nanos;
    private final GridEvents events;
    private final Runnable unanswered;
    private final Set<Call<?>> underWay = ConcurrentHashMap.newKeySet();

    /**
     * @param nanos a monotonic clock
     * @param unanswered told of each call that had no answer in time
     */
    Calls(LongSupplier nanos, GridEvents events, Runnable unanswered) {
        this.nanos = nanos;
        this.events = events;
        this.unanswered = unanswered;
    }

    /** @return to be completed by whoever makes the call; completed in time in any case */
    <R extends @Nullable Object> CompletableFuture<R> begin() {
        Call<R> call = new Call<>(new CompletableFuture<>(), nanos.getAsLong());
        underWay.add(call);
        call.answer.orTimeout(ANSWER_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
        call.answer.whenComplete((done, failed) -> end(call, failed));
        return call.answer;
    }

    /** Waits no longer for what was begun up to that moment. */
    void giveUp(long begunUntil) {
        underWay.stream()
                .filter(call -> call.begunAt - begunUntil <= 0)
                .forEach(call -> call.answer.completeExceptionally(
                        new TimeoutException("the leader of the CP group was replaced, and this call not answered")));
    }

    private void end(Call<?> call, @Nullable Throwable failed) {
        underWay.remove(call);
        events.called(outcome(failed), nanos.getAsLong() - call.begunAt);
        if (failed instanceof TimeoutException) {
            unanswered.run();
        }
    }

    private static GridEvents.Outcome outcome(@Nullable Throwable failed) {
        if (failed == null) {
            return GridEvents.Outcome.ANSWERED;
        }
        return failed instanceof TimeoutException ? GridEvents.Outcome.UNANSWERED : GridEvents.Outcome.FAILED;
    }

    private static final class Call<R extends @Nullable Object> {

        final CompletableFuture<R> answer;
        final long begunAt;

        Call(CompletableFuture<R> answer, long begunAt) {
            this.answer = answer;
            this.begunAt = begunAt;
        }
    }
}
