package dev.turnkeeper.room;

import java.util.function.UnaryOperator;

/** A change of a room without a book around it. */
public final class NextVersion {

    private NextVersion() {}

    public static Room of(Room room, UnaryOperator<Room> change) {
        return change.apply(room).atVersion(room.version() + 1);
    }
}
