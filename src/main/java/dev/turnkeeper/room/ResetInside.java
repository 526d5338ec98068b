package dev.turnkeeper.room;

/** What a reset does with those inside. */
public enum ResetInside {
    /** They finish, and count against the limit until they do. */
    KEEP,
    /** They are out too. */
    OUT
}
