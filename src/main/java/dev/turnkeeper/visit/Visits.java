package dev.turnkeeper.visit;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.state.Counters;
import dev.turnkeeper.state.TicketMaps;
import dev.turnkeeper.tick.Ledger;
import dev.turnkeeper.tick.LedgerName;
import dev.turnkeeper.tick.Ledgers;
import dev.turnkeeper.tick.TicketCarrier;
import dev.turnkeeper.ticket.Place;
import dev.turnkeeper.ticket.VisitorKey;
import dev.turnkeeper.visit.Visit.Outcome;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Enters, asks and stays. A known visitor is answered from this node's memory: ticket, place, view; a poll touches no
 * network and costs the same however many wait. Only a newcomer waits for the grid, and not for long.
 */
public final class Visits implements Access, TicketCarrier {

    /** A newcomer is answered within 300 ms, whatever the grid does; the rest is for the way through the server. */
    private static final long ANSWER_WITHIN_MILLIS = 270;

    private final Ledgers ledgers;
    private final TicketMaps maps;
    private final Counters counters;
    private final Executor loop;
    private final Executor gathering;
    private final BooleanSupplier ready;
    private final BooleanSupplier fresh;
    private final VisitEvents events;
    private final ConcurrentHashMap<LedgerName, Entrance> entrances = new ConcurrentHashMap<>();

    /**
     * @param loop the grid's thread, as given to the tick loop
     * @param gathering the same thread, a few milliseconds later
     * @param ready whether what the grid knows is known here; until then nobody is told a place
     * @param fresh whether the grid moves on; until then no place is given
     */
    public Visits(
            Ledgers ledgers,
            TicketMaps maps,
            Counters counters,
            Executor loop,
            Executor gathering,
            BooleanSupplier ready,
            BooleanSupplier fresh,
            VisitEvents events) {
        this.ledgers = ledgers;
        this.maps = maps;
        this.counters = counters;
        this.loop = loop;
        this.gathering = gathering;
        this.ready = ready;
        this.fresh = fresh;
        this.events = events;
    }

