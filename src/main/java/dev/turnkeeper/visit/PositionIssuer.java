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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Gives out positions of one ledger, a block at a time: enters that arrive while a call is under way go together with
 * the next one, in the order they came. A place is told only once another member holds its ticket.
 *
 * <p>Any thread may enter; blocks are worked on the grid's thread. One call at a time: while its outcome is unknown, no
 * other is tried.
 */
final class PositionIssuer {

    private static final int LARGEST_BLOCK = 10_000;

    private final Ledger ledger;
    private final Consumer<Map<UUID, Place>> tickets;
    private final TicketMaps maps;
    private final Counters counters;
    private final Executor loop;
    private final Executor gathering;
    private final BooleanSupplier fresh;

    private final ConcurrentHashMap<UUID, Entering> underWay = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Entering> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean issuing = new AtomicBoolean();
    private volatile boolean crowded;

    /**
     * @param tickets writes places that are told from now on
     * @param gathering the same thread a few milliseconds later: while newcomers come together, more of them share a call
     * @param fresh whether the view is one that places may be given under
     */
    PositionIssuer(
            Ledger ledger,
            Consumer<Map<UUID, Place>> tickets,
            TicketMaps maps,
            Counters counters,
            Executor loop,
            Executor gathering,
            BooleanSupplier fresh) {
        this.ledger = ledger;
        this.tickets = tickets;
        this.maps = maps;
        this.counters = counters;
        this.loop = loop;
        this.gathering = gathering;
        this.fresh = fresh;
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

    private void begin() {
        if (!queue.isEmpty() && issuing.compareAndSet(false, true)) {
            (crowded ? gathering : loop).execute(this::issue);
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
        counters.addAndGet(ledger.name().issued(), block.size())
                .whenCompleteAsync(
                        (last, failed) -> {
                            end();
                            if (failed != null) {
                                block.forEach(entering -> refuse(entering, failed));
                            } else if (last > Positions.MAX) {
                                block.forEach(entering -> refuse(
                                        entering,
                                        new IllegalStateException("all positions of this generation are given out")));
                            } else {
                                give(block, last - block.size() + 1);
                            }
                        },
                        loop);
    }

    private void give(List<Entering> block, long first) {
        ledger.issuedUpTo(first + block.size() - 1);
        Map<Entering, Place> given = new LinkedHashMap<>();
        Map<UUID, Place> batch = new LinkedHashMap<>();
        Positions abandoned = new Positions();
        long position = first;
        for (Entering entering : block) {
            if (entering.isAbandoned() || !fresh.getAsBoolean()) {
                abandoned.add(position);
                refuse(entering, new IllegalStateException("the answer came too late"));
            } else {
                Place place = new Place(position, ledger.view().rank(position), entering.replaces());
                given.put(entering, place);
                batch.put(entering.key(), place);
            }
            position++;
        }
        ledger.goneNow(abandoned);
        if (given.isEmpty()) {
            return;
        }
        maps.hold(new HeldBatch(ledger.name(), batch).toBytes())
                .whenCompleteAsync(
                        (held, failed) -> {
                            if (failed != null) {
                                Positions burnt = new Positions();
                                given.forEach((entering, place) -> {
                                    burnt.add(place.position());
                                    refuse(entering, failed);
                                });
                                ledger.goneNow(burnt);
                            } else {
                                tickets.accept(batch);
                                given.forEach((entering, place) -> {
                                    underWay.remove(entering.key());
                                    entering.place().complete(place);
                                });
                            }
                        },
                        loop);
    }

    private void refuse(Entering entering, Throwable why) {
        underWay.remove(entering.key());
        entering.place().completeExceptionally(why);
    }
}
