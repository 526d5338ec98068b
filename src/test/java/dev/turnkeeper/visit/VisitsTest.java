package dev.turnkeeper.visit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.room.NextVersion;
import dev.turnkeeper.room.Policy;
import dev.turnkeeper.room.ResetInside;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.state.Counters;
import dev.turnkeeper.state.InMemoryGrid;
import dev.turnkeeper.state.InMemoryGrid.InMemoryState;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One node, the real tick loop, time by hand: what visitors are told in each state of a room. */
class VisitsTest {

    private static final long SECOND = 1_000_000_000L;

    private final InMemoryState state = new InMemoryGrid().member();
    private final SlowCounters counters = new SlowCounters(state.counters());
    private final Ledgers ledgers = new Ledgers();
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final Queue<Runnable> gathered = new ArrayDeque<>();
    private long nanos = -5 * SECOND;
    private Room room = Room.of(RoomSettings.of(new RoomId("shop"), 2));
    private final Visits visits = new Visits(
            ledgers,
            state.ticketMaps(),
            counters,
            work::add,
            gathered::add,
            this::isReady,
            this::mayGivePlaces,
            VisitEvents.NONE);
    private final TickLoop loop = new TickLoop(
            work::add,
            () -> nanos,
            counters,
            state.registers(),
            state.bus(),
            ledgers,
            () -> List.of(RoomTerms.of(room)),
            visits,
            TickEvents.NONE);

    VisitsTest() {
        visits.prepare(room);
        ticks(2);
    }

    @Test
    void room_letsInUpToTheLimit_andTheRestWait() {
        assertEquals(
                List.of(Outcome.ADMITTED, Outcome.ADMITTED, Outcome.WAITING, Outcome.WAITING), outcomes(1, 2, 3, 4));
        assertEquals(2, ask(4).rank());
        assertEquals(2, ask(4).firstRank());
        assertEquals(2, ask(4).waiting());
    }

    @Test
    void sameVisitor_keepsThePlace() {
        long position = ask(1).position();
        assertEquals(position, ask(1).position());
    }

