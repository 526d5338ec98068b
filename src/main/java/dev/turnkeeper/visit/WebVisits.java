package dev.turnkeeper.visit;

import dev.turnkeeper.queue.End;
import dev.turnkeeper.queue.Ends;
import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.queue.QueueView;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.tick.Ledger;
import dev.turnkeeper.tick.LedgerName;
import dev.turnkeeper.tick.Ledgers;
import dev.turnkeeper.ticket.Place;
import dev.turnkeeper.visit.WebVisit.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;

/**
 * Places of visitors who carry a ticket: position in, view out. Enters go into the same blocks as everybody's, and meet the
 * same failure modes; nothing is written for them, so nobody has to hold it before it is told.
 */
public final class WebVisits implements Places {

    private final Ledgers ledgers;
    private final Entrances entrances;
    private final Newcomers newcomers;
    private final Executor loop;
    private final Pulse pulse;
    private final FailureModes failureModes;
    private final VisitEvents events;

    WebVisits(
            Ledgers ledgers,
            Entrances entrances,
            Newcomers newcomers,
            Executor loop,
            Pulse pulse,
            FailureModes failureModes,
            VisitEvents events) {
        this.ledgers = ledgers;
        this.entrances = entrances;
        this.newcomers = newcomers;
        this.loop = loop;
        this.pulse = pulse;
        this.failureModes = failureModes;
        this.events = events;
    }

    @Override
    public Entry enter(Room room, Coming coming) {
        return entering(room, coming).await();
    }

    @Override
    public Entry requeue(Room room, long generation, long position, Coming coming) {
        return requeueing(room, generation, position, coming).await();
    }

    /** As {@link #enter}, without waiting for the answer: who asks ends the wait with {@link Asked#giveUp}. */
    public Asked<Entry> entering(Room room, Coming coming) {
        return entering(room, coming, false, () -> {});
    }

    /** As {@link #requeue}, without waiting for the answer. */
    public Asked<Entry> requeueing(Room room, long generation, long position, Coming coming) {
        WebVisit held = visit(room, generation, position, Sign.HEARD);
        return held.isInside()
                ? Asked.known(new Entry.Given(held))
                : entering(room, coming, true, () -> end(room, generation, position, State.CANCELLED));
    }

    /** @param moves whether a place of this visitor is given up for it, so that there is none more */
    private Asked<Entry> entering(Room room, Coming coming, boolean moves, Runnable onGiven) {
        if (!pulse.isReady()) {
            return Asked.known(notGiven(room, Standing.CATCHING_UP));
        }
        if (room.state() == RoomState.CLOSED || room.state() == RoomState.DRAINING) {
            return Asked.known(notGiven(room, Visit.Outcome.REFUSED, Standing.MOVING));
        }
        Entrance entrance = entrances.of(room, room.generation());
        Standing standing = entrance.standing(pulse);
        if (standing != Standing.MOVING || entrance.nanosWithoutAnswer() > Asked.ANSWER_WITHIN_NANOS) {
            return Asked.known(notGiven(room, standing));
        }
        if (!moves && !entrance.begin(room, coming, () -> entrances.heldBefore(room, coming.address()))) {
            return Asked.known(notGiven(room, Visit.Outcome.CROWDED, standing));
        }
        if (!newcomers.begin()) {
            if (!moves) {
                entrance.ended(room, coming);
            }
            return Asked.known(notGiven(room, Visit.Outcome.SHED, standing));
        }
        Entering entering = entrance.enter();
        entering.place().whenComplete((given, failed) -> {
            if (given != null) {
                entrance.given(room, coming, given.position());
            }
            if (!moves) {
                entrance.ended(room, coming);
            }
        });
        CompletionStage<Entry> answer = entrance.letIn(entering, room, coming).thenApply(place -> {
            onGiven.run();
            return given(room, entrance.ledger(), place);
        });
        return new Asked<>(
                answer,
                () -> entering.giveUp()
                        ? notGiven(room, entrance.standing(pulse))
                        : answer.toCompletableFuture().join(),
                newcomers::end);
    }

