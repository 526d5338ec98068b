package dev.turnkeeper.visit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A question that was answered at once, or is under way. */
public final class Asked {

    private final CompletionStage<Visit> answer;
    private final @Nullable Entering entering;
    private final Supplier<Visit> otherwise;

    Asked(CompletionStage<Visit> answer, @Nullable Entering entering, Supplier<Visit> otherwise) {
        this.answer = answer;
        this.entering = entering;
        this.otherwise = otherwise;
    }

    static Asked known(Visit visit) {
        return new Asked(CompletableFuture.completedFuture(visit), null, () -> visit);
    }

    /** Fails where no place was given; then {@link #giveUp} says what to answer. */
    public CompletionStage<Visit> answer() {
        return answer;
    }

    /** What to answer when waiting has to end. A place given from now on is told to nobody, and burnt. */
    public Visit giveUp() {
        if (entering != null) {
            entering.giveUp();
        }
        return otherwise.get();
    }
}
