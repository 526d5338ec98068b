package dev.turnkeeper.defence;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who asks, as far as anybody may want to know it; what it costs something to find out is asked for only where it counts.
 *
 * @param userAgent empty where there is none
 * @param country as a trusted proxy says it
 * @param login as the client says it, or proves it
 */
public record Asker(
        IpAddress address,
        Supplier<String> userAgent,
        Supplier<Optional<String>> country,
        Supplier<Optional<String>> login) {}
