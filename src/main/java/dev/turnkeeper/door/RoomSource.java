package dev.turnkeeper.door;

import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.stream.Source;
import dev.turnkeeper.visit.RoomViews;

/** Whose version is another one whenever the grid has decided on the room, or an operator has changed it. */
public record RoomSource(Rooms rooms, RoomViews views, RoomId id) implements Source {

    @Override
    public long version() {
        return rooms.find(id).map(views::version).orElse(-1L);
    }
}
