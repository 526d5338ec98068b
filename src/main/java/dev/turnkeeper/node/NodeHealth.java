package dev.turnkeeper.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Ready once the grid and its counters have answered; it then stays ready, with {@code degraded} in the body while the
 * counters do not answer, since somebody has to answer in their place. Not ready again only while stopping.
 */
@ApplicationScoped
public class NodeHealth {

    @Produces
    @Readiness
    @ApplicationScoped
    HealthCheck ready(NodeLife node) {
        return () -> HealthCheckResponse.named("grid")
                .status(node.isReady())
                .withData("degraded", node.isDegraded())
                .withData("members", node.grid().hazelcast().members().size())
                .withData("tick", node.grid().ticks().tick())
                .withData("viewAgeMillis", node.grid().ticks().nanosSinceTick() / 1_000_000)
                .build();
    }

    @Produces
    @Startup
    @ApplicationScoped
    HealthCheck started(NodeLife node) {
        return () ->
                HealthCheckResponse.named("started").status(node.isStarted()).build();
    }

    @Produces
    @Liveness
    @ApplicationScoped
    HealthCheck live() {
        return () -> HealthCheckResponse.up("process");
    }
}
