package dev.turnkeeper.grid;

import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.cp.exception.CPGroupDestroyedException;
import com.hazelcast.spi.exception.DistributedObjectDestroyedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls on distributed objects by name. Getting hold of one asks the grid and may take seconds, so it happens on another
 * thread, once; calls on it that come meanwhile follow in the order they came.
 */
final class Lanes<T> {

    private final Function<String, T> find;
    private final Executor finders;
    private final Calls calls;
    private final ConcurrentHashMap<String, Lane> lanes = new ConcurrentHashMap<>();

    Lanes(Function<String, T> find, Executor finders, Calls calls) {
        this.find = find;
        this.finders = finders;
        this.calls = calls;
    }

    <R extends @Nullable Object> CompletionStage<R> call(String name, Function<T, CompletionStage<R>> call) {
        CompletableFuture<R> answer = calls.begin();
        Lane lane = lanes.computeIfAbsent(name, Lane::new);
        lane.call(call, answer);
        answer.whenComplete((done, failed) -> {
            if (failed != null && isOfNoUse(failed)) {
                lanes.remove(name, lane);
            }
        });
        return answer;
    }

    /** Who is still looking waits for somebody who may not answer; the next call begins anew. */
    void lookAgain() {
        lanes.values().removeIf(lane -> !lane.found.isDone());
    }

    /** After a reset of the CP subsystem the old objects fail for good; the next call looks for new ones. */
    private static boolean isOfNoUse(Throwable failed) {
        Throwable cause =
                failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
        return cause instanceof CPGroupDestroyedException
                || cause instanceof DistributedObjectDestroyedException
                || cause instanceof HazelcastInstanceNotActiveException
                || cause instanceof NotFound;
    }

    private final class Lane {

        final CompletableFuture<T> found;
        private CompletableFuture<T> last;

        Lane(String name) {
            found = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return find.apply(name);
                        } catch (RuntimeException failed) {
                            throw new NotFound(name, failed);
                        }
                    },
                    finders);
            last = found;
        }

        /** Each call hangs on the one before it: what hangs on one future side by side runs in any order. */
        synchronized <R extends @Nullable Object> void call(
                Function<T, CompletionStage<R>> call, CompletableFuture<R> answer) {
            last = last.whenComplete((object, notFound) -> {
                if (answer.isDone()) {
                    return; // given up meanwhile
                }
                if (notFound != null) {
                    answer.completeExceptionally(notFound);
                    return;
                }
                try {
                    // In the thread that has the answer: the common pool may have a single thread, and that busy.
                    call.apply(object)
                            .whenCompleteAsync(
                                    (result, failed) -> {
                                        if (failed != null) {
                                            answer.completeExceptionally(failed);
                                        } else {
                                            answer.complete(result);
                                        }
                                    },
                                    Runnable::run);
                } catch (RuntimeException refused) {
                    answer.completeExceptionally(refused);
                }
            });
        }
    }

    private static final class NotFound extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotFound(String name, RuntimeException why) {
            super("the grid gives no access to " + name + " now", why, false, false);
        }
    }
}
