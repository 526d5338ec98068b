package dev.turnkeeper.room;

/** Who may come and who is let in; the table is in {@code docs/rooms.md}. */
public enum RoomState {
    /** Newcomers get a place and enter as there is room. */
    ACTIVE,
    /** Newcomers get a place; nobody is let in; clocks stop. */
    PAUSED,
    /** Not controlled, yet counted, so that a limit can be sized. */
    INACTIVE,
    /** Newcomers are refused, those waiting still let in; CLOSED when nobody is left. */
    DRAINING,
    /** Newcomers are refused, nobody is let in. */
    CLOSED
}
