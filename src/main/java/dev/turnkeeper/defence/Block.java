package dev.turnkeeper.defence;

import dev.turnkeeper.room.RoomId;
import java.time.Instant;

/**
 * Somebody who may not come in, until it ends by itself.
 *
 * @param createdAt by the clock of the node that was asked; says nothing of the end
 * @param seconds it was made for
 * @param throughTick of the grid; over with the tick after it
 * @param createdBy who asked for it
 */
public record Block(
        String id,
        RoomId room,
        BlockTarget target,
        Instant createdAt,
        long seconds,
        long throughTick,
        String createdBy) {

    boolean isFor(RoomId wantedRoom, BlockTarget wanted) {
        return room.equals(wantedRoom) && target.equals(wanted);
    }
}
