package dev.turnkeeper.room;

/** How many visitors a room has now, all nodes, as far as this node knows; 0 for a room it does not know. */
public interface RoomTraffic {

    long waiting(RoomId room);

    long inside(RoomId room);
}
