package dev.turnkeeper.room;

/** A ready look of the waiting page. */
public enum Skin {
    PLAIN("plain"),
    BOLD("bold"),
    FESTIVE("festive");

    private final String wire;

    Skin(String wire) {
        this.wire = wire;
    }

    /** As operators write it. */
    @Override
    public String toString() {
        return wire;
    }
}
