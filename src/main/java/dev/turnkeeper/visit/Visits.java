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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.ObjLongConsumer;

/**
 * Enters, asks and stays. A known visitor is answered from this node's memory: ticket, place, view; a poll touches no
 * network and costs the same however many wait. Only a newcomer waits for the grid, and not for long.
 */
public final class Visits implements Access, LineUp, TicketCarrier {

    private final Ledgers ledgers;
    private final TicketMaps maps;
    private final Executor loop;
    private final Pulse pulse;
    private final VisitEvents events;
    private final FailureModes failureModes;
    private final Newcomers newcomers = new Newcomers();
    private final Entrances entrances;
    private final WebVisits web;

    /**
     * @param loop the grid's thread, as given to the tick loop
     * @param gathering the same thread, so many nanoseconds later
     * @param guard stands before the calls that give out positions
     * @param nodes how many are configured
     */
    public Visits(
            Ledgers ledgers,
            TicketMaps maps,
            Counters counters,
            Executor loop,
            ObjLongConsumer<Runnable> gathering,
            Pulse pulse,
            Guard guard,
            int nodes,
            VisitEvents events) {
        this.ledgers = ledgers;
        this.maps = maps;
        this.loop = loop;
        this.pulse = pulse;
        this.events = events;
        this.failureModes = new FailureModes(pulse, nodes, events);
        this.entrances = new Entrances(name -> new Entrance(
                ledgers.of(name),
                maps,
                counters,
                loop,
                gathering,
                () -> pulse.isReady() && pulse.isFresh() && pulse.isWhole(),
                guard,
                pulse::nanos,
                events));
        this.web = new WebVisits(ledgers, entrances, newcomers, loop, pulse, failureModes, events);
        maps.onHeld(this::toldElsewhere);
    }

    /** The same rooms, for visitors who carry a ticket. */
    public WebVisits web() {
        return web;
    }

    @Override
    public Visit access(Room room, VisitorKey visitor, Coming coming) {
        return ask(room, visitor, coming).await();
    }

    @Override
    public Visit refusal(Room room) {
        Ledger ledger = entrances.of(room, room.generation()).ledger();
        return without(Outcome.REFUSED, room, ledger, PollPause.longestSeconds(room.policy()));
    }

    @Override
    public boolean knowsRooms() {
        return pulse.isReady();
    }

    /** As {@link #access}, without waiting for the answer: who asks ends the wait with {@link Asked#giveUp}. */
    public Asked<Visit> ask(Room room, VisitorKey visitor, Coming coming) {
        UUID key = visitor.uuid();
        Entrance current = entrances.of(room, room.generation());
        Ledger ledger = current.ledger();
        if (!pulse.isReady()) {
            return Asked.known(unplaced(room, ledger, Standing.CATCHING_UP, visitor));
        }
        Optional<Place> place = current.place(key);
        if (place.isPresent() && ledger.view().lives(place.get().position())) {
            return placed(room, current, place.get(), visitor, coming);
        }
        Optional<Visit> finishing = insideOfOld(room, visitor, key);
        if (finishing.isPresent()) {
            return Asked.known(finishing.get());
        }
        boolean bypassed = failureModes.isBypassed(room, key);
        if (!bypassed && (room.state() == RoomState.CLOSED || room.state() == RoomState.DRAINING)) {
            return Asked.known(without(Outcome.REFUSED, room, ledger, Standing.MOVING, visitor));
        }
        Standing standing = current.standing(pulse);
        if (bypassed || standing != Standing.MOVING || current.nanosWithoutAnswer() > Asked.ANSWER_WITHIN_NANOS) {
            return Asked.known(unplaced(room, ledger, standing, visitor));
        }
        boolean joins = current.isEntering(key);
        if (!joins && !current.begin(room, coming, () -> entrances.heldBefore(room, coming.address()))) {
            return Asked.known(without(Outcome.CROWDED, room, ledger, standing, visitor));
        }
        if (!newcomers.begin()) {
            if (!joins) {
                current.ended(room, coming);
            }
            return Asked.known(without(Outcome.SHED, room, ledger, standing, visitor));
        }
        return enter(room, current, place.map(Place::position).orElse(0L), visitor, coming, joins);
    }

    private Asked<Visit> placed(Room room, Entrance entrance, Place place, VisitorKey visitor, Coming coming) {
        boolean goesAhead = entrance.letsIn(room, coming, pulse)
                && !entrance.ledger().view().admits(place.position());
        return goesAhead
                ? new Asked<>(
                        entrance.letAhead(place.position()).thenApply(done -> known(room, entrance, place, visitor)),
                        () -> known(room, entrance, place, visitor),
                        () -> {})
                : Asked.known(known(room, entrance, place, visitor));
    }

