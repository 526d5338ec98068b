package dev.turnkeeper.load.simulation;

import static dev.turnkeeper.load.settings.Settings.arrivals;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import dev.turnkeeper.load.requests.LoadRoom;
import dev.turnkeeper.load.settings.Settings;
import dev.turnkeeper.load.steps.Visitor;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.List;

/**
 * A day of the platform that TRACER's clients belong to, its worst hour in the middle: the ordinary rate of requests, the
 * spike, the ordinary rate again. The room lets in half as many as come in the spike, so a queue builds up.
 */
public final class OpeningDay extends Simulation {

    private static final String HOST = "load.example.com";

    /** Nodes may be a tick apart, and a batch of enters. */
    private static final int SLACK_MILLIS = 2_500;

    /** Those who wait at the end are waited for so long. */
    private static final Duration LAST_CALLS = Duration.ofSeconds(20);

    private final List<String> nodes = Settings.nodes();
    private final double day = arrivals(Settings.dayRequestsPerSecond());
    private final double spike = arrivals(Settings.spikeRequestsPerSecond());
    private final Duration spikeLasts = Settings.spike();
    private final Duration dayLasts = spikeLasts.dividedBy(6);
    private final Duration atMost = spikeLasts.plus(dayLasts.multipliedBy(3)).plus(LAST_CALLS);
    private final LoadRoom room =
            new LoadRoom("load-" + System.currentTimeMillis(), HOST, Math.max(1, Math.round(spike * 60 / 2)));
    private final Visitor visitor = new Visitor(HOST, atMost.plusMinutes(1), nodes.size() > 1 ? SLACK_MILLIS : 0);

    {
        setUp(scenario("a TRACER client")
                        .exec(visitor.visit())
                        .injectOpen(
                                constantUsersPerSec(day).during(dayLasts),
                                rampUsersPerSec(day).to(spike).during(dayLasts),
                                constantUsersPerSec(spike).during(spikeLasts),
                                constantUsersPerSec(day).during(dayLasts)))
                .protocols(http.baseUrls(nodes).shareConnections())
                .maxDuration(atMost)
                .assertions(
                        global().failedRequests().count().is(0L),
                        details("enter").allRequests().count().gt(0L),
                        details("wait").allRequests().count().gt(0L),
                        details("use").allRequests().count().gt(0L));
    }

    @Override
    public void before() {
        room.create(nodes.get(0), Settings.adminKeyFile());
        System.out.printf(
                "Factor %.2f of the platform's figures: a day of %.1f requests/s (50,000 an hour), a spike of %.0f (3,000,000 an hour)"
                        + " for %d s, %d let in a minute, %d node(s)%n",
                Settings.factor(),
                Settings.dayRequestsPerSecond(),
                Settings.spikeRequestsPerSecond(),
                spikeLasts.toSeconds(),
                room.perMinute(),
                nodes.size());
    }

    @Override
    public void after() {
        System.out.println(visitor.summary());
    }
}
