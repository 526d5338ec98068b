package dev.turnkeeper.gate;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Counts the gate's answers, by room and by reason. */
@Dependent
final class GateMetrics implements GateEvents {

    private static final String CHECKS = "turnkeeper_gate_checks_total";
    private static final String OPEN = "open";

    private final MetricRegistry registry;

    @Inject
    GateMetrics(MetricRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void opened(Verdict verdict) {
        count(verdict, OPEN);
    }

    @Override
    public void refused(Verdict verdict) {
        count(verdict, verdict.reason());
    }

    private void count(Verdict verdict, String result) {
        String room = verdict.room().map(given -> given.id().value()).orElse("");
        registry.counter(CHECKS, new Tag("room", room), new Tag("result", result))
                .inc();
    }
}