    @Override
    public Visit lineUp(Room room, VisitorKey visitor, Coming coming) {
        return liningUp(room, visitor, coming).await();
    }

    /** As {@link #lineUp}, without waiting for the answer. */
    Asked<Visit> liningUp(Room room, VisitorKey visitor, Coming coming) {
        Optional<Held> held = held(room, visitor);
        Asked<Visit> asked = ask(room, visitor, coming);
        if (held.isEmpty() || coming.express()) {
            // Whom a rule lets in is not sent to the back.
            return asked;
        }
        // Who holds a place is answered at once.
        Visit now = asked.answer().toCompletableFuture().join();
        boolean moves = now.outcome() == Outcome.WAITING
                && now.position() == held.get().place().position()
                && room.state() != RoomState.CLOSED
                && room.state() != RoomState.DRAINING;
        return moves ? toTheBack(room, visitor, now, coming) : Asked.known(now);
    }

    private Asked<Visit> toTheBack(Room room, VisitorKey visitor, Visit now, Coming coming) {
        Entrance entrance = entrances.of(room, room.generation());
        if (entrance.standing(pulse) != Standing.MOVING || !newcomers.begin()) {
            return Asked.known(now);
        }
        Entering entering = entrance.enter(visitor.uuid(), now.position());
        return new Asked<>(
                entering.place().thenApply(given -> {
                    web.end(room, now.generation(), now.position(), WebVisit.State.CANCELLED);
                    entrance.given(room, coming, given.position());
                    return told(room, entrance.ledger(), given, visitor);
                }),
                () -> {
                    entering.giveUp();
                    return now;
                },
                newcomers::end);
    }

    @Override
    public Optional<Held> held(Room room, VisitorKey visitor) {
        UUID key = visitor.uuid();
        Entrance current = entrances.of(room, room.generation());
        return current.place(key)
                .filter(place -> current.ledger().view().lives(place.position()))
                .map(place -> new Held(room.generation(), place))
                .or(() -> placeInsideOfOld(room, key)
                        .map(old -> new Held(old.getKey().ledger().name().generation(), old.getValue())));
    }

    private Asked<Visit> enter(
            Room room, Entrance entrance, long replaces, VisitorKey visitor, Coming coming, boolean joins) {
        Entering entering = entrance.enter(visitor.uuid(), replaces);
        if (!joins) {
            entering.place().whenComplete((given, failed) -> {
                if (given != null) {
                    entrance.given(room, coming, given.position());
                }
                entrance.ended(room, coming);
            });
        }
        return new Asked<>(
                entrance.letIn(entering, room, coming).thenApply(given -> {
                    events.entered(room.id().value());
                    return told(room, entrance.ledger(), given, visitor);
                }),
                () -> {
                    entering.giveUp();
                    return unplaced(room, entrance.ledger(), entrance.standing(pulse), visitor);
                },
                newcomers::end);
    }

    @Override
    public byte[] since(LedgerName ledger, long position) {
        return new HeldBatch(ledger, entrances.of(ledger).since(position)).toBytes();
    }

    @Override
    public void takeOver(byte[] bytes) {
        HeldBatch batch = HeldBatch.of(bytes);
        ledgers.find(batch.ledger())
                .ifPresent(ledger -> entrances.of(batch.ledger()).takeOver(batch.tickets()));
    }

    /** @return tickets of those of these visitors who have another place that stands; empty where there are none */
    private byte[] toldElsewhere(byte[] bytes) {
        HeldBatch batch = HeldBatch.of(bytes);
        if (!ledgers.keeps(batch.ledger())) {
            return new byte[0];
        }
        // The other node may have heard of a new room, or of a reset, before this one.
        Map<UUID, Place> instead = entrances.of(batch.ledger()).toldElsewhere(batch.tickets());
        return instead.isEmpty() ? new byte[0] : new HeldBatch(batch.ledger(), instead).toBytes();
    }

    @Override
    public CompletionStage<Void> recover(String member) {
        return maps.heldFor(member).thenAcceptAsync(batches -> batches.forEach(this::takeOver), loop);
    }

    /** Visitors who were let by are brought into the books. Who cannot be yet stays let by until the next tick. */
    @Override
    public void ticked() {
        failureModes.bypasses().stream().filter(bypass -> !bypass.isEmpty()).forEach(this::bringIn);
    }

