package dev.turnkeeper.door;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Counts: many tickets of one kind of fault are an attack, or a mistake in somebody's proxy. */
@Dependent
final class DoorMetrics implements DoorEvents {

    private static final String REFUSED = "turnkeeper_tickets_refused_total";

    private final MetricRegistry registry;

    @Inject
    DoorMetrics(MetricRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void ticketRefused(String reason) {
        registry.counter(REFUSED, new Tag("reason", reason)).inc();
    }
}
