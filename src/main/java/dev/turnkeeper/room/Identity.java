package dev.turnkeeper.room;

/** What makes two TRACER calls the same visitor. */
public enum Identity {
    LOGIN_ID_OR_IP("loginIdOrIp"),
    LOGIN_ID_OR_IP_AND_USER_AGENT("loginIdOrIpAndUserAgent");

    private final String wire;

    Identity(String wire) {
        this.wire = wire;
    }

    /** As clients write it. */
    @Override
    public String toString() {
        return wire;
    }
}