    private Entry given(Room room, Ledger ledger, Place place) {
        events.entered(room.id().value());
        ledger.note(place.position(), room.state() == RoomState.INACTIVE);
        return new Entry.Given(living(room, ledger, place.position()));
    }

    private Entry notGiven(Room room, Standing standing) {
        return notGiven(room, failureModes.outcome(room, standing), standing);
    }

    private Entry notGiven(Room room, Visit.Outcome outcome, Standing standing) {
        if (outcome != Visit.Outcome.BYPASSED) {
            events.turnedAway(room.id().value(), outcome);
        }
        Entry.Reason reason =
                switch (outcome) {
                    case REFUSED -> Entry.Reason.CLOSED;
                    case SHED -> Entry.Reason.SHED;
                    case CROWDED -> Entry.Reason.CROWDED;
                    case BLOCKED -> Entry.Reason.BLOCKED;
                    case BYPASSED -> Entry.Reason.BYPASSED;
                    case NOT_CONTROLLED -> Entry.Reason.NOT_CONTROLLED;
                    case HELD, WAITING, ADMITTED -> Entry.Reason.HELD;
                };
        int retryAfter =
                switch (reason) {
                    case CLOSED, CROWDED, BYPASSED, NOT_CONTROLLED -> PollPause.longestSeconds(room.policy());
                    case HELD, SHED, BLOCKED -> PollPause.untilItMoves(standing == Standing.BROKEN, pulse.nanos());
                };
        return new Entry.NotGiven(reason, retryAfter);
    }

    @Override
    public WebVisit visit(Room room, long generation, long position, Sign sign) {
        if (generation < room.oldestGeneration()) {
            return over(room, generation, position, State.EXPIRED);
        }
        Ledger ledger = ledger(room, generation);
        QueueView view = ledger.view();
        Optional<End> end = ledger.endOf(position);
        if (end.isPresent()) {
            return over(room, generation, position, state(end.get()));
        }
        if (!view.lives(position) || position > Positions.MAX) {
            return over(room, generation, position, State.UNKNOWN);
        }
        // A reset puts out who waits; those inside finish.
        if (generation < room.generation() && !view.admits(position)) {
            return over(room, generation, position, State.EXPIRED);
        }
        WebVisit visit = living(room, ledger, position);
        if (sign != Sign.NONE) {
            ledger.note(
                    position,
                    visit.state() == State.NOT_CONTROLLED || (sign == Sign.CLAIM && visit.state() == State.ADMITTED));
        }
        return visit;
    }

    @Override
    public WebVisit end(Room room, long generation, long position, State as) {
        End end =
                switch (as) {
                    case COMPLETED -> End.COMPLETED;
                    case CANCELLED -> End.CANCELLED;
                    case REVOKED -> End.REVOKED;
                    default -> throw new IllegalArgumentException("nobody ends a place as " + as);
                };
        WebVisit now = visit(room, generation, position, Sign.NONE);
        if (!isLiving(now.state())) {
            return now;
        }
        ledger(room, generation).end(position, end);
        return over(room, generation, position, as);
    }

    @Override
    public void admit(Room room, long position) {
        Ledger ledger = ledger(room, room.generation());
        loop.execute(() -> {
            if (position <= ledger.issuedByNow() && ledger.view().lives(position) && !ledger.isInside(position)) {
                ledger.letInOutOfTurn(Positions.of(position));
            }
        });
    }

    @Override
    public WebVisit letAhead(Room room, long generation, long position) {
        return lettingAhead(room, generation, position).await();
    }

    /** As {@link #letAhead}, without waiting for the answer. */
    public Asked<WebVisit> lettingAhead(Room room, long generation, long position) {
        Entrance entrance = entrances.of(room, generation);
        return entrance.letsIn(room, Coming.EXPRESS, pulse)
                ? new Asked<>(
                        entrance.letAhead(position).thenApply(done -> visit(room, generation, position, Sign.HEARD)),
                        () -> visit(room, generation, position, Sign.HEARD),
                        () -> {})
                : Asked.known(visit(room, generation, position, Sign.HEARD));
    }

