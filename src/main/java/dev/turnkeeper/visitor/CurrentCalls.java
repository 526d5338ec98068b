package dev.turnkeeper.visitor;

import dev.turnkeeper.answer.Answers;
import dev.turnkeeper.answer.JsonText;
import dev.turnkeeper.defence.CrossOriginFilter;
import dev.turnkeeper.door.Door;
import dev.turnkeeper.door.Shown;
import dev.turnkeeper.door.VisitJson;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.ticket.Ticket;
import dev.turnkeeper.visit.Places;
import dev.turnkeeper.visit.Sign;
import dev.turnkeeper.visit.WebVisit;
import dev.turnkeeper.visit.WebVisit.State;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Everything that is asked of a visit that there is. */
final class CurrentCalls {

    private final Door door;
    private final Places places;
    private final PassCalls passes;
    private final VisitStreams streams;

    CurrentCalls(Door door, Places places, PassCalls passes, VisitStreams streams) {
        this.door = door;
        this.places = places;
        this.passes = passes;
        this.streams = streams;
    }

    /** How it stands; a sign of life. */
    void status(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Shown.Held held = held(request);
        send(held, door.look(request, held, Sign.HEARD), request, response);
    }

    /** As {@link #status}, for somebody who only looks. */
    void head(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Shown.Held held = held(request);
        send(held, door.look(request, held, Sign.NONE), request, response);
    }

    void cancel(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Shown.Held held = heldForChange(request);
        send(held, end(held, State.CANCELLED), request, response);
    }

    void alive(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (passes.carries(request)) {
            passes.alive(request, response);
            return;
        }
        Shown.Held held = heldForChange(request);
        send(held, door.look(request, held, Sign.CLAIM), request, response);
    }

    void complete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (passes.carries(request)) {
            passes.complete(request, response);
            return;
        }
        Shown.Held held = heldForChange(request);
        boolean waits = door.look(held, Sign.NONE).state() == State.WAITING;
        send(held, end(held, waits ? State.CANCELLED : State.COMPLETED), request, response);
    }

    void leave(HttpServletRequest request, HttpServletResponse response) {
        if (passes.carries(request)) {
            passes.leave(request, response);
            return;
        }
        Shown.Held held = heldForChange(request);
        Ticket ticket = held.ticket();
        places.leave(held.room(), ticket.generation(), ticket.position());
        Answers.nothing(response);
    }

    void stream(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Shown.Held held = held(request);
        if (door.look(request, held, Sign.HEARD).state() == State.UNKNOWN) {
            throw VisitProblems.over();
        }
        streams.open(held, returnUrl(request, held.room()), request, response);
    }

    private WebVisit end(Shown.Held held, State as) {
        Ticket ticket = held.ticket();
        return places.end(held.room(), ticket.generation(), ticket.position(), as);
    }

    private void send(Shown.Held held, WebVisit visit, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (visit.state() == State.UNKNOWN) {
            throw VisitProblems.over();
        }
        JsonText json = VisitJson.of(
                held.room(),
                visit,
                Optional.of(held.text()),
                held.ticket().firstRank(),
                door.pass(request, held.room(), held.ticket(), visit),
                returnUrl(request, held.room()),
                door.clock());
        Answers.json(200, json, request, response);
    }

    /** Where the visitor wants to go: its own word, else the room's entry. */
    private Optional<String> returnUrl(HttpServletRequest request, Room room) {
        if (request.getQueryString() == null) {
            return room.web().entryUrl();
        }
        String url = request.getParameter("url");
        if (url == null) {
            return room.web().entryUrl();
        }
        return Optional.of(door.returnTo(url, room)
                .orElseThrow(() -> ProblemException.badInput(
                        "url",
                        "must be an absolute http or https URL that leads to this room, without a login in it")));
    }

    private Shown.Held heldForChange(HttpServletRequest request) {
        Shown.Held held = held(request);
        if (held.byCookie()) {
            SameOrigin.check(request, door.url(request));
        }
        return held;
    }

    private Shown.Held held(HttpServletRequest request) {
        Shown shown = door.shown(request, room(request));
        if (shown instanceof Shown.Held held) {
            CrossOriginFilter.narrow(request, held.room());
            return held;
        }
        if (shown instanceof Shown.Several several) {
            throw VisitProblems.several(several.rooms());
        }
        if (shown instanceof Shown.Refused refused) {
            throw VisitProblems.refused(refused.why());
        }
        throw VisitProblems.noTicket();
    }

    private static Optional<RoomId> room(HttpServletRequest request) {
        // Nearly all polls have no query: parameters are not worth parsing then.
        String room = request.getQueryString() == null ? null : request.getParameter("room");
        if (room == null) {
            return Optional.empty();
        }
        Optional<RoomId> id = RoomId.parse(room);
        if (id.isEmpty()) {
            throw VisitProblems.noRoom("There is no room of this id: check room");
        }
        return id;
    }
}
