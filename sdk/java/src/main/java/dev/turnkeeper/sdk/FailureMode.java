package dev.turnkeeper.sdk;

/** What visitors without a pass meet while the waiting room cannot be reached. Those with a pass go on in either case. */
public enum FailureMode {
    /** They are let through, and counted. */
    OPEN,
    /** They are told to come back: 503 with {@code Retry-After}. */
    CLOSED
}
