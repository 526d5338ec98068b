package dev.turnkeeper.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the grid and its counters have answered; it then stays ready, with {@code degraded} in the body while the
 * counters do not answer, since somebody has to answer in their place. Not ready again only while stopping.
 *
 * <p>Payara asks as soon as the port is open. Until the application is up there is no node to look at, and to make one for
 * the answer would fail: it would be made outside the application.
 */
@ApplicationScoped
public class NodeHealth {

    @Produces
    @Readiness
    @ApplicationScoped
    HealthCheck ready(Instance<NodeLife> node) {
        return () -> Startup.hasSucceeded()
                ? ready(node.get())
                : HealthCheckResponse.named("grid").down().build();
    }

    @Produces
    @org.eclipse.microprofile.health.Startup
    @ApplicationScoped
    HealthCheck started(Instance<NodeLife> node) {
        return () -> HealthCheckResponse.named("started")
                .status(Startup.hasSucceeded() && node.get().isStarted())
                .build();
    }

    @Produces
    @Liveness
    @ApplicationScoped
    HealthCheck live() {
        return () -> HealthCheckResponse.up("process");
    }

    private static HealthCheckResponse ready(NodeLife node) {
        return HealthCheckResponse.named("grid")
                .status(node.isReady())
                .withData("degraded", node.isDegraded())
                .withData("members", node.grid().hazelcast().members().size())
                .withData("seat", seat(node))
                .withData("tick", node.grid().ticks().tick())
                .withData("viewAgeMillis", node.grid().ticks().nanosSinceTick() / 1_000_000)
                .build();
    }

    /** Of a node that was removed, an operator should know: it works, and counts in no majority. */
    private static String seat(NodeLife node) {
        return node.grid().hazelcast().consensus().seat().name().toLowerCase(Locale.ROOT);
    }
}
