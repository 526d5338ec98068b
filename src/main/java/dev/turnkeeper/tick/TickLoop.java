package dev.turnkeeper.tick;

import dev.turnkeeper.queue.Ends;
import dev.turnkeeper.queue.Lease;
import dev.turnkeeper.state.Counters;
import dev.turnkeeper.state.MessageBus;
import dev.turnkeeper.state.Registers;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The grid's shared second. A node that has seen no new tick for a second, by its own monotonic clock, tries to move the
 * tick on by compareAndSet; the one that succeeds decides for every room. If it dies, the next second's winner carries
 * on. Every node, at every tick, tells the others what it has heard.
 */
public final class TickLoop implements MessageBus.Listener {

    private static final String TICK = "tick";
    private static final long SECOND = 1_000_000_000L;

    /** No tick for so long: overload, an election, or worse. */
    private static final long FRESH = 3 * SECOND;

    /** A tick that comes so late may mean that we were cut off meanwhile. */
    private static final long SUSPICIOUS = 2 * SECOND;

    /** A member that never spoke is waited for this long; it cannot have heard anybody before we answered it. */
    private static final long PATIENCE = 30 * SECOND;

    /** Sets are tidied once in so many ticks. */
    private static final long TIDY = 5;

    /** A node that missed a decision for so many ticks reads it itself. */
    private static final long LATE = 3;

    private final Executor loop;
    private final LongSupplier nanos;
    private final Counters counters;
    private final Ledgers ledgers;
    private final Exchange exchange;
    private final Decider decider;
    private final Supplier<Collection<RoomTerms>> rooms;
    private final TicketCarrier tickets;
    private final TickEvents events;

    private volatile long tick;
    private volatile long tickSeenAt;
    private volatile boolean ready;
    private volatile boolean whole;
    private final TickTimes times = new TickTimes();
    private final String self;
    private final int nodes;
    private final long startedAt;
    private long askedAt;
    private final Set<String> notRecovered = new HashSet<>();
    private final Set<String> recovered = new HashSet<>();
    private boolean claiming;
    private boolean leaving;
    private boolean catchingUp;
    private boolean leasesEnd;

    /**
     * @param loop runs one thing at a time, in order; everything here happens on it
     * @param nanos a monotonic clock
     * @param rooms the configuration as this node knows it
     * @param tickets what keeps the tickets
     * @param nodes how many are configured; where it is 1, there is nobody else who could let a place go
     */
    public TickLoop(
            Executor loop,
            LongSupplier nanos,
            Counters counters,
            Registers registers,
            MessageBus bus,
            Ledgers ledgers,
            Supplier<Collection<RoomTerms>> rooms,
            TicketCarrier tickets,
            int nodes,
            TickEvents events) {
        this.loop = loop;
        this.nanos = nanos;
        this.counters = counters;
        this.ledgers = ledgers;
        this.exchange = new Exchange(bus, ledgers, tickets);
        this.decider = new Decider(loop, counters, registers, ledgers, exchange, events);
        this.rooms = rooms;
        this.tickets = tickets;
        this.events = events;
        this.self = bus.self();
        this.nodes = nodes;
        this.startedAt = nanos.getAsLong();
        this.askedAt = startedAt - SECOND;
        this.tickSeenAt = startedAt;
        bus.listen(this);
    }

    /** To be called on the loop some twenty times a second. */
    public void onTimer() {
        long now = nanos.getAsLong();
        exchange.flush();
        if (now - askedAt >= SECOND) {
            askedAt = now;
            exchange.askMissing();
            Set<String> again = Set.copyOf(notRecovered);
            notRecovered.clear();
            again.forEach(this::recover);
            endLeases(now);
        }
        if (leaving) {
            return;
        }
        if (!ready) {
            catchUp(now);
        } else if (!claiming && now - tickSeenAt >= SECOND) {
            claim();
        }
    }

    /** Whether everything the grid knows has come over; any thread. */
    public boolean isReady() {
        return ready;
    }

    /**
     * Whether this node may give places: the grid moves on, as far as it sees (under a view that no tick has confirmed
     * lately, somebody could be let in under a limit that no longer holds), and no ticket can be missing here (a visitor
     * whose ticket did not arrive would be given a second place). Any thread.
     */
    public boolean mayGivePlaces() {
        return ready && isWhole() && isFresh();
    }

    /** Whether a tick was seen lately, so that the grid moves on as far as this node sees; any thread. */
    public boolean isFresh() {
        return nanosSinceTick() < FRESH;
    }

    /** Whether no ticket can be missing here because this node was cut off; any thread. */
    public boolean isWhole() {
        return whole;
    }

    /** The latest tick seen here; any thread. */
    public long tick() {
        return tick;
    }

    /** How long ago that was, by this node's own clock; any thread. */
    public long nanosSinceTick() {
        return nanos.getAsLong() - tickSeenAt;
    }

    /** How long ago this node saw that tick begin, by its own clock; of long ago, at least how long; any thread. */
    public long nanosSince(long earlierTick) {
        return nanos.getAsLong() - times.seenAt(earlierTick);
    }

    /**
     * The tick up to which another member has told what it heard; in good times the one before {@link #tick}, or for a
     * moment the one before that. Empty where it never spoke. Any thread.
     */
    public OptionalLong toldThrough(String member) {
        return exchange.toldThrough(member);
    }

    /** The last word of a node that leaves in good order, on the loop: nothing it heard is missing. */
    public void sayGoodbye() {
        leaving = true;
        ready = false;
        exchange.tell(tick, tick, true);
    }

