package dev.turnkeeper.visit;

import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.state.Counters;
import dev.turnkeeper.state.TicketMaps;
import dev.turnkeeper.tick.Ledger;
import dev.turnkeeper.ticket.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;

/**
 * Gives out positions of one ledger, a block at a time: enters that arrive while a call is under way go together with
 * the next one, in the order they came. A place that goes out in a signed ticket is told at once, any other only once
 * another member holds it.
 *
 * <p>Any thread may enter; blocks are worked on the grid's thread. One call at a time: while its outcome is unknown, no
 * other is tried.
 */
final class PositionIssuer {

    private static final int LARGEST_BLOCK = 10_000;

    private final Ledger ledger;
    private final Telling telling;
    private final TicketMaps maps;
    private final Counters counters;
    private final Executor loop;
    private final ObjLongConsumer<Runnable> gathering;
    private final BooleanSupplier fresh;
    private final Guard guard;
    private final VisitEvents events;
    private final LongSupplier nanos;
    private final CallsUnderWay calls;
    private final GatheringTime gatheringTime = new GatheringTime();

    private final ConcurrentHashMap<UUID, Entering> underWay = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Entering> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean issuing = new AtomicBoolean();
    private volatile boolean crowded;

    /**
     * @param gathering the same thread, so many nanoseconds later: while newcomers come together, more of them share a call
     * @param fresh whether the view is one that places may be given under
     * @param nanos a monotonic clock
     */
    PositionIssuer(
            Ledger ledger,
            Telling telling,
            TicketMaps maps,
            Counters counters,
            Executor loop,
            ObjLongConsumer<Runnable> gathering,
            BooleanSupplier fresh,
            Guard guard,
            LongSupplier nanos,
            VisitEvents events) {
        this.ledger = ledger;
        this.telling = telling;
        this.maps = maps;
        this.counters = counters;
        this.loop = loop;
        this.gathering = gathering;
        this.fresh = fresh;
        this.guard = guard;
        this.events = events;
        this.nanos = nanos;
        this.calls = new CallsUnderWay(nanos);
    }

    /** How long the oldest call into the grid has been without an answer; 0 where none is under way; any thread. */
    long nanosWithoutAnswer() {
        return calls.nanosOfOldest();
    }

    /** Joins the visitor's enter that is under way, or begins one. @param replaces the visitor's last place, gone now; 0: none */
    Entering enter(UUID key, long replaces) {
        // Joined before it can be seen: an enter that nobody waits for is given up.
        Entering entering = underWay.compute(key, (same, begun) -> {
            Entering joined = begun == null ? new Entering(same, replaces) : begun;
            joined.join();
            if (begun == null) {
                queue.add(joined);
            }
            return joined;
        });
        begin();
        return entering;
    }

    /** Whether an enter of this visitor is under way. */
    boolean isEntering(UUID key) {
        return underWay.containsKey(key);
    }

    /** Begins an enter of its own: the place goes out in a ticket, and no map is to know it. */
    Entering enter() {
        Entering entering = new Entering(null, 0);
        entering.join();
        queue.add(entering);
        begin();
        return entering;
    }

    private void begin() {
        if (!queue.isEmpty() && issuing.compareAndSet(false, true)) {
            if (crowded) {
                gathering.accept(this::issue, gatheringTime.nanos());
            } else {
                loop.execute(this::issue);
            }
        }
    }

    private void end() {
        issuing.set(false);
        begin();
    }

    private void issue() {
        List<Entering> block = new ArrayList<>();
        for (Entering next = queue.poll(); next != null; next = queue.poll()) {
            if (next.isAbandoned()) {
                refuse(next, new IllegalStateException("nobody waits for this enter any more"));
            } else {
                block.add(next);
            }
            if (block.size() == LARGEST_BLOCK) {
                break;
            }
        }
        crowded = block.size() > 1;
        if (block.isEmpty()) {
            end();
            return;
        }
        events.issuing(ledger.name().room(), block.size());
        Call call = new Call(block);
        Object begun = calls.begin();
        long begunAt = nanos.getAsLong();
        guard.guard(call::make)
                .whenCompleteAsync(
                        (last, failed) -> {
                            calls.end(begun);
                            gatheringTime.took(nanos.getAsLong() - begunAt);
                            end();
                            if (failed != null) {
                                events.notIssued(ledger.name().room(), failed);
                                call.fail(failed);
                            } else if (last > Positions.MAX) {
                                call.refuse(
                                        new IllegalStateException("all positions of this generation are given out"));
                            } else {
                                give(block, last - block.size() + 1);
                            }
                        },
                        loop);
    }

