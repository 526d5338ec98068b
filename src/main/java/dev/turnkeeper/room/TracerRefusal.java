package dev.turnkeeper.room;

/** How TRACER says no: T in a 200, or the status of an error. */
public enum TracerRefusal {
    WAIT,
    STATUS
}
