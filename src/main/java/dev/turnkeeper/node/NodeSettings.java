package dev.turnkeeper.node;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What an operator may set, as far as the node itself needs it; {@code docs/settings.md} lists all.
 *
 * @param rooms a rooms.yaml, loaded while the grid knows no room
 * @param drainSeconds not ready this long before a graceful stop
 * @param dataFolder what this node keeps over a restart
 * @param nodes how many members are configured; 1 for a node on its own
 */
record NodeSettings(Optional<Path> rooms, int drainSeconds, int httpPort, Path dataFolder, int nodes) {

    private static final int MOST_DRAIN_SECONDS = 600;

    /** Reads them, and says which one is wrong. */
    @Dependent
    static class Source {

        private final Optional<String> rooms;
        private final String drainSeconds;
        private final int httpPort;
        private final String dataFolder;
        private final Optional<String> members;

        @Inject
        Source(
                @ConfigProperty(name = "turnkeeper.rooms") Optional<String> rooms,
                @ConfigProperty(name = "turnkeeper.drain-seconds", defaultValue = "5") String drainSeconds,
                @ConfigProperty(name = "turnkeeper.http-port", defaultValue = "8080") int httpPort,
                @ConfigProperty(name = "turnkeeper.data-dir", defaultValue = "./data") String dataFolder,
                @ConfigProperty(name = "turnkeeper.grid-members") Optional<String> members) {
            this.rooms = rooms;
            this.drainSeconds = drainSeconds;
            this.httpPort = httpPort;
            this.dataFolder = dataFolder;
            this.members = members;
        }

        /** @throws IllegalArgumentException naming what is wrong */
        NodeSettings read() {
            return new NodeSettings(
                    rooms.filter(name -> !name.isBlank()).map(Path::of),
                    seconds(),
                    httpPort,
                    Path.of(dataFolder),
                    nodes());
        }

        private int nodes() {
            return (int) Math.max(
                    1,
                    members.stream()
                            .flatMap(list -> Arrays.stream(list.split(",")))
                            .filter(member -> !member.isBlank())
                            .count());
        }

        private int seconds() {
            try {
                int seconds = Integer.parseInt(drainSeconds.trim());
                if (seconds >= 0 && seconds <= MOST_DRAIN_SECONDS) {
                    return seconds;
                }
            } catch (NumberFormatException notANumber) {
                // As bad as one that is too large.
            }
            throw new IllegalArgumentException("TURNKEEPER_DRAIN_SECONDS is \"" + drainSeconds
                    + "\": a whole number from 0 to " + MOST_DRAIN_SECONDS + " is needed");
        }
    }
}
