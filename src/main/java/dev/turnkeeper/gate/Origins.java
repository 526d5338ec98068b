package dev.turnkeeper.gate;

import dev.turnkeeper.room.GatewaySettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which of a gateway's origins the next request goes to: in turn, those left out that lately could not be reached or did not
 * answer 2xx to the question for their health. Where all are left out, all are tried: somebody may have come back.
 */
final class Origins {

    private static final Duration REST = Duration.ofSeconds(5);
    private static final Duration ASK_EVERY = Duration.ofSeconds(2);

    private final InstantSource clock;
    private final HttpClient http;
    private final Map<String, Instant> resting = new ConcurrentHashMap<>();
    private final Map<String, Instant> asked = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();

    Origins(InstantSource clock) {
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(ASK_EVERY)
                .build();
    }

    String next(GatewaySettings gateway) {
        List<String> origins = gateway.origins();
        Instant now = clock.instant();
        gateway.health().ifPresent(path -> origins.forEach(origin -> ask(origin, path, now)));
        List<String> well =
                origins.stream().filter(origin -> !isResting(origin, now)).toList();
        List<String> tried = well.isEmpty() ? origins : well;
        return tried.get(Math.floorMod(turn.getAndIncrement(), tried.size()));
    }

    private boolean isResting(String origin, Instant now) {
        Instant until = resting.get(origin);
        return until != null && now.isBefore(until);
    }

    void failed(String origin) {
        resting.put(origin, clock.instant().plus(REST));
    }

    /** Only while there are requests: an origin that nobody goes to need not be asked. */
    private void ask(String origin, String path, Instant now) {
        Instant last = asked.get(origin);
        boolean due = last == null || Duration.between(last, now).compareTo(ASK_EVERY) >= 0;
        boolean mine =
                due && (last == null ? asked.putIfAbsent(origin, now) == null : asked.replace(origin, last, now));
        if (mine) {
            HttpRequest question = HttpRequest.newBuilder(URI.create(origin + path))
                    .timeout(ASK_EVERY)
                    .build();
            http.sendAsync(question, HttpResponse.BodyHandlers.discarding())
                    .whenComplete((answer, none) -> heard(origin, Optional.ofNullable(answer)));
        }
    }

    private void heard(String origin, Optional<HttpResponse<Void>> answer) {
        if (answer.filter(given -> given.statusCode() / 100 == 2).isPresent()) {
            resting.remove(origin);
        } else {
            failed(origin);
        }
    }
}
