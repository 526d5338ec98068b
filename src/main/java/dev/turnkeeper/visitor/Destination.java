package dev.turnkeeper.visitor;

import dev.turnkeeper.door.Door;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.room.RouteMatch;
import dev.turnkeeper.room.RouteRequest;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The room that a visitor enters, and the address behind it.
 *
 * @param url empty where nobody said one that is sound
 */
record Destination(Room room, Optional<String> url) {

    private static final int HTTPS = 443;

    /**
     * @param origin of the page that asks, as browsers send it
     * @throws ProblemException where no room is meant, or none that exists
     */
    static Destination of(EnterBody wanted, @Nullable String origin, Rooms rooms, Door door) {
        if (wanted.room().isPresent()) {
            Room room = wanted.room()
                    .flatMap(RoomId::parse)
                    .flatMap(door::room)
                    .orElseThrow(() -> VisitProblems.noRoom("There is no room of this id: check room"));
            return new Destination(room, room.web().entryUrl());
        }
        if (wanted.url().isPresent()) {
            String url = wanted.url().get();
            RouteRequest page = RouteRequest.ofUrl(url, Optional.empty())
                    .orElseThrow(() -> ProblemException.badInput(
                            "url", "must be an absolute http or https URL without a login in it"));
            Room room = led("url", page, rooms);
            return new Destination(
                    room, door.returnTo(url, room).or(() -> room.web().entryUrl()));
        }
        Room room = byAction(wanted, origin, rooms);
        return new Destination(room, room.web().entryUrl());
    }

    private static Room byAction(EnterBody wanted, @Nullable String origin, Rooms rooms) {
        String action = wanted.action().orElseThrow();
        Optional<String> host = wanted.host().or(() -> hostOf(origin));
        if (host.isPresent()) {
            return led("action", new RouteRequest(host.get(), HTTPS, action, Optional.empty()), rooms);
        }
        Set<RoomId> named = rooms.routes().roomsOfMenu(action);
        if (named.size() > 1) {
            throw ProblemException.badInput("host", "is needed, since several rooms know this action: name the page's");
        }
        return named.stream()
                .findFirst()
                .flatMap(rooms::find)
                .orElseThrow(() -> VisitProblems.noRoom("No room knows this action: check action"));
    }

    private static Room led(String field, RouteRequest page, Rooms rooms) {
        RouteMatch match = rooms.routes().match(page);
        if (match.kind() == RouteMatch.Kind.REFUSED) {
            throw ProblemException.badInput(
                    field, "is refused: " + match.refusal().orElse("it cannot be read"));
        }
        return match.room()
                .flatMap(rooms::find)
                .orElseThrow(() -> VisitProblems.noRoom("No room's routes lead there: it needs no queue"));
    }

    private static Optional<String> hostOf(@Nullable String origin) {
        try {
            return Optional.ofNullable(origin).map(URI::create).map(URI::getHost);
        } catch (IllegalArgumentException noUrl) {
            return Optional.empty();
        }
    }
}