    private void bringIn(Bypass bypass) {
        Room room = bypass.room();
        Entrance entrance = entrances.of(room, room.generation());
        if (!pulse.isReady() || entrance.standing(pulse) != Standing.MOVING || !bypass.beginBooking()) {
            return;
        }
        List<UUID> visitors = bypass.live(pulse.nanos());
        List<UUID> elsewhere = visitors.stream()
                .filter(key -> placeInsideOfOld(room, key).isPresent())
                .toList();
        visitors.removeAll(elsewhere);
        entrance.letIn(visitors)
                .thenAcceptAsync(
                        booked -> {
                            bypass.endBooking(booked);
                            bypass.forget(elsewhere);
                            if (!booked.isEmpty()) {
                                events.broughtIn(room.id().value(), booked.size());
                            }
                        },
                        loop);
    }

    /** Opens the room's entrances, so that the first visitor does not wait for it. */
    public void prepare(Room room) {
        for (long generation = room.oldestGeneration(); generation <= room.generation(); generation++) {
            entrances.of(room, generation);
        }
        failureModes.update(room);
    }

    /** Drops tickets of places that are gone, a few at a time. @return how many were dropped */
    public int sweep(int most) {
        failureModes.forgetSilent();
        int dropped = 0;
        for (Entrance entrance : entrances.all()) {
            entrance.ledger().forgetAddresses();
            dropped += entrance.sweep(most - dropped);
        }
        return dropped;
    }

    /** Forgets the generations of a room before {@code oldest}. */
    public void drop(String room, long oldest) {
        failureModes.drop(room, oldest);
        entrances.drop(room, oldest, name -> maps.drop(name.tickets()));
        ledgers.drop(room, oldest);
    }

    private Optional<Visit> insideOfOld(Room room, VisitorKey visitor, UUID key) {
        return placeInsideOfOld(room, key).map(place -> known(room, place.getKey(), place.getValue(), visitor));
    }

    private Optional<Map.Entry<Entrance, Place>> placeInsideOfOld(Room room, UUID key) {
        for (long generation = room.generation() - 1; generation >= room.oldestGeneration(); generation--) {
            Entrance old = entrances.of(room, generation);
            Optional<Place> place = old.ledger().view().inside() == 0 ? Optional.empty() : old.place(key);
            if (place.isPresent()
                    && old.ledger().view().lives(place.get().position())
                    && old.ledger().view().admits(place.get().position())) {
                return Optional.of(Map.entry(old, place.get()));
            }
        }
        return Optional.empty();
    }

    /** Who has a place keeps it, however the grid does; yet nobody is called inside whose place may be gone elsewhere. */
    private Visit known(Room room, Entrance entrance, Place place, VisitorKey visitor) {
        Ledger ledger = entrance.ledger();
        boolean inside = ledger.view().admits(place.position());
        if (inside ? ledger.isLeaseEnded(place.position()) : failureModes.isBypassed(room, visitor.uuid())) {
            return unplaced(room, ledger, entrance.standing(pulse), visitor);
        }
        return told(room, ledger, place, visitor);
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
                PollPause.seconds(room.policy(), inside ? 0 : rank, ledger.outflowPerMinute(), pulse.load(), visitor));
    }

    private Visit unplaced(Room room, Ledger ledger, Standing standing, VisitorKey visitor) {
        return without(failureModes.outcome(room, standing, visitor.uuid()), room, ledger, standing, visitor);
    }

    private Visit without(Outcome outcome, Room room, Ledger ledger, Standing standing, VisitorKey visitor) {
        boolean in = outcome == Outcome.NOT_CONTROLLED || outcome == Outcome.BYPASSED;
        if (outcome != Outcome.BYPASSED) {
            events.turnedAway(room.id().value(), outcome);
        }
        return without(
                outcome,
                room,
                ledger,
                in || outcome == Outcome.REFUSED || outcome == Outcome.CROWDED
                        ? PollPause.longestSeconds(room.policy())
                        : PollPause.untilItMoves(standing == Standing.BROKEN, visitor.low()));
    }

    private static Visit without(Outcome outcome, Room room, Ledger ledger, int retryAfterSeconds) {
        long waiting = ledger.waiting();
        boolean in = outcome == Outcome.NOT_CONTROLLED || outcome == Outcome.BYPASSED;
        return new Visit(
                outcome,
                ledger.name().generation(),
                0,
                in ? 0 : waiting + 1,
                0,
                waiting,
                room.limit(),
                room.policy().sessionTimeoutSeconds(),
                retryAfterSeconds);
    }
}