    @Override
    public void received(String from, byte[] bytes) {
        Message message;
        try {
            message = Wire.decode(bytes);
        } catch (IllegalArgumentException unknown) {
            events.failed("reading what member " + from + " says", unknown);
            return;
        }
        loop.execute(() -> {
            exchange.received(from, message);
            boolean was = whole;
            whole = exchange.isWhole();
            if (message instanceof Message.Told told) {
                see(told.tick());
            }
            if (whole && !was) {
                moveOn();
            }
        });
    }

    @Override
    public void joined(String member) {
        // It counts from its first word.
    }

    @Override
    public void left(String member) {
        loop.execute(() -> {
            if (exchange.left(member)) {
                recover(member);
            } else {
                recoverEarly(member);
            }
        });
    }

    /**
     * What was heard there counts as heard at the next tick. Where none comes, it may be this node that is cut off, and must
     * not think anybody younger than the others do.
     */
    private void recover(String member) {
        tickets.recover(member)
                .whenCompleteAsync(
                        (done, failed) -> {
                            if (failed == null) {
                                recovered.add(member);
                            } else {
                                events.failed("taking over the tickets of a lost member", failed);
                                notRecovered.add(member);
                            }
                        },
                        loop);
    }

    /** A silent member may be gone for good, or only for us: its last tickets are needed here either way. */
    private void recoverEarly(String member) {
        tickets.recover(member).exceptionally(failed -> {
            events.failed("taking over the tickets of a silent member", failed);
            return null;
        });
    }

    private void catchUp(long now) {
        boolean met = exchange.isCaughtUp() || (now - startedAt > PATIENCE && exchange.isCaughtUpWithSpeakers());
        if (!met || catchingUp) {
            return;
        }
        catchingUp = true;
        counters.get(TICK)
                .thenComposeAsync(
                        current -> {
                            see(current);
                            return readDecisions();
                        },
                        loop)
                .whenCompleteAsync(
                        (done, failed) -> {
                            catchingUp = false;
                            ready = failed == null;
                            if (failed != null) {
                                events.failed("reading the grid's state", failed);
                            }
                        },
                        loop);
    }

    private CompletionStage<Void> readDecisions() {
        CompletableFuture<?>[] reads = rooms.get().stream()
                .flatMap(terms -> LongStream.rangeClosed(terms.oldest(), terms.generation())
                        .mapToObj(generation -> new LedgerName(terms.room(), generation)))
                .map(name -> decider.read(ledgers.of(name)).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(reads);
    }

    private void claim() {
        claiming = true;
        long next = tick + 1;
        counters.compareAndSet(TICK, tick, next)
                .thenComposeAsync(
                        won -> {
                            if (won) {
                                see(next);
                                return decideAll(next, exchange.completeThrough());
                            }
                            return counters.get(TICK).thenAcceptAsync(this::see, loop);
                        },
                        loop)
                .whenCompleteAsync(
                        (done, failed) -> {
                            claiming = false;
                            if (failed != null) {
                                events.failed("moving the tick on", failed);
                            }
                        },
                        loop);
    }

    /** A tick has begun: what was heard until now belongs to the one before it. */
    private void see(long current) {
        if (current <= tick) {
            return;
        }
        long now = nanos.getAsLong();
        if (ready && now - tickSeenAt >= SUSPICIOUS) {
            exchange.wasCutOff(tick);
            events.missedTicks();
        }
        whole = exchange.isWhole();
        times.saw(current, now);
        tick = current;
        tickSeenAt = now;
        recovered.forEach(member -> exchange.lost(member, current));
        recovered.clear();
        exchange.tell(current, current - 1, false);
        if (current % TIDY == 0) {
            forget(current);
        }
        ledgers.all().forEach(Ledger::publish);
        if (current % LATE == 0) {
            readLate();
        }
        exchange.fellSilent(current).forEach(this::recoverEarly);
        events.ticked(current);
        moveOn();
    }

    private void forget(long current) {
        Map<String, Long> kept = rooms.get().stream().collect(Collectors.toMap(RoomTerms::room, RoomTerms::endsKept));
        ledgers.all()
                .forEach(ledger ->
                        ledger.forget(current, kept.getOrDefault(ledger.name().room(), Ends.LEAST_KEPT)));
    }

    /** What an outage kept back, as soon as nothing is missing any more. */
    private void moveOn() {
        if (!mayGivePlaces()) {
            return;
        }
        if (leasesEnd) {
            leasesEnd = false;
            ledgers.all().forEach(Ledger::renewLeases);
        }
        tickets.ticked();
    }

    /** While no tick comes, others may let places go that this node still remembers. */
    private void endLeases(long now) {
        if (nodes == 1 || !ready || isFresh()) {
            return;
        }
        leasesEnd = true;
        long reached = Lease.reachedBy(tick, now - tickSeenAt);
        for (RoomTerms terms : rooms.get()) {
            for (long generation = terms.oldest(); generation <= terms.generation(); generation++) {
                ledgers.of(new LedgerName(terms.room(), generation))
                        .endLeases(terms.termsOf(generation), self, tick, reached);
            }
        }
    }

    private CompletionStage<Void> decideAll(long won, long completeThrough) {
        events.won(won);
        return CompletableFuture.allOf(rooms.get().stream()
                .map(terms -> decider.decide(terms, won, completeThrough))
                .toArray(CompletableFuture[]::new));
    }

    /** A room of which no decision has come for a while is looked up. */
    private void readLate() {
        for (Ledger ledger : ledgers.all()) {
            long due = tick - (ledger.isIdle() ? Decider.QUIET : 0);
            if (ledger.decision().tick() < due - LATE) {
                decider.read(ledger).exceptionally(failed -> {
                    events.failed("reading a decision", failed);
                    return null;
                });
            }
        }
    }

    @Override
    public String toString() {
        return "tick " + tick + (ready ? ", ready: " : ", not ready: ") + exchange;
    }
}
