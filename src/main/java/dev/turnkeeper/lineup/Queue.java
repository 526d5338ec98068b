package dev.turnkeeper.lineup;

import dev.turnkeeper.answer.JsonText;
import dev.turnkeeper.defence.Vetted;
import dev.turnkeeper.defence.VisitorNames;
import dev.turnkeeper.door.AtTheDoor;
import dev.turnkeeper.door.Door;
import dev.turnkeeper.door.TurnedAway;
import dev.turnkeeper.door.VisitJson;
import dev.turnkeeper.pass.Bindings;
import dev.turnkeeper.pass.LoginCheck;
import dev.turnkeeper.pass.Logins;
import dev.turnkeeper.pass.Pass;
import dev.turnkeeper.pass.Passes;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.ticket.Ticket;
import dev.turnkeeper.ticket.VisitorKey;
import dev.turnkeeper.visit.Coming;
import dev.turnkeeper.visit.Entry;
import dev.turnkeeper.visit.LineUp;
import dev.turnkeeper.visit.Places;
import dev.turnkeeper.visit.Sign;
import dev.turnkeeper.visit.Visit;
import dev.turnkeeper.visit.WebVisit;
import dev.turnkeeper.visit.WebVisit.State;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The calls of a gateway on behalf of one visitor. */
final class Queue {

    private final Rooms rooms;
    private final LineUp lineUp;
    private final Places places;
    private final Logins logins;
    private final VisitorKey.Maker keys;
    private final Door door;
    private final Bindings bindings;
    private final Passes passes;

    Queue(
            Rooms rooms,
            LineUp lineUp,
            Places places,
            Logins logins,
            VisitorKey.Maker keys,
            Door door,
            Bindings bindings,
            Passes passes) {
        this.rooms = rooms;
        this.lineUp = lineUp;
        this.places = places;
        this.logins = logins;
        this.keys = keys;
        this.door = door;
        this.bindings = bindings;
        this.passes = passes;
    }

    /** Who asks; a problem of 401 or 503 where no login says so, of 400 or 404 where the room is not clear. */
    Queued queued(Optional<String> bearer, @Nullable String room) {
        LoginCheck login = logins.check(bearer.orElseThrow(QueueProblems::noLogin));
        if (login instanceof LoginCheck.Refused refused) {
            throw QueueProblems.refused(refused.fault());
        }
        Room known = room(room);
        String subject = ((LoginCheck.Accepted) login).subject();
        // Four parts: TRACER's keys have two or three.
        return new Queued(known, keys.of(VisitorNames.ofLogin(known.id().value(), subject)));
    }

    private Room room(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            Collection<Room> all = rooms.all();
            if (all.size() != 1) {
                throw QueueProblems.whichRoom();
            }
            return all.iterator().next();
        }
        return RoomId.parse(name).flatMap(rooms::find).orElseThrow(QueueProblems::noSuchRoom);
    }

    /** What became of a visitor who lined up. @param bypassed let in by the failure mode, without a place */
    record LinedUp(JsonText json, boolean bypassed) {}

    LinedUp lineUp(Queued queued, AtTheDoor visitor) {
        Vetted vetted = door.vet(visitor, queued.room());
        if (vetted.isRefused()) {
            throw TurnedAway.blocked(door.pause(queued.room(), vetted));
        }
        Visit visit = lineUp.lineUp(
                queued.room(),
                queued.visitor(),
                new Coming(vetted.isExpress(), visitor.address().bits()));
        return switch (visit.outcome()) {
            case ADMITTED, WAITING, NOT_CONTROLLED -> {
                yield new LinedUp(
                        lineUp.held(queued.room(), queued.visitor())
                                .map(held -> json(queued.room(), held, look(queued, held, Sign.CLAIM), visitor))
                                .orElseGet(
                                        () -> placeless(queued.room(), visit, State.NOT_CONTROLLED, Optional.empty())),
                        false);
            }
            case BYPASSED -> {
                Room room = queued.room();
                long binding = bindings.of(room.web().bindPassTo(), visitor.traits());
                Pass pass = passes.bypass(room, visitor.url(), binding, visitor.traits());
                yield new LinedUp(placeless(room, visit, State.ADMITTED, Optional.of(pass)), true);
            }
            case HELD -> throw TurnedAway.because(Entry.Reason.HELD, visit.retryAfterSeconds());
            case CROWDED -> throw TurnedAway.because(Entry.Reason.CROWDED, visit.retryAfterSeconds());
            case SHED -> throw TurnedAway.because(Entry.Reason.SHED, visit.retryAfterSeconds());
            case BLOCKED -> throw TurnedAway.because(Entry.Reason.BLOCKED, visit.retryAfterSeconds());
            case REFUSED -> throw TurnedAway.because(Entry.Reason.CLOSED, visit.retryAfterSeconds());
        };
    }

    JsonText status(Queued queued, AtTheDoor visitor) {
        LineUp.Held held = held(queued);
        WebVisit visit = look(queued, visitor, held, Sign.CLAIM);
        if (!visit.isInside() && visit.state() != State.WAITING && visit.state() != State.BLOCKED) {
            throw QueueProblems.noPlace();
        }
        return json(queued.room(), held, visit, visitor);
    }

    /** Gives up a waiting place, or one inside; there is none afterwards, as there may have been none before. */
    void giveUp(Queued queued, boolean inside) {
        lineUp.held(queued.room(), queued.visitor()).ifPresent(held -> {
            WebVisit visit = look(queued, held, Sign.NONE);
            if (inside ? visit.isInside() : visit.state() == State.WAITING) {
                places.end(
                        queued.room(),
                        held.generation(),
                        held.place().position(),
                        inside ? State.COMPLETED : State.CANCELLED);
            }
        });
    }

    LineUp.Held held(Queued queued) {
        return lineUp.held(queued.room(), queued.visitor()).orElseThrow(QueueProblems::noPlace);
    }

    /** To who is blocked, BLOCKED, and nothing is heard of the place. */
    WebVisit look(Queued queued, AtTheDoor visitor, LineUp.Held held, Sign sign) {
        return WebVisit.told(door.blockedSeconds(visitor, queued.room()) > 0, sign, heard -> look(queued, held, heard));
    }

    private WebVisit look(Queued queued, LineUp.Held held, Sign sign) {
        return places.visit(queued.room(), held.generation(), held.place().position(), sign);
    }

    JsonText json(Room room, LineUp.Held held, WebVisit visit, AtTheDoor visitor) {
        Ticket place = new Ticket(
                room.id().value(),
                held.generation(),
                held.place().position(),
                held.place().firstRank(),
                0,
                bindings.of(room.web().bindPassTo(), visitor.traits()));
        return json(room, visit, place.firstRank(), door.pass(visitor, room, place, visit));
    }

    private JsonText placeless(Room room, Visit visit, State state, Optional<Pass> pass) {
        return json(room, WebVisit.placeless(state, room, visit.retryAfterSeconds() * 1_000), 0, pass);
    }

    private JsonText json(Room room, WebVisit visit, long firstRank, Optional<Pass> pass) {
        JsonText json = new JsonText(640).field("status", visit.isInside() ? "ALLOWED_IN" : "WAITING");
        return VisitJson.into(json, room, visit, Optional.empty(), firstRank, pass, Optional.empty(), door.clock());
    }
}
