package dev.turnkeeper.defence;

import dev.turnkeeper.room.RoomId;

/** What blocks do, for metrics. Any thread. */
public interface BlockEvents {

    /** Somebody was answered who is blocked, or whom an access rule denies. */
    void blocked(RoomId room);
}
