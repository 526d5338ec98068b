package dev.turnkeeper.node;

import dev.turnkeeper.account.ConfiguredSecret;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What an operator may set, as far as the node itself needs it; {@code docs/settings.md} lists all.
 *
 * @param rooms a rooms.yaml, loaded while the grid knows no room
 * @param drainSeconds not ready this long before a graceful stop
 * @param warmUp how long this node may warm itself up before it is ready; zero: not at all
 * @param dataFolder what this node keeps over a restart
 * @param members those to join, host:port, this one among them; none for a node on its own
 * @param gridName which grid this node belongs to
 * @param web of passes and logins
 * @param streams how many event streams may be open at this node
 * @param streamsPerAddress how many of those may come from one address
 * @param longestStream after which a stream is ended, and its reader comes back
 * @param adminPassword of the account that a grid begins with; empty: it is made up
 */
record NodeSettings(
        Optional<Path> rooms,
        int drainSeconds,
        Duration warmUp,
        int httpPort,
        Path dataFolder,
        List<String> members,
        String gridName,
        WebSettings web,
        int streams,
        int streamsPerAddress,
        Duration longestStream,
        Optional<String> adminPassword) {

    private static final int MOST_SECONDS = 600;
    private static final int MOST_STREAMS = 100_000;
    private static final int MOST_STREAM_SECONDS = 3_600;

    /** How many nodes are configured. */
    int nodes() {
        return Math.max(1, members.size());
    }

    /** Reads them, and says which one is wrong. */
    @Dependent
    static class Source {

        private final Optional<String> rooms;
        private final String drainSeconds;
        private final String warmUpSeconds;
        private final int httpPort;
        private final String dataFolder;
        private final Optional<String> members;
        private final WebSettings.Source web;
        private final String streams;
        private final String streamsPerAddress;
        private final String streamSeconds;
        private final Config config;

        @Inject
        Source(
                @ConfigProperty(name = "turnkeeper.rooms") Optional<String> rooms,
                @ConfigProperty(name = "turnkeeper.drain-seconds", defaultValue = "5") String drainSeconds,
                @ConfigProperty(name = "turnkeeper.warm-up-seconds", defaultValue = "18") String warmUpSeconds,
                @ConfigProperty(name = "turnkeeper.http-port", defaultValue = "8080") int httpPort,
                @ConfigProperty(name = "turnkeeper.data-dir", defaultValue = "./data") String dataFolder,
                @ConfigProperty(name = "turnkeeper.grid-members") Optional<String> members,
                WebSettings.Source web,
                @ConfigProperty(name = "turnkeeper.streams", defaultValue = "10000") String streams,
                @ConfigProperty(name = "turnkeeper.streams-per-address", defaultValue = "200") String streamsPerAddress,
                @ConfigProperty(name = "turnkeeper.stream-seconds", defaultValue = "300") String streamSeconds,
                Config config) {
            this.rooms = rooms;
            this.drainSeconds = drainSeconds;
            this.warmUpSeconds = warmUpSeconds;
            this.httpPort = httpPort;
            this.dataFolder = dataFolder;
            this.members = members;
            this.web = web;
            this.streams = streams;
            this.streamsPerAddress = streamsPerAddress;
            this.streamSeconds = streamSeconds;
            this.config = config;
        }

        /** @throws IllegalArgumentException naming what is wrong */
        NodeSettings read() {
            return new NodeSettings(
                    rooms.filter(name -> !name.isBlank()).map(Path::of),
                    number("TURNKEEPER_DRAIN_SECONDS", drainSeconds, 0, MOST_SECONDS),
                    Duration.ofSeconds(number("TURNKEEPER_WARM_UP_SECONDS", warmUpSeconds, 0, MOST_SECONDS)),
                    httpPort,
                    Path.of(dataFolder),
                    members(),
                    config.getOptionalValue("turnkeeper.grid-name", String.class)
                            .orElse("turnkeeper"),
                    web.read(),
                    number("TURNKEEPER_STREAMS", streams, 0, MOST_STREAMS),
                    number("TURNKEEPER_STREAMS_PER_ADDRESS", streamsPerAddress, 0, MOST_STREAMS),
                    Duration.ofSeconds(number("TURNKEEPER_STREAM_SECONDS", streamSeconds, 10, MOST_STREAM_SECONDS)),
                    ConfiguredSecret.read(config, "turnkeeper.admin-password"));
        }

        private List<String> members() {
            return members.stream()
                    .flatMap(list -> Arrays.stream(list.split(",")))
                    .map(String::trim)
                    .filter(member -> !member.isEmpty())
                    .toList();
        }

        private static int number(String variable, String given, int least, int most) {
            try {
                int number = Integer.parseInt(given.trim());
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException notANumber) {
                // As bad as one that is too large.
            }
            throw new IllegalArgumentException(
                    variable + " is \"" + given + "\": a whole number from " + least + " to " + most + " is needed");
        }
    }
}
