package dev.turnkeeper.state;

import static dev.turnkeeper.state.Eventually.answer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

public abstract class RegistersContract {

    private final String name = "register:" + UUID.randomUUID() + ":1";

    protected abstract GridUnderTest grid();

    private Registers any() {
        return grid().members().get(0).registers();
    }

    private Registers other() {
        return grid().members().get(grid().members().size() - 1).registers();
    }

    @Test
    void neverWritten_isEmpty() throws Exception {
        assertTrue(answer(any().get(name)).isEmpty());
    }

    @Test
    void compareAndSet_ofNothing_writesTheFirst() throws Exception {
        assertTrue(answer(any().compareAndSet(name, Optional.empty(), bytes(1, 2))));
        assertArrayEquals(bytes(1, 2), answer(other().get(name)).orElseThrow());
    }

    @Test
    void compareAndSet_ofNothing_leavesWhatIsThere() throws Exception {
        answer(any().compareAndSet(name, Optional.empty(), bytes(1)));
        assertFalse(answer(other().compareAndSet(name, Optional.empty(), bytes(2))));
        assertArrayEquals(bytes(1), answer(any().get(name)).orElseThrow());
    }

    @Test
    void compareAndSet_comparesContent() throws Exception {
        answer(any().compareAndSet(name, Optional.empty(), bytes(7, 8, 9)));
        assertTrue(answer(other().compareAndSet(name, Optional.of(bytes(7, 8, 9)), bytes(1))));
        assertArrayEquals(bytes(1), answer(any().get(name)).orElseThrow());
    }

    @Test
    void compareAndSet_ofSomethingElse_leavesWhatIsThere() throws Exception {
        answer(any().compareAndSet(name, Optional.empty(), bytes(7, 8)));
        assertFalse(answer(any().compareAndSet(name, Optional.of(bytes(7)), bytes(1))));
        assertFalse(answer(any().compareAndSet(name, Optional.of(bytes()), bytes(1))));
        assertArrayEquals(bytes(7, 8), answer(other().get(name)).orElseThrow());
    }

    @Test
    void compareAndSet_ofNeverWritten_failsOnContent() throws Exception {
        assertFalse(answer(any().compareAndSet(name, Optional.of(bytes()), bytes(1))));
        assertTrue(answer(any().get(name)).isEmpty());
    }

    @Test
    void emptyValue_isNotNothing() throws Exception {
        answer(any().compareAndSet(name, Optional.empty(), bytes()));
        assertEquals(0, answer(other().get(name)).orElseThrow().length);
        assertFalse(answer(any().compareAndSet(name, Optional.empty(), bytes(1))));
    }

    @Test
    void value_mayBeSomeHundredKilobytes() throws Exception {
        byte[] large = new byte[300_000];
        large[299_999] = 5;
        answer(any().compareAndSet(name, Optional.empty(), large));
        assertArrayEquals(large, answer(other().get(name)).orElseThrow());
    }

    /** Each success adds one: the end is how many succeeded. */
    @Test
    void fuzz_everySuccessBuiltOnTheOneBefore() throws Exception {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int thread = 0; thread < 6; thread++) {
            Registers mine =
                    grid().members().get(thread % grid().members().size()).registers();
            tasks.add(() -> {
                int succeeded = 0;
                for (int i = 0; i < 60; i++) {
                    Optional<byte[]> seen = answer(mine.get(name));
                    long next = 1
                            + seen.map(bytes -> ByteBuffer.wrap(bytes).getLong())
                                    .orElse(0L);
                    byte[] update =
                            ByteBuffer.allocate(Long.BYTES).putLong(next).array();
                    if (answer(mine.compareAndSet(name, seen, update))) {
                        succeeded++;
                    }
                }
                return succeeded;
            });
        }
        int succeeded = 0;
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            for (Future<Integer> done : threads.invokeAll(tasks)) {
                succeeded += done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(
                succeeded,
                ByteBuffer.wrap(answer(any().get(name)).orElseThrow()).getLong());
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