    @Test
    void raisedLimit_letsInTheDifference_inOrder() {
        outcomes(1, 2, 3, 4, 5);
        change(room.withSettings(room.settings().withPolicy(Policy.ofLimit(4))));
        ticks(1);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.ADMITTED, Outcome.WAITING), outcomes(3, 4, 5));
    }

    @Test
    void loweredLimit_throwsNobodyOut_andLetsNobodyIn() {
        outcomes(1, 2);
        change(room.withSettings(room.settings().withPolicy(Policy.ofLimit(1))));
        ticks(1);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.ADMITTED, Outcome.WAITING), outcomes(1, 2, 3));
    }

    @Test
    void pausedRoom_givesPlaces_andLetsNobodyIn() {
        outcomes(1);
        change(room.withState(RoomState.PAUSED));
        ticks(1);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.WAITING), outcomes(1, 2));
        change(room.withState(RoomState.ACTIVE));
        ticks(1);
        assertEquals(List.of(Outcome.ADMITTED), outcomes(2));
    }

    @Test
    void pausedRoom_stopsTheClockOfThoseWhoWait() {
        outcomes(1, 2, 3);
        change(room.withState(RoomState.PAUSED));
        keepInside(2_500, 1, 2);
        Visit back = ask(3);
        assertEquals(Outcome.WAITING, back.outcome());
        assertEquals(3, back.position());
    }

    @Test
    void closedRoom_refusesNewcomers_andKeepsThoseWhoWait() {
        outcomes(1, 2, 3);
        change(room.withState(RoomState.CLOSED));
        ticks(1);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.WAITING, Outcome.REFUSED), outcomes(1, 3, 9));
        assertEquals(2, ask(9).rank());
        assertEquals(0, ask(9).position());
    }

    @Test
    void drainingRoom_refusesNewcomers_andStillLetsIn() {
        outcomes(1, 2, 3);
        change(room.withSettings(room.settings().withPolicy(Policy.ofLimit(3)).withState(RoomState.DRAINING)));
        ticks(1);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.REFUSED), outcomes(3, 9));
    }

    @Test
    void inactiveRoom_controlsNobody_andCounts() {
        change(room.withState(RoomState.INACTIVE));
        ticks(1);
        assertEquals(
                List.of(Outcome.NOT_CONTROLLED, Outcome.NOT_CONTROLLED, Outcome.NOT_CONTROLLED), outcomes(1, 2, 3));
        change(room.withState(RoomState.ACTIVE));
        ticks(1);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.ADMITTED, Outcome.WAITING), outcomes(1, 3, 4));
    }

    @Test
    void resetThatKeeps_letsThoseInsideFinish_andStartsTheOthersAgain() {
        outcomes(1, 2, 3);
        change(room.reset(ResetInside.KEEP));
        ticks(2);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.ADMITTED, Outcome.WAITING), outcomes(1, 2, 3));
        assertEquals(1, ask(1).generation());
        assertEquals(2, ask(3).generation());
    }

    @Test
    void resetThatPutsOut_startsAllAgain() {
        outcomes(1, 2, 3);
        change(room.reset(ResetInside.OUT));
        ticks(2);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.ADMITTED, Outcome.WAITING), outcomes(3, 1, 2));
        assertEquals(2, ask(1).generation());
    }

    @Test
    void increment_letsInWhoeverWaitsFirst() {
        outcomes(1, 2, 3, 4);
        change(room.letIn(1, Optional.empty()));
        ticks(2);
        assertEquals(List.of(Outcome.ADMITTED, Outcome.WAITING), outcomes(3, 4));
    }

    @Test
    void silentVisitorInside_makesRoomForTheNext() {
        outcomes(1, 2, 3);
        for (int i = 0; i < 32; i++) {
            ticks(10);
            outcomes(1, 3);
        }
        assertEquals(List.of(Outcome.ADMITTED, Outcome.ADMITTED), outcomes(1, 3));
        Visit back = ask(2);
        assertEquals(Outcome.WAITING, back.outcome());
        assertTrue(back.position() > 3, () -> "starts again at the end: " + back);
    }

    @Test
    void crowdThatComesWhileACallIsUnderWay_goesInOneBlock_inOrder() {
        counters.answering = false;
        List<Asked> asked = IntStream.rangeClosed(1, 50)
                .mapToObj(visitor -> visits.ask(room, key(visitor)))
                .toList();
        run();
        counters.answer();
        run();
        counters.answering = true;
        counters.answer();
        run();
        for (int i = 0; i < asked.size(); i++) {
            assertEquals(
                    i + 1, asked.get(i).answer().toCompletableFuture().join().position());
        }
        assertTrue(counters.added <= 2, () -> counters.added + " calls for 50 enters");
    }

    @Test
    void newcomersOfACrowd_areGathered_andShareACall() {
        visits.ask(room, key(1));
        visits.ask(room, key(2));
        run();
        int before = counters.added;
        for (int visitor = 3; visitor <= 10; visitor++) {
            visits.ask(room, key(visitor));
            runUngathered();
        }
        assertEquals(before, counters.added);
        run();
        assertEquals(before + 1, counters.added);
        assertEquals(10, ask(10).position());
    }

    @Test
    void newcomerAlone_isNotKeptWaitingForOthers() {
        visits.ask(room, key(1));
        runUngathered();
        assertEquals(1, counters.added);
    }

    @Test
    void newcomerWhoGaveUp_burnsThePlace_andMayComeAgain() {
        counters.answering = false;
        Asked late = visits.ask(room, key(1));
        run();
        Visit held = late.giveUp();
        assertEquals(Outcome.HELD, held.outcome());
        assertEquals(1, held.rank());
        counters.answering = true;
        counters.answer();
        run();
        assertEquals(2, ask(1).position());
    }

    @Test
    void gridThatStandsStill_givesNoPlaces_andKeepsThoseItGave() {
        outcomes(1, 2, 3);
        nanos += 4 * SECOND;
        assertEquals(List.of(Outcome.ADMITTED, Outcome.WAITING, Outcome.HELD), outcomes(1, 3, 9));
    }

    private boolean isReady() {
        return loop.isReady();
    }

    private boolean mayGivePlaces() {
        return loop.mayGivePlaces();
    }

    private void change(Room changed) {
        room = NextVersion.of(room, was -> changed);
        visits.prepare(room);
        visits.drop("shop", room.oldestGeneration());
    }

    private void keepInside(int ticks, int... visitors) {
        for (int i = 0; i < ticks / 50; i++) {
            ticks(50);
            outcomes(visitors);
        }
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            nanos += SECOND;
            // Asks, claims, and is answered: more than one turn of the timer.
            for (int turn = 0; turn < 3; turn++) {
                work.add(loop::onTimer);
                run();
            }
        }
    }

    private void run() {
        runUngathered();
        while (!gathered.isEmpty()) {
            work.addAll(gathered);
            gathered.clear();
            runUngathered();
        }
    }

    private void runUngathered() {
        for (Runnable next = work.poll(); next != null; next = work.poll()) {
            next.run();
        }
    }

    private List<Outcome> outcomes(int... visitors) {
        return Arrays.stream(visitors)
                .mapToObj(visitor -> ask(visitor).outcome())
                .toList();
    }

    private Visit ask(int visitor) {
        Asked asked = visits.ask(room, key(visitor));
        run();
        return asked.answer().toCompletableFuture().join();
    }

    private static VisitorKey key(int visitor) {
        return new VisitorKey(0, visitor);
    }

    /** Keeps answers back while it is told to. */
    private static final class SlowCounters implements Counters {

        private final Counters counters;
        private final Queue<Runnable> answers = new ArrayDeque<>();
        private boolean answering = true;
        private int added;

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
