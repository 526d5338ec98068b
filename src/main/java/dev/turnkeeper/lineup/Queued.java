package dev.turnkeeper.lineup;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.ticket.VisitorKey;

/** Who asks, and in which room. */
record Queued(Room room, VisitorKey visitor) {}
