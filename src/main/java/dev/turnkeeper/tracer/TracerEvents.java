package dev.turnkeeper.tracer;

/** What happens here that somebody should count. */
interface TracerEvents {

    /** @param reason one word from a small fixed set, such as {@code host} or {@code media-type} */
    void rejected(String reason);
}
