package dev.turnkeeper.visit;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RouteRequest;
import dev.turnkeeper.room.RouteTable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A way to rooms that no book holds and no other node knows: a node asks itself through it while it warms up. Whoever
 * knows a host or an id of theirs gets in, so these have to be secret. Any thread.
 */
public final class SideDoor {

    /** A room behind the door, and who answers for it. */
    public record Found(Room room, Access access) {}

    private record Open(RouteTable routes, List<Room> rooms, Access access, Places places) {}

    private volatile @Nullable Open open;

    /** @param visits answers for these rooms alone */
    public void open(List<Room> rooms, Visits visits) {
        open = new Open(RouteTable.of(rooms), List.copyOf(rooms), visits, visits.web());
    }

    public void close() {
        open = null;
    }

    /** Empty where the request does not lead to a room behind the door; always, while it is shut. */
    public Optional<Found> find(RouteRequest request) {
        Open now = open;
        return now == null
                ? Optional.empty()
                : now.routes.match(request).room().flatMap(id -> now.rooms.stream()
                        .filter(room -> room.id().equals(id))
                        .map(room -> new Found(room, now.access))
                        .findFirst());
    }

    /** A room behind the door; empty for every other, always while it is shut. */
    public Optional<Room> room(RoomId id) {
        Open now = open;
        return now == null
                ? Optional.empty()
                : now.rooms.stream().filter(room -> room.id().equals(id)).findFirst();
    }

    /** Who keeps the places of a room behind the door; empty for every other room. */
    public Optional<Places> places(Room room) {
        Open now = open;
        return now == null || !now.rooms.contains(room) ? Optional.empty() : Optional.of(now.places);
    }
}
