package dev.turnkeeper.room;

import java.util.Optional;

/**
 * How a change of the book went.
 *
 * @param before the room before, where there was one
 * @param after the room now; empty after a deletion, and where none is known
 * @param conflict the route that another room has, where ROUTE_TAKEN
 */
public record RoomChange(Kind kind, Optional<Room> before, Optional<Room> after, Optional<RouteConflict> conflict) {

    public enum Kind {
        DONE,
        /** It already was so; nothing was written and the version stays. */
        UNCHANGED,
        NO_SUCH_ROOM,
        /** The version that was expected is not the one there is. */
        STALE,
        /** A room of this id is there already. */
        EXISTS,
        ROUTE_TAKEN,
        /** The register did not answer in time, so the change may have been made or not. */
        NO_MAJORITY
    }

    static RoomChange of(Kind kind, Optional<Room> before, Optional<Room> after) {
        return new RoomChange(kind, before, after, Optional.empty());
    }

    static RoomChange taken(Optional<Room> before, RouteConflict conflict) {
        return new RoomChange(Kind.ROUTE_TAKEN, before, before, Optional.of(conflict));
    }
}
