package dev.turnkeeper.node;

import dev.turnkeeper.defence.Callers;
import dev.turnkeeper.defence.Reach;
import dev.turnkeeper.gate.UnmatchedHosts;
import dev.turnkeeper.grid.GridEvents;
import dev.turnkeeper.grid.HazelcastGrid;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.naming.NamingException;

/**
 * Settings that the launcher cannot judge are judged before anything is made of them. A bad one ends the process here:
 * left to the server, it would be told in hundreds of lines, and the server would stay up without the application.
 */
@Dependent
final class SettingsCheck {

    private static final Logger LOG = Logger.getLogger("dev.turnkeeper");
    private static final int REFUSED = 2;
    private static final long LEFT_WITHIN_SECONDS = 5;

    SettingsCheck() {}

    static void check(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) @Initialized(ApplicationScoped.class)
                    Object application,
            Instance<NodeSettings.Source> settings,
            Instance<Callers> callers,
            Instance<UnmatchedHosts> unmatched,
            Instance<Reach> reach) {
        try {
            RoomsAtStart.read(settings.get().read().rooms());
            Callers believed = callers.get();
            UnmatchedHosts closed = unmatched.get();
            Reach reached = reach.get();
            LOG.config(() -> "reaches " + reached + ", believes " + believed + ", closes " + closed);
        } catch (IllegalArgumentException refused) {
            LOG.severe("Turnkeeper does not start: " + refused.getMessage());
            leave();
            Runtime.getRuntime().halt(REFUSED);
        }
    }

    /** A member that is just gone would leave its seat in the CP group taken. */
    private static void leave() {
        CompletableFuture.runAsync(() -> {
                    try {
                        HazelcastGrid.ofServer(System::nanoTime, GridEvents.NONE)
                                .leave();
                    } catch (NamingException none) {
                        LOG.fine(none::toString);
                    }
                })
                .completeOnTimeout(null, LEFT_WITHIN_SECONDS, TimeUnit.SECONDS)
                .exceptionally(failed -> null)
                .join();
    }
}
