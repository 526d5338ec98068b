package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomChange;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomTraffic;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.room.RoomsFile;
import dev.turnkeeper.ticket.VisitorKey;
import dev.turnkeeper.visit.Access;
import dev.turnkeeper.visit.Coming;
import dev.turnkeeper.visit.Visit;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** The WAR as it is shipped, in the server it is shipped with: wiring and visits from within, logins from without. */
@ArquillianTest
class InContainerIT {

    private static final String ISSUER = "turnkeeper";

    /** On the client's side alone. */
    private static LoginTokens issuer;

    @Inject
    private Access access;

    @Inject
    private EnterGuard guard;

    @Inject
    private Rooms rooms;

    @Inject
    private RoomTraffic traffic;

    @Inject
    private VisitorKey.Maker keys;

    @Inject
    @Readiness
    private HealthCheck readiness;

    @Deployment
    static WebArchive war() throws IOException, GeneralSecurityException {
        Path folder = Path.of("target", "it", "in-container");
        Files.createDirectories(folder.resolve("tmp"));
        issuer = new LoginTokens();
        issuer.writePublicKey(folder.resolve("login-public.pem"));
        return ShrinkWrap.create(ZipImporter.class, "ROOT.war")
                .importFrom(new File("target", "turnkeeper.war"))
                .as(WebArchive.class)
                .addClasses(InContainerIT.class, LoginTokens.class);
    }

    @Test
    void parts_areWired() {
        assertNotNull(access);
        assertNotNull(traffic);
        await("the rooms are known", access::knowsRooms);
        await("the readiness check says so", () -> readiness.call().getStatus() == HealthCheckResponse.Status.UP);
        assertTrue(rooms.routes() != null);
    }

    @Test
    void visitor_entersWaitsAndPolls() throws IOException {
        await("the rooms are known", access::knowsRooms);
        Room room = make("inside", 1);
        VisitorKey first = keys.of("inside", "first");
        VisitorKey second = keys.of("inside", "second");
        await(
                "the first is inside",
                () -> access.access(room, first, Coming.USUAL).outcome() == Visit.Outcome.ADMITTED);
        await(
                "the second has a place",
                () -> access.access(room, second, Coming.USUAL).outcome() == Visit.Outcome.WAITING);
        Visit waiting = access.access(room, second, Coming.USUAL);
        assertEquals(1, waiting.rank());
        assertEquals(
                waiting.position(), access.access(room, second, Coming.USUAL).position());
        assertEquals(
                Visit.Outcome.ADMITTED, access.access(room, first, Coming.USUAL).outcome());
        await("both are counted", () -> traffic.inside(room.id()) == 1 && traffic.waiting(room.id()) == 1);
    }

    /** The server's own fault tolerance, not our annotations: were the bean not intercepted, the first call would hang. */
    @Test
    void callsForPlaces_areCutOff_refusedWhileTheyFail_andTriedAgainSoon() {
        AtomicInteger made = new AtomicInteger();
        for (int call = 0; call < 4; call++) {
            long began = System.nanoTime();
            assertThrows(
                    TimeoutException.class,
                    () -> guard.await(() -> {
                        made.incrementAndGet();
                        return new CompletableFuture<>();
                    }));
            long millis = (System.nanoTime() - began) / 1_000_000;
            assertTrue(millis > 900 && millis < 5_000, () -> "cut off after " + millis + " ms");
        }
        assertThrows(CircuitBreakerOpenException.class, () -> guard.await(() -> CompletableFuture.completedFuture(1L)));
        assertEquals(4, made.get());
        await("it is tried again", () -> {
            try {
                return guard.await(() -> CompletableFuture.completedFuture(7L)) == 7L;
            } catch (CircuitBreakerOpenException stillOpen) {
                return false;
            } catch (ExecutionException | InterruptedException | TimeoutException unexpected) {
                throw new AssertionError(unexpected);
            }
        });
    }

