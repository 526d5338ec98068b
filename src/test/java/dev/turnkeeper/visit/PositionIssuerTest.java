package dev.turnkeeper.visit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.state.InMemoryGrid;
import dev.turnkeeper.state.InMemoryGrid.InMemoryState;
import dev.turnkeeper.tick.Inside;
import dev.turnkeeper.tick.Ledger;
import dev.turnkeeper.tick.LedgerName;
import dev.turnkeeper.tick.Ledgers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who gives up in the very moment in which the place is there: either is told it, or the place is burnt. */
class PositionIssuerTest {

    private final Ledger ledger = new Ledgers().of(new LedgerName("shop", 1));
    private final Queue<Runnable> work = new ArrayDeque<>();

    /** Between the issuer's look whether anybody still waits, and its telling. */
    private final List<Runnable> meanwhile = new ArrayList<>();

    private final List<String> told = new ArrayList<>();
    private Guard guard = Guard.NONE;
    private final PositionIssuer issuer = issuer();

    @Test
    void whoGivesUpBeforeTheTelling_burnsThePlace() {
        Entering impatient = issuer.enter();
        Entering patient = issuer.enter();
        meanwhile.add(() -> assertTrue(impatient.giveUp()));
        run();
        assertFalse(impatient.place().isDone(), "told to nobody");
        assertEquals(2, patient.place().join().position());
        assertEquals(Positions.of(1), Inside.gone(ledger));
    }

    @Test
    void whoGivesUpAfterTheTelling_getsThePlace() {
        Entering late = issuer.enter();
        late.place().thenRun(() -> assertFalse(late.giveUp(), "it is here in a moment"));
        run();
        assertEquals(1, late.place().join().position());
        assertFalse(late.giveUp());
        assertEquals(new Positions(), Inside.gone(ledger));
    }

    @Test
    void whoGaveUpBeforeTheCall_takesNoPlace() {
        Entering gone = issuer.enter();
        gone.giveUp();
        Entering patient = issuer.enter();
        run();
        assertTrue(gone.place().isCompletedExceptionally());
        assertEquals(1, patient.place().join().position());
    }

    @Test
    void callThatFails_refusesWhoCame_saysWhy_andTheNextIsMade() {
        guard = call -> CompletableFuture.failedFuture(new IllegalStateException("no answer"));
        Entering refused = issuer.enter();
        run();
        assertTrue(refused.place().isCompletedExceptionally());
        assertEquals(List.of("shop: no answer"), told);
        guard = Guard.NONE;
        Entering next = issuer.enter();
        run();
        assertEquals(1, next.place().join().position());
        assertEquals(1, told.size());
    }

    private void run() {
        for (Runnable next = work.poll(); next != null; next = work.poll()) {
            next.run();
        }
    }

    private PositionIssuer issuer() {
        InMemoryState state = new InMemoryGrid().member();
        return new PositionIssuer(
                ledger,
                (given, known) -> Map.of(),
                state.ticketMaps(),
                state.counters(),
                work::add,
                (later, nanos) -> work.add(later),
                () -> {
                    meanwhile.forEach(Runnable::run);
                    meanwhile.clear();
                    return true;
                },
                call -> guard.guard(call),
                () -> 0,
                new VisitEvents() {
                    @Override
                    public void notIssued(String room, Throwable why) {
                        told.add(room + ": " + why.getMessage());
                    }
                });
    }
}
