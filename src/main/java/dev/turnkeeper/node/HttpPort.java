package dev.turnkeeper.node;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * The server's HTTP port. Its commands open it once the application answers; here it is closed before the application
 * ends. Without that, the server itself would answer meanwhile, with 404, 500 and 503, and a legacy client may take any
 * error for "no queue".
 *
 * <p>By reflection: Payara's command runner is in no API that can be compiled against.
 */
final class HttpPort {

    private static final Logger LOG = Logger.getLogger("dev.turnkeeper");

    /** Also in payara-config. */
    private static final String ENABLED =
            "configs.config.server-config.network-config.network-listeners.network-listener.http-listener.enabled";

    private static final int CLOSED_WITHIN_SECONDS = 3;

    private HttpPort() {}

    /** Closes it, and every connection that is still open; waits no longer than a few seconds. */
    static void close() {
        CompletableFuture.runAsync(HttpPort::turnOff)
                .orTimeout(CLOSED_WITHIN_SECONDS, TimeUnit.SECONDS)
                .exceptionally(failed -> {
                    LOG.warning("the HTTP port stays open while the server ends: " + failed);
                    return null;
                })
                .join();
    }

    private static void turnOff() {
        try {
            Class<?> runner = Class.forName("org.glassfish.embeddable.CommandRunner");
            Object server = Class.forName("org.glassfish.internal.api.Globals")
                    .getMethod("get", Class.class)
                    .invoke(null, runner);
            runner.getMethod("run", String.class, String[].class)
                    .invoke(server, "set", new String[] {ENABLED + "=false"});
        } catch (ReflectiveOperationException unknown) {
            throw new IllegalStateException(unknown);
        }
    }
}
