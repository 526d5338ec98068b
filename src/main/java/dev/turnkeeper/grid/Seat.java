package dev.turnkeeper.grid;

/** What a member is to the CP group. */
public enum Seat {
    /** One of those whose majority decides. */
    CORE,
    /** Takes the place of one that is removed. */
    SPARE,
    /** Not asked for a seat yet, or without an answer. */
    NONE,
    /** Had a seat and was taken out of it, after a long freeze or by hand; only a new process can have another. */
    REMOVED
}
