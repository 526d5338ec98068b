package dev.turnkeeper.room;

/** What of a visitor a ticket and a pass are bound to. */
public enum BindTo {
    USER_AGENT("userAgent"),
    IP("ip"),
    LOGIN("login");

    private final String wire;

    BindTo(String wire) {
        this.wire = wire;
    }

    /** As operators write it. */
    @Override
    public String toString() {
        return wire;
    }
}
