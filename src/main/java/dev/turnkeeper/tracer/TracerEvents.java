package dev.turnkeeper.tracer;

/** What happens here that somebody should count. */
public interface TracerEvents {

    /** @param reason one word from a small fixed set, such as {@code host} or {@code media-type} */
    void rejected(String reason);
}
