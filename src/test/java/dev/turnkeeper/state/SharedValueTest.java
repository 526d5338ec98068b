package dev.turnkeeper.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class SharedValueTest {

    private static final String NAME = "what";

    private final InMemoryGrid grid = new InMemoryGrid();
    private final InMemoryGrid.InMemoryState one = grid.member();
    private final InMemoryGrid.InMemoryState two = grid.member();
    private final SharedValue here = of(one);
    private final SharedValue there = of(two);

    @Test
    void change_isKnownEverywhere_andSeesTheOneBefore() {
        assertEquals(Optional.empty(), text(here));
        assertEquals(SharedValue.Outcome.DONE, append(here, "a"));
        assertEquals(Optional.of("a"), text(there));
        assertEquals(SharedValue.Outcome.DONE, append(there, "b"));
        assertEquals(Optional.of("ab"), text(here));
    }

    @Test
    void change_thatWantsNone_changesNone() {
        append(here, "a");
        AtomicInteger told = new AtomicInteger();
        there.listen(told::incrementAndGet);
        assertEquals(SharedValue.Outcome.UNCHANGED, here.change(known -> Optional.empty()));
        assertEquals(0, told.get());
        append(here, "b");
        assertEquals(1, told.get());
    }

    @Test
    void change_thatThrows_changesNone() {
        append(here, "a");
        assertThrows(
                IllegalArgumentException.class,
                () -> here.change(known -> {
                    throw new IllegalArgumentException("no");
                }));
        assertEquals(Optional.of("a"), text(here));
    }

    @Test
    void twoChangesAtOnce_areBothMade() {
        AtomicInteger tries = new AtomicInteger();
        SharedValue.Outcome outcome = here.change(known -> {
            if (tries.incrementAndGet() == 1) {
                append(there, "first");
            }
            return Optional.of(bytes(known.map(SharedValueTest::string).orElse("") + "second"));
        });
        assertEquals(SharedValue.Outcome.DONE, outcome);
        assertEquals(2, tries.get());
        assertEquals(Optional.of("firstsecond"), text(there));
    }

    @Test
    void laterMember_knowsIt() {
        append(here, "a");
        assertEquals(Optional.of("a"), text(of(grid.member())));
    }

    @Test
    void registerWithoutAnswer_isSaid_andChangesNothingHere() {
        append(here, "a");
        SharedValue silent = SharedValue.of(NAME, new Silent(), two.replicated("values"));
        assertEquals(SharedValue.Outcome.NO_MAJORITY, append(silent, "b"));
        assertEquals(Optional.of("a"), text(silent));
        assertTrue(!silent.learn());
        silent.repair();
        assertEquals(Optional.of("a"), text(silent));
    }

    @Test
    void learn_readsWhatTheMapHasNotToldYet() {
        SharedValue deaf = SharedValue.of(NAME, two.registers(), new Deaf());
        append(here, "a");
        assertEquals(Optional.empty(), text(deaf));
        assertTrue(deaf.learn());
        assertEquals(Optional.of("a"), text(deaf));
    }

    @Test
    void repair_givesARecreatedRegisterWhatIsLeft() {
        append(here, "a");
        InMemoryGrid.InMemoryState recreated = new InMemoryGrid().member();
        SharedValue survivor = SharedValue.of(NAME, recreated.registers(), one.replicated("values"));
        survivor.repair();
        SharedValue reader = SharedValue.of(NAME, recreated.registers(), new Deaf());
        assertTrue(reader.learn());
        assertEquals(Optional.of("a"), text(reader));
        assertEquals(SharedValue.Outcome.DONE, append(survivor, "b"));
        assertEquals(Optional.of("ab"), text(survivor));
    }

    @Test
    void repair_fillsAMapThatMissedAPut() {
        Deaf map = new Deaf();
        SharedValue missed = SharedValue.of(NAME, two.registers(), map);
        append(here, "a");
        missed.repair();
        assertEquals(Optional.of("a"), text(missed));
        assertTrue(map.last.isPresent());
    }

    @Test
    void value_isNobodysToChangeInPlace() {
        append(here, "a");
        here.get().orElseThrow()[0] = 'x';
        assertEquals(Optional.of("a"), text(here));
    }

    private static SharedValue of(InMemoryGrid.InMemoryState member) {
        return SharedValue.of(NAME, member.registers(), member.replicated("values"));
    }

    private static SharedValue.Outcome append(SharedValue value, String more) {
        return value.change(
                known -> Optional.of(bytes(known.map(SharedValueTest::string).orElse("") + more)));
    }

    private static Optional<String> text(SharedValue value) {
        return value.get().map(SharedValueTest::string);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String string(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Registers whose majority is gone. */
    private static final class Silent implements Registers {

        @Override
        public CompletionStage<Optional<byte[]>> get(String name) {
            return CompletableFuture.failedFuture(new IllegalStateException("no majority"));
        }

        @Override
        public CompletionStage<Boolean> compareAndSet(String name, Optional<byte[]> expected, byte[] update) {
            return CompletableFuture.failedFuture(new IllegalStateException("no majority"));
        }
    }

    /** A map that hears nothing of others. */
    private static final class Deaf implements ReplicatedBytes {

        private Optional<byte[]> last = Optional.empty();

        @Override
        public Optional<byte[]> get(String key) {
            return last;
        }

        @Override
        public Map<String, byte[]> all() {
            return Map.of();
        }

        @Override
        public void put(String key, byte[] value) {
            last = Optional.of(value);
        }

        @Override
        public void listen(BiConsumer<String, byte[]> onPut) {
            // It hears nothing.
        }
    }
}
