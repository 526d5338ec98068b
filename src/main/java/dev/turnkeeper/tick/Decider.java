package dev.turnkeeper.tick;

import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.queue.Terms;
import dev.turnkeeper.queue.Tick;
import dev.turnkeeper.queue.TickDecision;
import dev.turnkeeper.state.Counters;
import dev.turnkeeper.state.Registers;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The winner's work at a tick, room by room. Generations that were put out come first: nobody decides on them any more.
 * Then those left behind: they are shut, and their headroom burnt, before the new one counts who is still inside there.
 * For each: read {@code issued}, burn what a lower limit no longer allows, decide, and replace the very decision that was
 * read (the fence: a winner that slept replaces nothing).
 */
final class Decider {

    /**
     * A quiet room is decided once in so many ticks, although nothing changes: a view older than 10 s counts as broken, and
     * one that was confirmed so lately stands a lost message.
     */
    static final long QUIET = 4;

    /** Newcomers may take headroom while it is being burnt; after so many tries the next tick burns it. */
    private static final int BURN_TRIES = 3;

    /** So many resets in a row may have passed a node by that decides again. */
    private static final long FENCED = 4;

    private final Executor loop;
    private final Counters counters;
    private final Registers registers;
    private final Ledgers ledgers;
    private final Exchange exchange;
    private final TickEvents events;

    /** By room: the oldest generation that may still have somebody inside, when the ones before it were fenced from here. */
    private final Map<String, Long> fencedBefore = new HashMap<>();

    Decider(
            Executor loop,
            Counters counters,
            Registers registers,
            Ledgers ledgers,
            Exchange exchange,
            TickEvents events) {
        this.loop = loop;
        this.counters = counters;
        this.registers = registers;
        this.ledgers = ledgers;
        this.exchange = exchange;
        this.events = events;
    }

    /** Done, never failed, once the room's decisions of this tick stand or are given up. */
    CompletableFuture<Void> decide(RoomTerms terms, long tick, long completeThrough) {
        return fence(terms, tick)
                .thenComposeAsync(
                        fenced -> fenced
                                ? generation(terms, terms.oldest(), 0, tick, completeThrough)
                                : CompletableFuture.completedFuture(false),
                        loop)
                .exceptionallyAsync(
                        failed -> {
                            events.failed("deciding for room " + terms.room(), failed);
                            return false;
                        },
                        loop)
                .thenAccept(done -> {})
                .toCompletableFuture();
    }

    /**
     * Takes the generations that a reset has put out from whoever does not know of it: their last decision stands under the
     * new configuration.
     */
    private CompletionStage<Boolean> fence(RoomTerms terms, long tick) {
        if (terms.oldest() == 1 || Objects.equals(fencedBefore.get(terms.room()), terms.oldest())) {
            return CompletableFuture.completedFuture(true);
        }
        return fence(terms, terms.oldest() - 1, tick)
                .thenApplyAsync(
                        fenced -> {
                            if (fenced) {
                                fencedBefore.put(terms.room(), terms.oldest());
                            }
                            return fenced;
                        },
                        loop);
    }

    private CompletionStage<Boolean> fence(RoomTerms terms, long generation, long tick) {
        if (generation == 0 || generation + FENCED < terms.oldest()) {
            return CompletableFuture.completedFuture(true);
        }
        LedgerName name = new LedgerName(terms.room(), generation);
        long version = terms.terms().version();
        return registers
                .get(name.decision())
                .thenComposeAsync(
                        stored -> {
                            TickDecision last = stored.map(Wire::decodeDecision).orElse(TickDecision.NONE);
                            return last.policyVersion() >= version
                                    ? CompletableFuture.completedFuture(true)
                                    : registers.compareAndSet(
                                            name.decision(), stored, Wire.encode(last.under(version, tick)));
                        },
                        loop)
                .thenComposeAsync(
                        stands ->
                                stands ? fence(terms, generation - 1, tick) : CompletableFuture.completedFuture(false),
                        loop);
    }

