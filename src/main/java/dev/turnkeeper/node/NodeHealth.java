package dev.turnkeeper.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the grid and its counters have answered; it then stays ready, with {@code degraded} in the body while the
 * counters do not answer, since somebody has to answer in their place. Not ready again only while stopping.
 *
 * <p>Payara asks as soon as it knows these checks, before the application has come up: until then nothing is touched.
 */
@ApplicationScoped
public class NodeHealth {

    @Produces
    @Readiness
    @ApplicationScoped
    HealthCheck ready(Instance<NodeLife> life) {
        return () -> Startup.hasSucceeded() ? ready(life.get()) : HealthCheckResponse.down("grid");
    }

    private static HealthCheckResponse ready(NodeLife node) {
        return HealthCheckResponse.named("grid")
                .status(node.isReady())
                .withData("degraded", node.isDegraded())
                .withData("members", node.grid().hazelcast().members().size())
                .withData("tick", node.grid().ticks().tick())
                .withData("viewAgeMillis", node.grid().ticks().nanosSinceTick() / 1_000_000)
                .build();
    }

    @Produces
    @org.eclipse.microprofile.health.Startup
    @ApplicationScoped
    HealthCheck started(Instance<NodeLife> life) {
        return () -> HealthCheckResponse.named("started")
                .status(Startup.hasSucceeded() && life.get().isStarted())
                .build();
    }

    @Produces
    @Liveness
    @ApplicationScoped
    HealthCheck live() {
        return () -> HealthCheckResponse.up("process");
    }
}