    @Override
    public boolean leavesEntryPass(Room room, long generation, long position) {
        if (room.web().entryPassSeconds() == 0 || generation != room.generation()) {
            return false;
        }
        Ledger ledger = ledger(room, generation);
        if (ledger.endOf(position).filter(End.COMPLETED::equals).isEmpty()) {
            return false;
        }
        Ends.Snapshot ends = ledger.ends();
        // What was completed since the last tick is not among them yet.
        return ends.tick() - ends.endedBy(position).orElse(ends.tick())
                <= room.web().entryPassSeconds();
    }

    @Override
    public void leave(Room room, long generation, long position) {
        if (isLiving(visit(room, generation, position, Sign.NONE).state())) {
            ledger(room, generation).leave(position);
        }
    }

    @Override
    public EndedPlaces endedSince(Room room, long tick) {
        long through = ledger(room, room.generation()).ends().tick();
        List<EndedPlaces.OfGeneration> generations = LongStream.rangeClosed(room.oldestGeneration(), room.generation())
                .mapToObj(generation -> endedSince(ledger(room, generation), tick))
                .filter(ended -> !ended.positions().isEmpty())
                .toList();
        return new EndedPlaces(through, room.oldestGeneration(), generations);
    }

    private static EndedPlaces.OfGeneration endedSince(Ledger ledger, long tick) {
        QueueView view = ledger.view();
        List<Long> positions = new ArrayList<>();
        ledger.ends().since(tick).forEach(position -> {
            if (view.admits(position)) {
                positions.add(position);
            }
        });
        return new EndedPlaces.OfGeneration(ledger.name().generation(), positions);
    }

    /** Of a ticket that another node signed a moment ago, this one may know neither the position nor the generation yet. */
    private Ledger ledger(Room room, long generation) {
        return ledgers.of(new LedgerName(room.id().value(), generation));
    }

    private static boolean isLiving(State state) {
        return state == State.WAITING || state == State.ADMITTED || state == State.NOT_CONTROLLED;
    }

    private static State state(End end) {
        return switch (end) {
            case COMPLETED -> State.COMPLETED;
            case CANCELLED -> State.CANCELLED;
            case REVOKED -> State.REVOKED;
            case EXPIRED -> State.EXPIRED;
        };
    }

    private WebVisit living(Room room, Ledger ledger, long position) {
        if (room.state() == RoomState.INACTIVE) {
            return visit(room, ledger, position, State.NOT_CONTROLLED, 0);
        }
        long rank = ledger.view().rank(position);
        if (rank == 0 && ledger.isLeaseEnded(position) && !failureModes.keepsInside(room, ledger, position)) {
            // The others may have let it go: nobody is called inside from memory.
            rank = 1;
        }
        return visit(room, ledger, position, rank == 0 ? State.ADMITTED : State.WAITING, rank);
    }

    private WebVisit over(Room room, long generation, long position, State state) {
        return new WebVisit(
                state,
                generation,
                position,
                0,
                0,
                0,
                ledger(room, room.generation()).waiting(),
                room.limit(),
                Optional.empty(),
                (int) (PollPause.longestSeconds(room.policy()) * 1_000L));
    }

    private WebVisit visit(Room room, Ledger ledger, long position, State state, long rank) {
        long waiting = Math.max(ledger.waiting(), rank);
        return new WebVisit(
                state,
                ledger.name().generation(),
                position,
                rank,
                Math.max(0, rank - 1),
                rank == 0 ? 0 : waiting - rank,
                waiting,
                room.limit(),
                rank == 0 ? Optional.empty() : eta(room, ledger, rank),
                PollPause.millis(
                        room.policy(), rank, ledger.outflowPerMinute(), pulse.load(), position * 31 + pulse.nanos()));
    }

    /** Nobody knows when a room goes on that lets nobody in. */
    private static Optional<Eta> eta(Room room, Ledger ledger, long rank) {
        boolean letsIn = room.state() == RoomState.ACTIVE || room.state() == RoomState.DRAINING;
        return letsIn ? ledger.forecast().of(rank).map(range -> new Eta(range.low(), range.high())) : Optional.empty();
    }
}
