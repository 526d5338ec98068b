package dev.turnkeeper.gate;

import dev.turnkeeper.door.Door;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.Rooms;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Reads where a visitor wants to go, and lets nobody be sent anywhere else than to a page of a room. */
final class Goals {

    private final Rooms rooms;
    private final Door door;
    private final Returns returns;

    Goals(Rooms rooms, Door door, Returns returns) {
        this.rooms = rooms;
        this.door = door;
        this.returns = returns;
    }

    /** @throws ProblemException 400 where {@code return} is no page of a room */
    Goal of(HttpServletRequest request) {
        String url = Optional.ofNullable(request.getParameter(Returns.RETURN)).orElse("");
        int fragment = url.indexOf('#');
        Room room = Question.of(fragment < 0 ? url : url.substring(0, fragment), "GET")
                .flatMap(question -> rooms.routes().match(question.request()).room())
                .flatMap(rooms::find)
                .filter(found -> door.returnTo(url, found).isPresent())
                .orElseThrow(() -> ProblemException.badInput(
                        Returns.RETURN,
                        "must be an absolute http or https address of a page behind a room, without a login or a"
                                + " backslash in it"));
        return new Goal(
                room, returns.page(room, url, request.getMethod(), Optional.ofNullable(request.getHeader("Referer"))));
    }
}
