package dev.turnkeeper.state;

import static dev.turnkeeper.state.Eventually.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

public abstract class OnceContract {

    private static final long LONG = 600_000;

    private final String name = UUID.randomUUID().toString();

    protected abstract GridUnderTest grid();

    private Once any() {
        return grid().members().get(0).once();
    }

    private Once other() {
        return grid().members().get(grid().members().size() - 1).once();
    }

    @Test
    void second_isNotFirst_onAnyMember() throws Exception {
        assertTrue(answer(any().first(name, LONG)));
        assertFalse(answer(any().first(name, LONG)));
        assertFalse(answer(other().first(name, LONG)));
    }

    @Test
    void names_areTheirOwn() throws Exception {
        assertTrue(answer(any().first(name, LONG)));
        assertTrue(answer(other().first(name + "b", LONG)));
    }

    @Test
    void name_isForgottenAfterItsTime() throws Exception {
        assertTrue(answer(any().first(name, 1)));
        Eventually.until("the name counts again", () -> {
            try {
                return answer(other().first(name, 1));
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    @Test
    void ofMany_oneIsFirst() throws Exception {
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int task = 0; task < 30; task++) {
            Once mine = grid().members().get(task % grid().members().size()).once();
            tasks.add(() -> answer(mine.first(name, LONG)));
        }
        int first = 0;
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            for (Future<Boolean> done : threads.invokeAll(tasks)) {
                first += done.get() ? 1 : 0;
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(1, first);
    }
}
