package dev.turnkeeper.room;

import java.util.Optional;

/**
 * Where a request leads.
 *
 * @param room the room, where FOUND
 * @param refusal why nothing can be said, where REFUSED
 */
public record RouteMatch(Kind kind, Optional<RoomId> room, Optional<String> refusal) {

    public enum Kind {
        FOUND,
        /** No room's route: the request is not controlled. */
        NONE,
        /** The page is written so that servers read it differently: neither a room nor none. */
        REFUSED
    }

    static final RouteMatch NONE = new RouteMatch(Kind.NONE, Optional.empty(), Optional.empty());

    static RouteMatch found(RoomId room) {
        return new RouteMatch(Kind.FOUND, Optional.of(room), Optional.empty());
    }

    static RouteMatch refused(String why) {
        return new RouteMatch(Kind.REFUSED, Optional.empty(), Optional.of(why));
    }
}
