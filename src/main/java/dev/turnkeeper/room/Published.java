package dev.turnkeeper.room;

/** A number of the public view that a room may show or keep to itself. */
public enum Published {
    SERVING("serving"),
    ISSUED("issued"),
    WAITING("waiting"),
    OUTFLOW_PER_MINUTE("outflowPerMinute"),
    GONE("gone");

    private final String wire;

    Published(String wire) {
        this.wire = wire;
    }

    /** As it is called in the view. */
    @Override
    public String toString() {
        return wire;
    }
}
