package dev.turnkeeper.room;

/** What a newcomer is told while the grid cannot answer. */
public enum FailureMode {
    HOLD,
    BYPASS,
    BLOCK
}
