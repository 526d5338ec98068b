package dev.turnkeeper.room;

import java.util.Optional;

/** Hears of rooms that changed on this node. Calls may come from several threads and overtake each other. */
@FunctionalInterface
public interface RoomListener {

    /**
     * @param before empty: it is new
     * @param after empty: it was deleted
     */
    void changed(Optional<Room> before, Optional<Room> after);
}