    @Override
    public Visit access(Room room, VisitorKey visitor) {
        Asked asked = ask(room, visitor);
        CompletableFuture<Visit> answer = asked.answer().toCompletableFuture();
        try {
            return answer.get(ANSWER_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException noPlace) {
            return asked.giveUp();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return asked.giveUp();
        }
    }

    @Override
    public boolean knowsRooms() {
        return ready.getAsBoolean();
    }

    /** As {@link #access}, without waiting for the answer. */
    public Asked ask(Room room, VisitorKey visitor) {
        UUID key = visitor.uuid();
        Entrance current = entrance(room, room.generation());
        if (!ready.getAsBoolean()) {
            return Asked.known(held(room, current.ledger()));
        }
        Optional<Place> place = current.place(key);
        if (place.isPresent() && current.ledger().view().lives(place.get().position())) {
            return Asked.known(told(room, current.ledger(), place.get(), visitor));
        }
        Optional<Visit> finishing = insideOfOld(room, visitor, key);
        if (finishing.isPresent()) {
            return Asked.known(finishing.get());
        }
        if (room.state() == RoomState.CLOSED || room.state() == RoomState.DRAINING) {
            return Asked.known(without(Outcome.REFUSED, room, current.ledger()));
        }
        if (!fresh.getAsBoolean()) {
            return Asked.known(held(room, current.ledger()));
        }
        Entering entering = current.enter(key, place.map(Place::position).orElse(0L));
        return new Asked(
                entering.place().thenApply(given -> {
                    events.entered(room.id().value());
                    return told(room, current.ledger(), given, visitor);
                }),
                entering,
                () -> held(room, current.ledger()));
    }

    @Override
    public byte[] since(LedgerName ledger, long position) {
        return new HeldBatch(ledger, entrance(ledger).since(position)).toBytes();
    }

    @Override
    public void takeOver(byte[] bytes) {
        HeldBatch batch = HeldBatch.of(bytes);
        ledgers.find(batch.ledger())
                .ifPresent(ledger -> entrance(batch.ledger()).takeOver(batch.tickets()));
    }

    @Override
    public CompletionStage<Void> recover(String member) {
        return maps.heldFor(member).thenAcceptAsync(batches -> batches.forEach(this::takeOver), loop);
    }

    /** Opens the room's entrances, so that the first visitor does not wait for it. */
    public void prepare(Room room) {
        for (long generation = room.oldestGeneration(); generation <= room.generation(); generation++) {
            entrance(room, generation);
        }
    }

    /** Drops tickets of places that are gone, a few at a time. @return how many were dropped */
    public int sweep(int most) {
        int dropped = 0;
        for (Entrance entrance : entrances.values()) {
            dropped += entrance.sweep(most - dropped);
        }
        return dropped;
    }

    /** Forgets the generations of a room before {@code oldest}. */
    public void drop(String room, long oldest) {
        entrances.keySet().removeIf(name -> {
            boolean old = name.room().equals(room) && name.generation() < oldest;
            if (old) {
                maps.drop(name.tickets());
            }
            return old;
        });
        ledgers.drop(room, oldest);
    }

    private Optional<Visit> insideOfOld(Room room, VisitorKey visitor, UUID key) {
        for (long generation = room.generation() - 1; generation >= room.oldestGeneration(); generation--) {
            Entrance old = entrance(room, generation);
            Optional<Place> place = old.ledger().view().inside() == 0 ? Optional.empty() : old.place(key);
            if (place.isPresent()
                    && old.ledger().view().lives(place.get().position())
                    && old.ledger().view().admits(place.get().position())) {
                return Optional.of(told(room, old.ledger(), place.get(), visitor));
            }
        }
        return Optional.empty();
    }

    private Visit told(Room room, Ledger ledger, Place place, VisitorKey visitor) {
        long rank = ledger.view().rank(place.position());
        boolean free = room.state() == RoomState.INACTIVE;
        boolean inside = free || rank == 0;
        ledger.note(place.position(), inside);
        Outcome outcome = free ? Outcome.NOT_CONTROLLED : inside ? Outcome.ADMITTED : Outcome.WAITING;
        return new Visit(
                outcome,
                ledger.name().generation(),
                place.position(),
                inside ? 0 : rank,
                free ? 0 : place.firstRank(),
                Math.max(ledger.waiting(), inside ? 0 : rank),
                room.limit(),
                room.policy().sessionTimeoutSeconds(),
                PollPause.seconds(room.policy(), inside ? 0 : rank, ledger.outflowPerMinute(), visitor));
    }

    private Visit held(Room room, Ledger ledger) {
        return without(room.state() == RoomState.INACTIVE ? Outcome.NOT_CONTROLLED : Outcome.HELD, room, ledger);
    }

    private Visit without(Outcome outcome, Room room, Ledger ledger) {
        long waiting = ledger.waiting();
        events.turnedAway(room.id().value(), outcome);
        return new Visit(
                outcome,
                ledger.name().generation(),
                0,
                outcome == Outcome.NOT_CONTROLLED ? 0 : waiting + 1,
                0,
                waiting,
                room.limit(),
                room.policy().sessionTimeoutSeconds(),
                outcome == Outcome.HELD ? PollPause.SOON_SECONDS : PollPause.longestSeconds(room.policy()));
    }

    private Entrance entrance(Room room, long generation) {
        return entrance(new LedgerName(room.id().value(), generation));
    }

    private Entrance entrance(LedgerName name) {
        Entrance entrance = entrances.get(name);
        return entrance != null
                ? entrance
                : entrances.computeIfAbsent(
                        name, absent -> new Entrance(ledgers.of(absent), maps, counters, loop, gathering, fresh));
    }
}