    /** One block on its way. After it was cut off, its answer may still come: those positions are told to nobody. */
    private final class Call {

        private final List<Entering> block;
        private boolean refused;
        private long late;

        Call(List<Entering> block) {
            this.block = block;
        }

        CompletionStage<Long> make() {
            CompletionStage<Long> answer = counters.addAndGet(ledger.name().issued(), block.size());
            answer.thenAcceptAsync(
                    last -> {
                        late = last;
                        burnLate();
                    },
                    loop);
            return answer;
        }

        void fail(Throwable why) {
            refuse(why);
            burnLate();
        }

        void refuse(Throwable why) {
            refused = true;
            block.forEach(entering -> PositionIssuer.this.refuse(entering, why));
        }

        private void burnLate() {
            if (refused && late > 0 && late <= Positions.MAX) {
                ledger.issuedUpTo(late);
                ledger.goneNow(Positions.range(late - block.size() + 1, late));
            }
        }
    }

    private void give(List<Entering> block, long first) {
        ledger.issuedUpTo(first + block.size() - 1);
        Map<Entering, Place> signed = new LinkedHashMap<>();
        Map<Entering, Place> kept = new LinkedHashMap<>();
        Positions abandoned = new Positions();
        long position = first;
        for (Entering entering : block) {
            Place place = new Place(position, ledger.view().rank(position), entering.replaces());
            if (entering.isAbandoned() || !fresh.getAsBoolean()) {
                abandoned.add(position);
                refuse(entering, new IllegalStateException("the answer came too late"));
            } else if (entering.key().isPresent()) {
                kept.put(entering, place);
            } else if (entering.tell()) {
                signed.put(entering, place);
            } else {
                abandoned.add(position);
            }
            position++;
        }
        ledger.goneNow(abandoned);
        signed.forEach((entering, place) -> entering.place().complete(place));
        if (!kept.isEmpty()) {
            hold(kept);
        }
    }

    private void hold(Map<Entering, Place> given) {
        Map<UUID, Place> batch = new LinkedHashMap<>();
        given.forEach((entering, place) -> entering.key().ifPresent(key -> batch.put(key, place)));
        Object begun = calls.begin();
        maps.hold(new HeldBatch(ledger.name(), batch).toBytes())
                .thenApply(PositionIssuer::tickets)
                .whenCompleteAsync(
                        (known, failed) -> {
                            calls.end(begun);
                            if (failed != null) {
                                // Not burnt: somebody may hold and tell them all the same. Else they lapse, never
                                // heard.
                                given.forEach((entering, place) -> refuse(entering, failed));
                            } else {
                                Map<UUID, Place> tell = telling.instead(batch, known);
                                given.forEach(
                                        (entering, place) -> entering.key().ifPresent(key -> {
                                            underWay.remove(key);
                                            entering.place().complete(tell.getOrDefault(key, place));
                                        }));
                            }
                        },
                        loop);
    }

    private static List<Map<UUID, Place>> tickets(List<byte[]> answers) {
        return answers.stream().map(answer -> HeldBatch.of(answer).tickets()).toList();
    }

    private void refuse(Entering entering, Throwable why) {
        entering.key().ifPresent(underWay::remove);
        entering.place().completeExceptionally(why);
    }

    /** Who keeps the places. The grid's thread. */
    @FunctionalInterface
    interface Telling {

        /**
         * These places are told from now on, but for visitors who have one already.
         *
         * @param known which other places of theirs the members that hold the given ones know
         * @return the places to tell instead of given ones
         */
        Map<UUID, Place> instead(Map<UUID, Place> given, List<Map<UUID, Place>> known);
    }
}
