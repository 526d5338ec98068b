package dev.turnkeeper.room;

import java.util.List;
import java.util.Optional;

/**
 * Where gateway mode forwards admitted requests of a room.
 *
 * @param origins as {@code http://10.0.0.5:8080}; at least one
 * @param requireLogin whether a request without a valid visitor login is refused
 * @param connectTimeoutMillis until a connection stands
 * @param readTimeoutMillis until the next byte of an answer
 * @param health path that says whether an origin is well; empty: not asked
 */
public record GatewaySettings(
        List<String> origins,
        boolean requireLogin,
        int connectTimeoutMillis,
        int readTimeoutMillis,
        Optional<String> health) {

    static final int CONNECT_TIMEOUT_MILLIS = 2_000;

    static final int READ_TIMEOUT_MILLIS = 30_000;

    public GatewaySettings {
        origins = List.copyOf(origins);
    }
}
