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
    LAST_WRITE_WINS,
    /** A node that is cut off calls people inside for as long as it lasts. */
    NO_LEASE,
    /** Each node lets by as many as all of them together may. */
    WHOLE_BUDGET_EACH,
    /** Who was let by stays outside the books when the grid moves again. */
    NOT_BROUGHT_IN,
    /** Who holds a ticket does not say that the visitor has another. */
    SILENT_HOLDERS
}
