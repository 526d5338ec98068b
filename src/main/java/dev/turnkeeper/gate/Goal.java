package dev.turnkeeper.gate;

import dev.turnkeeper.room.Room;

/**
 * Where a visitor wants to go.
 *
 * @param page absolute, checked, without a pass in it
 */
record Goal(Room room, String page) {}
