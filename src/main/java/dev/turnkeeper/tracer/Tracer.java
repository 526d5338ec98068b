package dev.turnkeeper.tracer;

import dev.turnkeeper.defence.Vetted;
import dev.turnkeeper.defence.Vetting;
import dev.turnkeeper.room.Identity;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.room.RouteMatch;
import dev.turnkeeper.room.RouteRequest;
import dev.turnkeeper.room.TracerRefusal;
import dev.turnkeeper.ticket.VisitorKey;
import dev.turnkeeper.visit.Access;
import dev.turnkeeper.visit.Coming;
import dev.turnkeeper.visit.SideDoor;
import dev.turnkeeper.visit.Visit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** From a request to its outcome: finds the room, names the visitor, asks, and puts the visit into this API's words. */
final class Tracer {

    /** As a room by default: what a client without a room is told. */
    private static final int SESSION_TIMEOUT_SECONDS = 300;

    private static final int RETRY_AFTER_SECONDS = 40;

    /** Until a node that starts knows its rooms. */
    private static final int SOON_SECONDS = 2;

    /** Answered by a status where the room says so. */
    private static final Set<Visit.Outcome> REFUSALS =
            EnumSet.of(Visit.Outcome.REFUSED, Visit.Outcome.BLOCKED, Visit.Outcome.SHED);

    private final Rooms rooms;
    private final Access access;
    private final SideDoor sideDoor;
    private final VisitorKey.Maker keys;
    private final Vetting vetting;
    private final TracerEvents events;
    private final String tracerDomain;

    /** @param tracerDomain for rooms that name none */
    Tracer(
            Rooms rooms,
            Access access,
            SideDoor sideDoor,
            VisitorKey.Maker keys,
            Vetting vetting,
            TracerEvents events,
            String tracerDomain) {
        this.rooms = rooms;
        this.access = access;
        this.sideDoor = sideDoor;
        this.keys = keys;
        this.vetting = vetting;
        this.events = events;
        this.tracerDomain = tracerDomain;
    }

    /** @param found told the room, where there is one */
    TracerOutcome answer(TracerReading reading, Consumer<Room> found) {
        if (reading instanceof TracerRequest request) {
            return answer(request, found);
        }
        return rejected((TracerRejection) reading);
    }

    private TracerOutcome answer(TracerRequest request, Consumer<Room> found) {
        RouteRequest page = new RouteRequest(request.routeHost(), request.port(), request.pageUrl(), Optional.empty());
        Optional<SideDoor.Found> own = sideDoor.find(page);
        if (own.isPresent()) {
            return answer(request, own.get().room(), own.get().access(), Coming.USUAL);
        }
        RouteMatch match = rooms.routes().match(page);
        return switch (match.kind()) {
            case FOUND ->
                match.room()
                        .flatMap(rooms::find)
                        .map(room -> {
                            found.accept(room);
                            return vetted(request, room);
                        })
                        .orElseGet(() -> uncontrolled(request));
            case NONE -> uncontrolled(request);
            case REFUSED ->
                rejected(TracerRejection.badFields(List.of(new BadField(
                        "pageUrl",
                        "page-url",
                        "is refused: " + match.refusal().orElse("it cannot be read")
                                + ". Send the address as the service gets it"))));
        };
    }

    private TracerOutcome vetted(TracerRequest request, Room room) {
        Vetted vetted = vetting.isIdle(room.id()) ? Vetted.FREE : vetting.vet(room.id(), request.asker());
        if (vetted.isRefused()) {
            if (vetted.word() == Vetted.Word.DENIED) {
                vetting.denied(room.id());
            }
            return blocked(request, room, access.refusal(room));
        }
        return answer(
                request,
                room,
                access,
                new Coming(vetted.isExpress(), request.caller().bits()));
    }

    private TracerOutcome answer(TracerRequest request, Room room, Access access, Coming coming) {
        boolean byUserAgent = room.policy().identity() == Identity.LOGIN_ID_OR_IP_AND_USER_AGENT;
        Visit visit = access.access(room, keys.of(request.visitor(room.id().value(), byUserAgent)), coming);
        boolean isWait =
                switch (visit.outcome()) {
                    case WAITING, HELD, SHED, CROWDED, BLOCKED, REFUSED -> true;
                    case ADMITTED, BYPASSED, NOT_CONTROLLED -> false;
                };
        if (visit.outcome() == Visit.Outcome.CROWDED && room.policy().tracerRefusal() == TracerRefusal.STATUS) {
            return new TracerRejection(
                    429,
                    "too-many-places",
                    "the caller's address holds as many places in room " + room.id() + " as one may: come back later",
                    List.of(),
                    visit.retryAfterSeconds());
        }
        if (REFUSALS.contains(visit.outcome()) && room.policy().tracerRefusal() == TracerRefusal.STATUS) {
            return new TracerRejection(
                    503,
                    "refused",
                    "room " + room.id() + " takes no newcomers now: come back later",
                    List.of(),
                    visit.retryAfterSeconds());
        }
        return told(request, room, visit, isWait);
    }

    private TracerOutcome blocked(TracerRequest request, Room room, Visit refusal) {
        return room.policy().tracerRefusal() == TracerRefusal.STATUS
                ? new TracerRejection(
                        429,
                        "blocked",
                        "this caller is blocked in room " + room.id() + " for a while",
                        List.of(),
                        refusal.retryAfterSeconds())
                : told(request, room, refusal, true);
    }

    private TracerAnswer told(TracerRequest request, Room room, Visit visit, boolean isWait) {
        return new TracerAnswer(
                request,
                isWait,
                isWait ? Math.max(visit.rank(), 1) : 0,
                visit.limit(),
                visit.sessionTimeoutSeconds(),
                visit.waiting(),
                visit.firstRank(),
                room.tracerDomain().orElse(tracerDomain),
                visit.retryAfterSeconds(),
                visit.outcome() == Visit.Outcome.BYPASSED);
    }

    /** No room: use the service. A node that does not know the rooms yet says so of none. */
    private TracerAnswer uncontrolled(TracerRequest request) {
        if (!access.knowsRooms()) {
            return new TracerAnswer(
                    request, true, 1, 0, SESSION_TIMEOUT_SECONDS, 0, 0, tracerDomain, SOON_SECONDS, false);
        }
        return new TracerAnswer(
                request, false, 0, 0, SESSION_TIMEOUT_SECONDS, 0, 0, tracerDomain, RETRY_AFTER_SECONDS, false);
    }

    private TracerRejection rejected(TracerRejection rejection) {
        events.rejected(rejection.reason());
        return rejection;
    }
}
