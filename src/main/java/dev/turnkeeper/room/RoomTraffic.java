package dev.turnkeeper.room;

/** How many visitors a room has now, all nodes, as far as this node knows; 0 for a room it does not know. */
public interface RoomTraffic {

    long waiting(RoomId room);

    long inside(RoomId room);

    /** Whether a tick has decided under this very version of the room since: somebody may have come in unnoticed before. */
    boolean isDecided(Room room);
}
