package dev.turnkeeper.defence;

import dev.turnkeeper.room.RoomId;

/** What blocks do, for metrics. Any thread. */
public interface BlockEvents {

    /** Somebody who is blocked was answered. */
    void blocked(RoomId room);
}
