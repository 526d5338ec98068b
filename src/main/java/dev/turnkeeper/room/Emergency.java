package dev.turnkeeper.room;

import java.nio.ByteBuffer;

/**
 * What holds for all rooms at once, whatever each is set to, until it ends by itself.
 *
 * @param throughTick of the grid; over with the tick after it
 */
public record Emergency(Mode mode, long throughTick) {

    /** What to do with everybody. */
    public enum Mode {
        /** Whoever comes goes in: rooms that let people in control nobody. Rooms that are shut stay shut. */
        BYPASS,
        /** Nobody goes in; newcomers get a place where they would get one, and everybody keeps theirs. */
        HOLD;

        /** The room as it is in force meanwhile. */
        Room over(Room room) {
            return switch (this) {
                case BYPASS -> room.state() == RoomState.ACTIVE ? room.withState(RoomState.INACTIVE) : room;
                case HOLD ->
                    switch (room.state()) {
                        case ACTIVE, INACTIVE -> room.withState(RoomState.PAUSED);
                        case DRAINING -> room.withState(RoomState.CLOSED);
                        case PAUSED, CLOSED -> room;
                    };
            };
        }
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(1 + Long.BYTES)
                .put((byte) mode.ordinal())
                .putLong(throughTick)
                .array();
    }

    static Emergency ofBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Emergency(Mode.values()[buffer.get()], buffer.getLong());
    }
}
