package dev.turnkeeper.load.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the command line said: {@code -Dload.…}. */
public final class Settings {

    /** The platform's figures: requests an hour of an ordinary day, and of its worst hour. */
    private static final double DAY_AN_HOUR = 50_000;

    private static final double SPIKE_AN_HOUR = 3_000_000;

    /** Cores of a machine that is to take the whole spike beside the clients that make it. */
    private static final double CORES_FOR_ALL = 4;

    /** So many calls a visit makes in the mean: one to enter, some while waiting, some inside. */
    private static final double CALLS_A_VISIT = 4;

    private static final double SECONDS_AN_HOUR = 3_600;

    private Settings() {}

    /** Where the nodes are; clients are spread over them, each stays with one. */
    public static List<String> nodes() {
        return List.of(needed("load.nodes").split(","));
    }

    public static Path adminKeyFile() {
        return Path.of(needed("load.adminKeyFile"));
    }

    /** What part of the platform's figures this machine is to take; by default by its cores. */
    public static double factor() {
        String said = System.getProperty("load.factor", "");
        return said.isBlank()
                ? Math.min(1, Runtime.getRuntime().availableProcessors() / CORES_FOR_ALL)
                : Double.parseDouble(said);
    }

    /** How long the spike lasts; the ordinary day before it and after it a sixth of that. */
    public static Duration spike() {
        return Duration.ofSeconds(Long.getLong("load.spikeSeconds", 30));
    }

    public static double dayRequestsPerSecond() {
        return DAY_AN_HOUR / SECONDS_AN_HOUR * factor();
    }

    public static double spikeRequestsPerSecond() {
        return SPIKE_AN_HOUR / SECONDS_AN_HOUR * factor();
    }

    /** New visitors a second that make so many requests a second. */
    public static double arrivals(double requestsPerSecond) {
        return requestsPerSecond / CALLS_A_VISIT;
    }

    private static String needed(String name) {
        String value = System.getProperty(name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException("-D" + name + " is needed; ./capacity sets it");
        }
        return value;
    }
}