    @Test
    @RunAsClient
    void logins_openWhatTheirRoleMay(@ArquillianResource URL base) throws Exception {
        awaitReady(base);
        Instant later = Instant.now().plusSeconds(600);
        String admin = issuer.token(ISSUER, "admin", later);
        assertEquals(200, rooms(base, "Authorization", "Bearer " + admin).statusCode());
        assertEquals(
                200,
                rooms(base, "Authorization", "Bearer " + issuer.token(ISSUER, "viewer", later))
                        .statusCode());
        assertEquals(200, rooms(base, "X-Api-Key", "in-container").statusCode());

        assertProblem(401, rooms(base));
        assertProblem(401, rooms(base, "X-Api-Key", "wrong"));
        assertProblem(401, rooms(base, "X-Api-Key", "wrong", "Authorization", "Bearer " + admin));
        assertProblem(401, rooms(base, "Authorization", "Bearer not.a.token"));
        assertProblem(401, rooms(base, "Authorization", "Bearer " + new LoginTokens().token(ISSUER, "admin", later)));
        assertProblem(
                401,
                rooms(
                        base,
                        "Authorization",
                        "Bearer " + issuer.token(ISSUER, "admin", Instant.now().minusSeconds(600))));
        assertProblem(401, rooms(base, "Authorization", "Bearer " + issuer.token("somebody-else", "admin", later)));
        assertProblem(401, rooms(base, "Authorization", "Bearer " + tampered(admin)));
        assertProblem(403, rooms(base, "Authorization", "Bearer " + issuer.token(ISSUER, "stats", later)));
        assertProblem(
                403,
                send(HttpRequest.newBuilder(base.toURI().resolve("/api/v1/admin/rooms"))
                        .header("Authorization", "Bearer " + issuer.token(ISSUER, "viewer", later))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"id\": \"viewers-own\", \"name\": \"x\", \"limit\": 1}"))));
        assertProblem(
                404,
                send(HttpRequest.newBuilder(base.toURI().resolve("/api/v1/admin/rooms/viewers-own"))
                        .header("Authorization", "Bearer " + admin)));
    }

    @Test
    @RunAsClient
    void interfaces_describeThemselves(@ArquillianResource URL base) throws Exception {
        awaitReady(base);
        HttpResponse<String> openApi = get(base, "/openapi");
        assertEquals(200, openApi.statusCode());
        for (String promised :
                List.of("/api/v1/tracer/access", "/api/v1/admin/rooms/{id}", "waitCnt", "tracer_domain")) {
            assertTrue(openApi.body().contains(promised), () -> promised + " is not in " + openApi.body());
        }
        HttpResponse<String> answer = get(base, "/api/v1/tracer/access?host=nobody.example.com&loginId=kim");
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().endsWith("\"tracer_domain\":\"queue.example.com\"}"), answer.body());
        assertProblem(400, get(base, "/api/v1/tracer/access"));
        assertProblem(404, get(base, "/nothing/here"));
        HttpResponse<String> metrics = get(base, "/metrics?scope=application");
        assertEquals(200, metrics.statusCode());
        for (String promised :
                List.of("turnkeeper_members", "turnkeeper_view_age_seconds", "turnkeeper_ticks_won_total")) {
            assertTrue(metrics.body().contains(promised), () -> promised + " is not in " + metrics.body());
        }
    }

    @Test
    @RunAsClient
    void health_isTruthful(@ArquillianResource URL base) throws Exception {
        awaitReady(base);
        HttpResponse<String> ready = get(base, "/health/ready");
        assertTrue(ready.body().contains("\"degraded\":\"false\""), ready.body());
        assertTrue(ready.body().contains("\"members\":\"1\""), ready.body());
        assertEquals(200, get(base, "/health/started").statusCode());
        assertEquals(200, get(base, "/health/live").statusCode());
    }

    private Room make(String id, int limit) throws IOException {
        RoomsFile file = RoomsFile.read(
                "test", new StringReader("rooms:\n  - id: " + id + "\n    name: Inside\n    limit: " + limit + "\n"));
        assertEquals(List.of(), file.errors());
        RoomChange made = rooms.create(file.rooms().get(0));
        assertTrue(made.after().isPresent(), made::toString);
        RoomId wanted = made.after().get().id();
        await("the room is known", () -> rooms.find(wanted).isPresent());
        return rooms.find(wanted).orElseThrow();
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertFalse(System.nanoTime() > end, () -> "not within a minute: " + what);
            try {
                Thread.sleep(100);
            } catch (InterruptedException stopping) {
                throw new IllegalStateException(stopping);
            }
        }
    }

    private static void awaitReady(URL base) {
        await("ready", () -> {
            try {
                return get(base, "/health/ready").statusCode() == 200;
            } catch (Exception notYet) {
                return false;
            }
        });
    }

    /** The signature of one token under the claims of another. */
    private static String tampered(String token) {
        int at = token.indexOf('.') + 10;
        return token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
    }

    private static void assertProblem(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer::body);
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse("none"));
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse("none"));
        assertTrue(answer.body().contains("\"status\":" + status), answer.body());
        assertFalse(answer.body().contains("xception"), answer.body());
    }

    private static HttpResponse<String> rooms(URL base, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.toURI().resolve("/api/v1/admin/rooms"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private static HttpResponse<String> get(URL base, String path) throws Exception {
        return send(HttpRequest.newBuilder(base.toURI().resolve(URI.create(path))));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
