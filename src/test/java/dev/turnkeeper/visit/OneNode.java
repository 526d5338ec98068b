package dev.turnkeeper.visit;

import dev.turnkeeper.room.NextVersion;
import dev.turnkeeper.room.Policy;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.state.Counters;
import dev.turnkeeper.state.InMemoryGrid;
import dev.turnkeeper.state.InMemoryGrid.InMemoryState;
import dev.turnkeeper.state.Registers;
import dev.turnkeeper.tick.Ledger;
import dev.turnkeeper.tick.LedgerName;
import dev.turnkeeper.tick.Ledgers;
import dev.turnkeeper.tick.RoomTerms;
import dev.turnkeeper.tick.TickEvents;
import dev.turnkeeper.tick.TickLoop;
import dev.turnkeeper.ticket.VisitorKey;
import dev.turnkeeper.visit.Visit.Outcome;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One node with the room "shop", the real tick loop, time by hand; its grid answers, keeps answers back, or fails. */
public final class OneNode {

    static final long SECOND = 1_000_000_000L;

    final SlowCounters counters;
    public final Visits visits;
    final Ledgers ledgers = new Ledgers();
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final Queue<Runnable> gathered = new ArrayDeque<>();
    private final TickLoop loop;
    private long nanos = -5 * SECOND;
    private boolean whole = true;
    private boolean deciding = true;
    private Room room;

    /** @param nodes configured, of which this one is the only one there */
    public OneNode(int nodes, Policy policy, VisitEvents events) {
        InMemoryState state = new InMemoryGrid().member();
        counters = new SlowCounters(state.counters());
        room = Room.of(RoomSettings.of(new RoomId("shop"), policy.limit()).withPolicy(policy));
        visits = new Visits(
                ledgers,
                state.ticketMaps(),
                counters,
                work::add,
                (later, nanos) -> gathered.add(later),
                new SeenFromHere(),
                Guard.NONE,
                nodes,
                events);
        loop = new TickLoop(
                work::add,
                () -> nanos,
                counters,
                new FailingRegisters(state.registers()),
                state.bus(),
                ledgers,
                () -> List.of(RoomTerms.of(room)),
                visits,
                nodes,
                TickEvents.NONE);
        visits.prepare(room);
        ticks(2);
    }

    Room room() {
        return room;
    }

    Pulse pulse() {
        return new SeenFromHere();
    }

    Ledger ledger() {
        return ledgers.of(new LedgerName("shop", room.generation()));
    }

    /** How many are inside, as decided. */
    public long inside() {
        return ledger().view().inside();
    }

    void change(Room changed) {
        room = NextVersion.of(room, was -> changed);
        visits.prepare(room);
        visits.drop("shop", room.oldestGeneration());
    }

    void keepInside(int ticks, int... visitors) {
        for (int i = 0; i < ticks / 50; i++) {
            ticks(50);
            outcomes(visitors);
        }
    }

    /** Seconds in which the grid moves on. */
    public void ticks(int count) {
        for (int i = 0; i < count; i++) {
            nanos += SECOND;
            // Asks, claims, and is answered: more than one turn of the timer.
            for (int turn = 0; turn < 3; turn++) {
                work.add(loop::onTimer);
                run();
            }
        }
    }

    /** Time in which nothing of the grid is answered, and this node goes on. */
    void outage(int seconds) {
        counters.answering = false;
        for (int i = 0; i < seconds; i++) {
            nanos += SECOND;
            work.add(loop::onTimer);
            run();
        }
    }

    /** The grid answers again, also what it was asked meanwhile. */
    void heal() {
        counters.answering = true;
        counters.answer();
        run();
    }

    /** Time in which nothing happens here. */
    void pass(long more) {
        nanos += more;
    }

    /** Whether no ticket may be missing here. */
    void whole(boolean now) {
        whole = now;
    }

    /** Whether decisions can be written. */
    void deciding(boolean now) {
        deciding = now;
    }

    /** Not ready from now on. */
    void leave() {
        loop.sayGoodbye();
    }

    public void run() {
        runUngathered();
        while (!gathered.isEmpty()) {
            work.addAll(gathered);
            gathered.clear();
            runUngathered();
        }
    }

    /** As {@link #run}, but for what waits a few milliseconds for more of its kind. */
    void runUngathered() {
        for (Runnable next = work.poll(); next != null; next = work.poll()) {
            next.run();
        }
    }

    List<Outcome> outcomes(int... visitors) {
        return Arrays.stream(visitors)
                .mapToObj(visitor -> ask(visitor).outcome())
                .toList();
    }

    Visit ask(int visitor) {
        return answer(asks(visitor));
    }

    Visit linesUp(VisitorKey visitor) {
        return answer(visits.liningUp(room, visitor, coming));
    }

    /** By what happens without time passing; else as if the visitor had waited in vain. */
    private Visit answer(Asked<Visit> asked) {
        run();
        CompletableFuture<Visit> answer = asked.answer().toCompletableFuture();
        return answer.isDone() && !answer.isCompletedExceptionally() ? answer.join() : asked.giveUp();
    }

    /** How visitors come from now on. */
    Coming coming = Coming.USUAL;

    Asked<Visit> asks(int visitor) {
        return visits.ask(room, new VisitorKey(0, visitor), coming);
    }

    private final class SeenFromHere implements Pulse {

        @Override
        public boolean isReady() {
            return loop.isReady();
        }

        @Override
        public boolean isFresh() {
            return loop.isFresh();
        }

        @Override
        public boolean isWhole() {
            return whole && loop.isWhole();
        }

        @Override
        public long nanosSince(long tick) {
            return loop.nanosSince(tick);
        }

        @Override
        public long nanos() {
            return nanos;
        }
    }

    /** Writes nothing while nothing is to be decided. */
    private final class FailingRegisters implements Registers {

        private final Registers registers;

        FailingRegisters(Registers registers) {
            this.registers = registers;
        }

        @Override
        public CompletionStage<Optional<byte[]>> get(String name) {
            return registers.get(name);
        }

        @Override
        public CompletionStage<Boolean> compareAndSet(String name, Optional<byte[]> expected, byte[] update) {
            return deciding
                    ? registers.compareAndSet(name, expected, update)
                    : CompletableFuture.failedFuture(new IllegalStateException("no register"));
        }
    }

    /** Keeps answers back while it is told to. */
    static final class SlowCounters implements Counters {

        private final Counters counters;
        private final Queue<Runnable> answers = new ArrayDeque<>();
        boolean answering = true;
        boolean failing;
        int added;

        SlowCounters(Counters counters) {
            this.counters = counters;
        }

        void answer() {
            for (Runnable next = answers.poll(); next != null; next = answers.poll()) {
                next.run();
            }
        }

        @Override
        public CompletionStage<Long> addAndGet(String name, long delta) {
            added++;
            if (failing) {
                return CompletableFuture.failedFuture(new IllegalStateException("no counter"));
            }
            return later(counters.addAndGet(name, delta));
        }

        @Override
        public CompletionStage<Long> get(String name) {
            return later(counters.get(name));
        }

        @Override
        public CompletionStage<Boolean> compareAndSet(String name, long expected, long update) {
            return later(counters.compareAndSet(name, expected, update));
        }

        private <T> CompletionStage<T> later(CompletionStage<T> answer) {
            if (answering) {
                return answer;
            }
            CompletableFuture<T> kept = new CompletableFuture<>();
            answers.add(() -> answer.thenAccept(kept::complete));
            return kept;
        }
    }
}
