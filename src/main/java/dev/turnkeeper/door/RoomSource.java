package dev.turnkeeper.door;

import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.stream.Source;
import dev.turnkeeper.visit.RoomViews;

/** Whose version is another one whenever the grid has decided on the room, or an operator has changed it or blocked somebody. */
public record RoomSource(Rooms rooms, RoomViews views, Door door, RoomId id) implements Source {

    @Override
    public long version() {
        return rooms.find(id)
                .map(room -> 31 * views.version(room) + door.blocksVersion())
                .orElse(-1L);
    }
}
