package dev.turnkeeper.node;

/** How the launcher, which shares no class with the application, learns that it has come up. */
final class Startup {

    /** Also in {@link Launcher}. */
    private static final String STARTED = "turnkeeper.started";

    private Startup() {}

    static void succeeded() {
        System.setProperty(STARTED, "true");
    }

    static boolean hasSucceeded() {
        return Boolean.getBoolean(STARTED);
    }
}
