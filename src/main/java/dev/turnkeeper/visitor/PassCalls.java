package dev.turnkeeper.visitor;

import dev.turnkeeper.answer.Answers;
import dev.turnkeeper.answer.JsonText;
import dev.turnkeeper.defence.CrossOriginFilter;
import dev.turnkeeper.door.Authorization;
import dev.turnkeeper.door.Door;
import dev.turnkeeper.door.VisitJson;
import dev.turnkeeper.pass.Pass;
import dev.turnkeeper.pass.PassCheck;
import dev.turnkeeper.pass.PassClaims;
import dev.turnkeeper.pass.Passes;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.visit.Places;
import dev.turnkeeper.visit.Sign;
import dev.turnkeeper.visit.WebVisit;
import dev.turnkeeper.visit.WebVisit.State;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** The same calls from the service behind, which holds its visitor's pass and no ticket. */
final class PassCalls {

    private final Rooms rooms;
    private final Places places;
    private final Passes passes;
    private final Door door;

    PassCalls(Rooms rooms, Places places, Passes passes, Door door) {
        this.rooms = rooms;
        this.places = places;
        this.passes = passes;
        this.door = door;
    }

    boolean carries(HttpServletRequest request) {
        return Authorization.PASS.of(request).isPresent();
    }

    /** Claims the place, and renews the pass. */
    void alive(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Carried carried = read(request);
        WebVisit visit = WebVisit.told(isBlocked(carried, request), Sign.CLAIM, heard -> look(carried, heard));
        Optional<Pass> pass = visit.state() == State.ADMITTED && !carried.claims.bypass()
                ? Optional.of(passes.renew(carried.room, carried.claims, door.url(request)))
                : Optional.empty();
        send(carried.room, visit, pass, request, response);
    }

    void complete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Carried carried = read(request);
        WebVisit visit = carried.claims.bypass()
                ? WebVisit.placeless(State.COMPLETED, carried.room, 0)
                : places.end(carried.room, carried.claims.generation(), carried.claims.position(), State.COMPLETED);
        send(carried.room, visit, Optional.empty(), request, response);
    }

    void leave(HttpServletRequest request, HttpServletResponse response) {
        Carried carried = read(request);
        if (!carried.claims.bypass()) {
            places.leave(carried.room, carried.claims.generation(), carried.claims.position());
        }
        Answers.nothing(response);
    }

    private WebVisit look(Carried carried, Sign sign) {
        PassClaims claims = carried.claims;
        return claims.bypass()
                ? WebVisit.placeless(State.ADMITTED, carried.room, 0)
                : places.visit(carried.room, claims.generation(), claims.position(), sign);
    }

    /** By the address that calls, and by the login in the pass, where the room puts it there. */
    private boolean isBlocked(Carried carried, HttpServletRequest request) {
        Optional<String> login =
                carried.room.web().identifyVisitor() ? Optional.of(carried.claims.subject()) : Optional.empty();
        return door.blockedSeconds(request, carried.room, () -> login) > 0;
    }

    private record Carried(Room room, PassClaims claims) {}

    private Carried read(HttpServletRequest request) {
        String token = Authorization.PASS.of(request).orElseThrow();
        PassCheck check = passes.checkOfBackend(token, rooms::find);
        if (check instanceof PassCheck.Refused refused) {
            throw VisitProblems.refused(refused.fault());
        }
        PassClaims claims = ((PassCheck.Accepted) check).claims();
        Room room = RoomId.parse(claims.room())
                .flatMap(rooms::find)
                .orElseThrow(() -> VisitProblems.noRoom("The pass is of a room that does not exist any more"));
        CrossOriginFilter.narrow(request, room);
        return new Carried(room, claims);
    }

    private void send(
            Room room, WebVisit visit, Optional<Pass> pass, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (visit.state() == State.UNKNOWN) {
            throw VisitProblems.over();
        }
        JsonText json =
                VisitJson.of(room, visit, Optional.empty(), 0, pass, room.web().entryUrl(), door.clock());
        Answers.json(200, json, request, response);
    }
}
