package dev.turnkeeper.visitor;

import dev.turnkeeper.answer.Answers;
import dev.turnkeeper.answer.JsonText;
import dev.turnkeeper.defence.CrossOriginFilter;
import dev.turnkeeper.door.Door;
import dev.turnkeeper.door.Entered;
import dev.turnkeeper.door.TurnedAway;
import dev.turnkeeper.door.VisitJson;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.visit.Access;
import dev.turnkeeper.visit.Entry;
import dev.turnkeeper.visit.WebVisit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Enters, or keeps the place that the visitor has. */
final class EnterCall {

    private static final String CURRENT = "/api/v1/visits/current";

    private final Rooms rooms;
    private final Access access;
    private final Door door;

    EnterCall(Rooms rooms, Access access, Door door) {
        this.rooms = rooms;
        this.access = access;
        this.door = door;
    }

    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Destination destination = destination(EnterBody.of(request), request);
        CrossOriginFilter.narrow(request, destination.room());
        Entered entered = door.enter(request, destination.room());
        if (entered instanceof Entered.Placed placed) {
            answer(placed, destination, request, response);
            return;
        }
        if (entered instanceof Entered.Blocked blocked) {
            throw TurnedAway.blocked(blocked.retryAfterSeconds());
        }
        Entered.Turned turned = (Entered.Turned) entered;
        boolean letBy = turned.reason() == Entry.Reason.BYPASSED || turned.reason() == Entry.Reason.NOT_CONTROLLED;
        if (!letBy) {
            throw TurnedAway.because(turned.reason(), turned.retryAfterSeconds());
        }
        letBy(turned, destination, request, response);
    }

    private Destination destination(EnterBody wanted, HttpServletRequest request) {
        try {
            return Destination.of(wanted, request.getHeader("Origin"), rooms, door);
        } catch (ProblemException refused) {
            if (refused.problem().status() == 404 && !access.knowsRooms()) {
                throw ProblemException.of(
                                503, "This node is starting and knows no rooms yet: try again in a few seconds")
                        .with("Retry-After", "2");
            }
            throw refused;
        }
    }

    private void answer(
            Entered.Placed placed, Destination destination, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Room room = placed.room();
        door.keep(request, response, room, placed.text());
        JsonText json = VisitJson.of(
                room,
                placed.visit(),
                Optional.of(placed.text()),
                placed.ticket().firstRank(),
                door.pass(request, room, placed.ticket(), placed.visit()),
                destination.url(),
                door.clock());
        if (placed.isNew()) {
            response.setHeader("Location", CURRENT);
        }
        Answers.json(placed.isNew() ? 201 : 200, json, request, response);
    }

    /** Into the service without a place: there is nothing to keep, and nothing to come back with. */
    private void letBy(
            Entered.Turned turned, Destination destination, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Room room = turned.room();
        boolean bypassed = turned.reason() == Entry.Reason.BYPASSED;
        WebVisit visit = WebVisit.placeless(
                bypassed ? WebVisit.State.ADMITTED : WebVisit.State.NOT_CONTROLLED,
                room,
                turned.retryAfterSeconds() * 1_000);
        JsonText json = VisitJson.of(
                room,
                visit,
                Optional.empty(),
                0,
                bypassed ? Optional.of(door.bypass(request, room)) : Optional.empty(),
                destination.url(),
                door.clock());
        if (bypassed) {
            response.setHeader("X-Turnkeeper-Reason", "bypass");
        }
        Answers.json(201, json, request, response);
    }
}