    /** This generation and then the later ones, each only where the one before it stands. */
    private CompletionStage<Boolean> generation(
            RoomTerms terms, long generation, long insideElsewhere, long tick, long completeThrough) {
        Ledger ledger = ledgers.of(new LedgerName(terms.room(), generation));
        Terms agreed = terms.termsOf(generation);
        CompletionStage<Boolean> decided =
                decide(ledger, agreed, before -> new Tick(before, tick, agreed, insideElsewhere, completeThrough));
        if (generation == terms.generation()) {
            return decided.thenApply(stands -> {
                if (stands && agreed.inlet().drains() && ledger.view().waiting() == 0) {
                    events.drained(terms.room(), agreed.version());
                }
                return stands;
            });
        }
        return decided.thenComposeAsync(
                stands -> stands
                        ? generation(
                                terms,
                                generation + 1,
                                insideElsewhere + ledger.view().committed(),
                                tick,
                                completeThrough)
                        : CompletableFuture.completedFuture(false),
                loop);
    }

    private CompletionStage<Boolean> decide(Ledger ledger, Terms agreed, TickAfter next) {
        if (ledger.isStoredUnknown()) {
            return read(ledger).thenComposeAsync(known -> decide(ledger, agreed, next), loop);
        }
        TickDecision before = ledger.decision();
        Optional<byte[]> replaced = ledger.stored();
        Tick tick = next.after(before);
        if (before.policyVersion() > agreed.version()) {
            events.configurationIsStale(ledger.name().room());
            return CompletableFuture.completedFuture(false);
        }
        if (before.tick() >= tick.tick()) {
            return CompletableFuture.completedFuture(false);
        }
        if (ledger.isQuiet(agreed.version()) && tick.tick() % QUIET != 0) {
            return CompletableFuture.completedFuture(true);
        }
        return burn(ledger, tick, BURN_TRIES)
                .thenComposeAsync(
                        burnt -> burnt.isPresent()
                                ? commit(ledger, tick, replaced, burnt.get())
                                : CompletableFuture.completedFuture(false),
                        loop);
    }

    /** Reads what is issued, and moves it up over headroom that may no longer be used. Empty: given up for this tick. */
    private CompletionStage<Optional<Positions>> burn(Ledger ledger, Tick tick, int tries) {
        return counters.get(ledger.name().issued())
                .thenComposeAsync(
                        issued -> {
                            ledger.issuedUpTo(issued);
                            if (!tick.mustBurn(issued, ledger.known())) {
                                return CompletableFuture.completedFuture(Optional.of(new Positions()));
                            }
                            if (tries == 0) {
                                return CompletableFuture.completedFuture(Optional.empty());
                            }
                            long serving = tick.previous().serving();
                            return counters.compareAndSet(ledger.name().issued(), issued, serving)
                                    .thenComposeAsync(
                                            moved -> {
                                                if (!moved) {
                                                    return burn(ledger, tick, tries - 1);
                                                }
                                                Positions burnt = Positions.range(issued + 1, serving);
                                                ledger.issuedUpTo(serving);
                                                ledger.goneNow(burnt);
                                                return CompletableFuture.completedFuture(Optional.of(burnt));
                                            },
                                            loop);
                        },
                        loop);
    }

    /** @param replaced the bytes of the very decision that {@code tick} follows: the ledger may know a later one by now */
    private CompletionStage<Boolean> commit(Ledger ledger, Tick tick, Optional<byte[]> replaced, Positions burnt) {
        TickDecision before = tick.previous();
        TickDecision decision = tick.decide(ledger.issued(), burnt, ledger.known());
        if (decision.sameAs(before) && ledger.isIdle() && tick.tick() % QUIET != 0) {
            ledger.settle();
            return CompletableFuture.completedFuture(true);
        }
        byte[] bytes = Wire.encode(decision);
        return registers
                .compareAndSet(ledger.name().decision(), replaced, bytes)
                .whenCompleteAsync(
                        (stands, failed) -> {
                            if (failed != null || !stands) {
                                ledger.storedUnknown(true);
                            } else {
                                ledger.adoptAndTell(bytes, Optional.of(exchange.self()));
                                exchange.committed(ledger.name(), bytes);
                                long abandoned = decision.expired().countIn(before.serving(), Positions.MAX);
                                events.decided(
                                        ledger.name(),
                                        decision.admitted() - before.admitted(),
                                        abandoned,
                                        decision.expired().size() - abandoned - burnt.size());
                            }
                        },
                        loop);
    }

    /** Takes in what lies in the grid. */
    CompletionStage<Void> read(Ledger ledger) {
        return registers
                .get(ledger.name().decision())
                .thenAcceptAsync(
                        stored -> {
                            stored.ifPresent(bytes -> ledger.adoptAndTell(bytes, Optional.empty()));
                            ledger.storedUnknown(false);
                        },
                        loop);
    }

    private interface TickAfter {
        Tick after(TickDecision before);
    }
}
