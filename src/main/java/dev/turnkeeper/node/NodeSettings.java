package dev.turnkeeper.node;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What an operator may set, as far as the node itself needs it; {@code docs/settings.md} lists all.
 *
 * @param rooms a rooms.yaml, loaded while the grid knows no room
 * @param drainSeconds not ready this long before a graceful stop
 */
record NodeSettings(Optional<Path> rooms, int drainSeconds, int httpPort) {

    /** Reads them, and says which one is wrong. */
    @Dependent
    static class Source {

        private final Optional<String> rooms;
        private final int drainSeconds;
        private final int httpPort;

        @Inject
        Source(
                @ConfigProperty(name = "turnkeeper.rooms") Optional<String> rooms,
                @ConfigProperty(name = "turnkeeper.drain-seconds", defaultValue = "5") int drainSeconds,
                @ConfigProperty(name = "turnkeeper.http-port", defaultValue = "8080") int httpPort) {
            this.rooms = rooms;
            this.drainSeconds = drainSeconds;
            this.httpPort = httpPort;
        }

        NodeSettings read() {
            if (drainSeconds < 0 || drainSeconds > 600) {
                throw new IllegalArgumentException(
                        "TURNKEEPER_DRAIN_SECONDS is " + drainSeconds + ": 0 to 600 seconds are possible");
            }
            return new NodeSettings(rooms.filter(name -> !name.isBlank()).map(Path::of), drainSeconds, httpPort);
        }
    }
}
