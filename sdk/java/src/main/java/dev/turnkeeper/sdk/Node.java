package dev.turnkeeper.sdk;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The calls to the waiting room. Each ends within the timeout. */
final class Node {

    private static final int NOT_MODIFIED = 304;

    private final URI base;
    private final Duration timeout;
    private final HttpClient http;

    Node(URI base, Duration timeout) {
        this.base = base;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    /** @param etag of this text; empty where the node gives none */
    record Text(String body, String etag) {}

    /**
     * @param passes ids, and when their last pass ends anyway
     * @param oldestGeneration passes of an older one open nothing any more
     * @param since of the next call
     */
    record Revoked(Map<String, Instant> passes, long oldestGeneration, String since) {}

    /** Empty where nothing changed. */
    Optional<Text> rules(String host, String etag) throws IOException, InterruptedException {
        HttpRequest.Builder request = get("/api/v1/rules?host=" + encode(host));
        if (!etag.isEmpty()) {
            request.header("If-None-Match", etag);
        }
        HttpResponse<String> response = send(request);
        if (response.statusCode() == NOT_MODIFIED) {
            return Optional.empty();
        }
        return Optional.of(
                new Text(ok(response), response.headers().firstValue("ETag").orElse("")));
    }

    Keys keys() throws IOException, InterruptedException {
        try {
            return Keys.parse(ok(send(get("/.well-known/jwks.json"))));
        } catch (ParseException noKeys) {
            throw new IOException("no JWKS at " + base, noKeys);
        }
    }

    /** @param since what the last call said; empty: all that are in force */
    Revoked revoked(String room, String since) throws IOException, InterruptedException {
        String query = "?room=" + encode(room) + (since.isEmpty() ? "" : "&since=" + encode(since));
        try {
            Map<String, Object> answer = Json.parse(ok(send(get("/api/v1/passes/revoked" + query))));
            Map<String, Instant> passes = new HashMap<>();
            for (Map<String, Object> pass : Json.objects(answer, "revoked")) {
                passes.put(Json.text(pass, "jti"), Instant.parse(Json.text(pass, "exp")));
            }
            long oldest = answer.get("oldestGeneration") instanceof Number generation ? generation.longValue() : 0;
            return new Revoked(passes, oldest, Json.text(answer, "next"));
        } catch (ParseException | DateTimeException notRevocations) {
            throw new IOException("no revocations at " + base, notRevocations);
        }
    }

    void alive(Collection<String> passIds) throws IOException, InterruptedException {
        String body = JSONObjectUtils.toJSONString(Map.of("jti", List.copyOf(passIds)));
        ok(send(post("/api/v1/passes/alive", body)));
    }

    /** The pass with a later end; empty where there is none to be had. */
    Optional<String> renew(String pass, Visitor visitor) throws IOException, InterruptedException {
        return pass(ok(
                send(visitor.on(post("/api/v1/visits/current/alive", "{}")).header("Authorization", "Pass " + pass))));
    }

    void complete(String pass, Visitor visitor) throws IOException, InterruptedException {
        ok(send(visitor.on(post("/api/v1/visits/current/complete", "{}")).header("Authorization", "Pass " + pass)));
    }

    /** Spends a hand-over token. Empty where it is refused: spent, expired, another visitor's. */
    Optional<String> accept(String handOver, String returnUrl, Visitor visitor)
            throws IOException, InterruptedException {
        HttpResponse<String> response =
                send(visitor.on(get("/gate/accept?tk_pass=" + encode(handOver) + "&return=" + encode(returnUrl))));
        if (response.statusCode() / 100 == 4) {
            return Optional.empty();
        }
        return pass(ok(response));
    }

    /**
     * Who a call is made for: what a pass may be bound to.
     *
     * @param gate where this visitor sees the waiting room, which a pass names as its issuer
     */
    record Visitor(String userAgent, String address, URI gate) {

        private HttpRequest.Builder on(HttpRequest.Builder request) {
            request.setHeader("User-Agent", userAgent);
            request.setHeader("X-Forwarded-Proto", gate.getScheme());
            request.setHeader("X-Forwarded-Host", gate.getAuthority());
            if (!address.isEmpty()) {
                request.setHeader("X-Forwarded-For", address);
            }
            return request;
        }
    }

    private static Optional<String> pass(String json) throws IOException {
        try {
            return Json.parse(json).get("pass") instanceof String pass ? Optional.of(pass) : Optional.empty();
        } catch (ParseException noVisit) {
            throw new IOException("not the JSON of a visit", noVisit);
        }
    }

    private HttpRequest.Builder get(String target) {
        return HttpRequest.newBuilder(URI.create(base + target)).header("Accept", "application/json");
    }

    private HttpRequest.Builder post(String path, String json) {
        return get(path).POST(BodyPublishers.ofString(json)).header("Content-Type", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> response = http.sendAsync(request.build(), BodyHandlers.ofString());
        try {
            // A request's own timeout ends with the answer's head.
            return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new IOException(failed.getCause());
        } catch (TimeoutException late) {
            throw new IOException("no answer within " + timeout.toMillis() + " ms", late);
        } finally {
            response.cancel(true);
        }
    }

    private static String ok(HttpResponse<String> response) throws IOException {
        if (response.statusCode() / 100 != 2) {
            throw new IOException(response.request().uri().getPath() + " answered " + response.statusCode());
        }
        return response.body();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
