package dev.turnkeeper.simulation;

/** What the simulation must catch, each planted at a port, so that production code stays as it is. */
enum PlantedFault {
    NONE,
    /** A decision is written whatever lies there. */
    NO_FENCE,
    /** Headroom is said to be burnt, and is not. */
    NO_BURNING,
    /** The tick is a wall clock: it leaps over an outage. */
    WALL_CLOCK,
    /** A member's word of what it heard is dropped, yet counts as told. */
    MISSING_SLICE,
    /** The grid moves on twice a second. */
    TWO_TICKS,
    /** A reset starts over under the old names. */
    REUSED_COUNTERS,
    /** Of two places of one visitor, the later written one stands, and nobody merges. */
    LAST_WRITE_WINS
}
