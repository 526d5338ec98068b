package dev.turnkeeper.state;

import static dev.turnkeeper.state.Eventually.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

public abstract class CountersContract {

    private final String name = "counter:" + UUID.randomUUID() + ":1";

    protected abstract GridUnderTest grid();

    private Counters any() {
        return grid().members().get(0).counters();
    }

    private Counters other() {
        return grid().members().get(grid().members().size() - 1).counters();
    }

    @Test
    void neverWritten_isZero() throws Exception {
        assertEquals(0, answer(any().get(name)));
    }

    @Test
    void addAndGet_answersTheSum() throws Exception {
        assertEquals(3, answer(any().addAndGet(name, 3)));
        assertEquals(10, answer(any().addAndGet(name, 7)));
        assertEquals(10, answer(other().get(name)));
    }

    @Test
    void add_isSeenByEveryMemberOnceAnswered() throws Exception {
        for (int round = 1; round <= 20; round++) {
            assertEquals(round, answer(any().addAndGet(name, 1)));
            assertEquals(round, answer(other().get(name)));
        }
    }

    @Test
    void compareAndSet_replacesWhatIsExpected() throws Exception {
        assertTrue(answer(any().compareAndSet(name, 0, 5)));
        assertEquals(5, answer(other().get(name)));
    }

    @Test
    void compareAndSet_leavesAnythingElse() throws Exception {
        answer(any().addAndGet(name, 1));
        assertFalse(answer(other().compareAndSet(name, 0, 5)));
        assertEquals(1, answer(any().get(name)));
    }

    @Test
    void names_areApart() throws Exception {
        answer(any().addAndGet(name, 4));
        assertEquals(0, answer(any().get(name + "0")));
    }

    /** Also those given before the counter is at hand for the first time. */
    @Test
    void calls_ofOneCaller_followTheirOrder() throws Exception {
        List<CompletionStage<Long>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(any().addAndGet(name, 1));
        }
        for (int i = 0; i < calls.size(); i++) {
            assertEquals(i + 1, answer(calls.get(i)));
        }
    }

    @Test
    void call_comesBackAtOnce() throws Exception {
        long before = System.nanoTime();
        CompletionStage<Long> stage = any().addAndGet(name, 1);
        long took = System.nanoTime() - before;
        answer(stage);
        assertTrue(took < 100_000_000, "the caller waited " + took / 1_000_000 + " ms");
    }

    /** Adds and compareAndSets of many threads: the end is the sum of what was answered, and no sum was answered twice. */
    @Test
    void fuzz_sumOfAnswersIsTheEnd() throws Exception {
        AtomicLong sum = new AtomicLong();
        List<Callable<List<Long>>> tasks = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            Counters mine =
                    grid().members().get(thread % grid().members().size()).counters();
            tasks.add(() -> {
                List<Long> reached = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    long delta = ThreadLocalRandom.current().nextLong(1, 100);
                    if (i % 3 == 0) {
                        long seen = answer(mine.get(name));
                        if (answer(mine.compareAndSet(name, seen, seen + delta))) {
                            sum.addAndGet(delta);
                            reached.add(seen + delta);
                        }
                    } else {
                        reached.add(answer(mine.addAndGet(name, delta)));
                        sum.addAndGet(delta);
                    }
                }
                return reached;
            });
        }
        List<Long> reached = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            for (Future<List<Long>> done : threads.invokeAll(tasks)) {
                reached.addAll(done.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(sum.get(), answer(any().get(name)), reached.size() + " changes");
        assertEquals(reached.size(), reached.stream().distinct().count(), "each sum is reached once");
    }
}
