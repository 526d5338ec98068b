package dev.turnkeeper.node;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.logging.Logger;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.hk2.api.ServiceLocator;
import org.glassfish.hk2.utilities.AbstractActiveDescriptor;
import org.glassfish.hk2.utilities.BuilderHelper;
import org.glassfish.hk2.utilities.ServiceLocatorUtilities;

/**
 * The server's HTTP port. Its commands open it once the application answers; here it is guarded, and closed before the
 * application ends. Without that, the server itself would answer meanwhile, with 404, 500 and 503, and a legacy client may take any
 * error for "no queue".
 *
 * <p>Partly by reflection: Payara's own classes are in no API that can be compiled against.
 */
final class HttpPort {

    private static final Logger LOG = Logger.getLogger("dev.turnkeeper");

    /** Also in payara-config. */
    private static final String ENABLED =
            "configs.config.server-config.network-config.network-listeners.network-listener.http-listener.enabled";

    private static final int CLOSED_WITHIN_SECONDS = 3;

    /** The one add-on that no listener has unless it is configured: payara-config asks for it. */
    private static final String ADD_ON = "comet";

    private static final int BEFORE_ITS_NAMESAKE = 100;

    private HttpPort() {}

    /**
     * Puts a guard before the application, into every listener that is opened from now on. As an add-on, since only add-ons
     * are asked while the listener is still closed: what is added to an open one comes after the first requests.
     *
     * @param isGateway whether a host's requests are to be forwarded by this node
     */
    static void guard(Predicate<String> isGateway) {
        AddOn guard = (listener, filters) ->
                filters.add(filters.indexOfType(HttpServerFilter.class), new RequestLineGuard(isGateway));
        AbstractActiveDescriptor<AddOn> descriptor = BuilderHelper.createConstantDescriptor(guard, ADD_ON, AddOn.class);
        descriptor.setRanking(BEFORE_ITS_NAMESAKE);
        ServiceLocatorUtilities.addOneDescriptor(parts(), descriptor, false);
    }

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
            Object server = parts().getService(runner);
            runner.getMethod("run", String.class, String[].class)
                    .invoke(server, "set", new String[] {ENABLED + "=false"});
        } catch (ReflectiveOperationException unknown) {
            throw new IllegalStateException(unknown);
        }
    }

    /** All that the server is made of. */
    private static ServiceLocator parts() {
        try {
            Object parts = Class.forName("org.glassfish.internal.api.Globals")
                    .getMethod("getDefaultHabitat")
                    .invoke(null);
            return (ServiceLocator) Objects.requireNonNull(parts);
        } catch (ReflectiveOperationException unknown) {
            throw new IllegalStateException(unknown);
        }
    }
}
