package dev.turnkeeper.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Calls end in time, and lanes do not wait behind one that does not. */
class CallsTest {

    private final AtomicLong now = new AtomicLong(-10);
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Calls calls = new Calls(
            now::get,
            new GridEvents() {
                @Override
                public void called(Outcome outcome, long nanos) {
                    ended.add(outcome + " after " + nanos);
                }
            },
            unanswered::incrementAndGet);

    @Test
    void answer_isToldWithItsTime() {
        CompletableFuture<String> call = calls.begin();
        now.addAndGet(7);
        call.complete("here");
        assertEquals(List.of("ANSWERED after 7"), ended);
    }

    @Test
    void failure_isNoMissingAnswer() {
        CompletableFuture<String> call = calls.begin();
        call.completeExceptionally(new IllegalStateException("no"));
        assertEquals(List.of("FAILED after 0"), ended);
        assertEquals(0, unanswered.get());
    }

    @Test
    void silence_endsTheCallAfterTwoSeconds() {
        CompletableFuture<String> call = calls.begin();
        ExecutionException failed = assertThrows(ExecutionException.class, () -> call.get(10, TimeUnit.SECONDS));
        assertTrue(failed.getCause() instanceof TimeoutException, failed::toString);
        assertEquals(List.of("UNANSWERED after 0"), ended);
        assertEquals(1, unanswered.get());
    }

    @Test
    void givenUp_areThoseBegunBefore() {
        CompletableFuture<String> before = calls.begin();
        long election = now.get();
        now.incrementAndGet();
        CompletableFuture<String> after = calls.begin();
        calls.giveUp(election);
        assertTrue(before.isCompletedExceptionally());
        assertFalse(after.isDone());
        after.complete("by the new leader");
        assertEquals(List.of("UNANSWERED after 1", "ANSWERED after 0"), ended);
    }

    @Test
    void lookingAgain_leavesBehindWhoIsStillLooking() {
        List<CompletableFuture<String>> found = new CopyOnWriteArrayList<>();
        List<Runnable> looking = new CopyOnWriteArrayList<>();
        Lanes<String> lanes = new Lanes<>(
                name -> name + found.size(),
                work -> {
                    found.add(new CompletableFuture<>());
                    looking.add(work);
                },
                calls);
        List<String> made = new CopyOnWriteArrayList<>();
        CompletableFuture<String> stuck = lanes.call("tick", object -> {
                    made.add("stuck at " + object);
                    return CompletableFuture.completedFuture(object);
                })
                .toCompletableFuture();
        lanes.lookAgain();
        CompletableFuture<String> next =
                lanes.call("tick", CompletableFuture::completedFuture).toCompletableFuture();
        looking.get(1).run();
        assertEquals("tick2", next.join());
        assertFalse(stuck.isDone());

        calls.giveUp(now.get());
        looking.get(0).run();
        assertEquals(List.of(), made, "a call that was given up is not made any more");
        assertThrows(CompletionException.class, stuck::join);
    }
}
