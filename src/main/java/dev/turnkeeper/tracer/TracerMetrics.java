package dev.turnkeeper.tracer;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Counts: a legacy client may take any error for "no queue", so operators must see errors in rehearsal. */
@Dependent
final class TracerMetrics implements TracerEvents {

    private static final String REJECTED = "turnkeeper_rejected_total";
    private static final Tag API = new Tag("api", "tracer");

    private final MetricRegistry registry;

    @Inject
    TracerMetrics(MetricRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void rejected(String reason) {
        registry.counter(REJECTED, API, new Tag("reason", reason)).inc();
    }
}
