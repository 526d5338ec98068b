package dev.turnkeeper.visitor;

import dev.turnkeeper.door.TicketRefusal;
import dev.turnkeeper.pass.PassFault;
import dev.turnkeeper.problem.Problem;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.RoomId;
import java.util.List;
import java.util.Locale;

/** Why the visitor API says no. The types are words that pages and SDKs rely on. */
final class VisitProblems {

    private static final String CHALLENGE = "Ticket realm=\"turnkeeper\"";

    private VisitProblems() {}

    static ProblemException noRoom(String detail) {
        return ProblemException.typed(404, "no-room", "No such room", detail);
    }

    static ProblemException noTicket() {
        return ProblemException.typed(
                        401,
                        "no-ticket",
                        "No ticket",
                        "The request shows no ticket: send Authorization: Ticket, or the cookie of the room; POST"
                                + " /api/v1/visits gives one")
                .with("WWW-Authenticate", CHALLENGE);
    }

    static ProblemException several(List<RoomId> rooms) {
        return ProblemException.of(new Problem(
                "urn:turnkeeper:problem:several-tickets",
                "Tickets of several rooms",
                400,
                "There are tickets of several rooms: name one, as ?room=" + rooms.get(0),
                rooms.stream()
                        .map(room -> new Problem.Field("room", room.value()))
                        .toList()));
    }

    static ProblemException refused(TicketRefusal why) {
        return switch (why) {
            case MALFORMED -> ticket("ticket-malformed", "is not in the form of one: send it as it was given");
            case UNKNOWN_KEY ->
                ticket("ticket-unknown-key", "is signed with a key that is not known here: enter again");
            case FORGED -> ticket("ticket-forged", "was not written here, or was changed: send it as it was given");
            case OTHER_ROOM -> ticket("ticket-other-room", "is of another room: enter this one");
            case NO_ROOM -> noRoom("The ticket is of a room that does not exist any more");
            case WRONG_VISITOR ->
                ticket("wrong-visitor", "was given to another visitor: a place cannot be passed on; enter to get one");
        };
    }

    private static ProblemException ticket(String type, String detail) {
        return ProblemException.typed(401, type, "Not this visitor's ticket", "The ticket " + detail)
                .with("WWW-Authenticate", CHALLENGE);
    }

    static ProblemException refused(PassFault why) {
        String type = why == PassFault.WRONG_VISITOR
                ? "wrong-visitor"
                : "pass-" + why.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return ProblemException.typed(401, type, "Not a pass that counts", "The pass is refused: " + type)
                .with("WWW-Authenticate", CHALLENGE);
    }

    static ProblemException over() {
        return ProblemException.typed(404, "no-visit", "No such visit", "The visit ended a while ago: enter again");
    }

    static ProblemException crossSite() {
        return ProblemException.typed(
                403,
                "cross-site",
                "From another site",
                "With a ticket in a cookie, this call must come from the same origin, or be JSON");
    }

    static ProblemException tooManyStreams() {
        return ProblemException.typed(
                        503,
                        "too-many-streams",
                        "Too many streams",
                        "No more streams can be opened here now: poll /api/v1/visits/current instead")
                .with("Retry-After", "60");
    }
}
