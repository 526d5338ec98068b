package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway whose visitors are logged in with the service's own issuer, and a service that checks passes by itself. */
class QueueGatewayIT {

    private static final String ISSUER = "https://login.example";
    private static final String SERVICE = "shop";
    private static final String GATEWAY = "gateway/1";

    /** Where the server itself goes with its errors; and pages for people. */
    private static final Set<String> NO_INTERFACE = Set.of("/problem", "/console", "/console/*");

    private static final Set<String> OF_ANY_METHOD =
            Set.of("/gate/nginx", "/gate/forward", "/gate/envoy/{path}", "/gw/{path}", "/wait/_/api/v1/{call}");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private static HttpServer issuer;
    private static ECKey key;
    private static NodeProcess node;

    /** Each test has a room of its own. */
    private final String room = "room-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeAll
    static void start() throws Exception {
        key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        byte[] published = new JWKSet(key).toString(true).getBytes(StandardCharsets.UTF_8);
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/jwks", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, published.length);
            exchange.getResponseBody().write(published);
            exchange.close();
        });
        issuer.start();
        node = NodeProcess.start(Map.of(
                "TURNKEEPER_ADMIN_KEY",
                RoomAdmin.KEY,
                "TURNKEEPER_DRAIN_SECONDS",
                "0",
                "TURNKEEPER_LOGIN_JWKS",
                "http://127.0.0.1:" + issuer.getAddress().getPort() + "/jwks",
                "TURNKEEPER_LOGIN_ISSUER",
                ISSUER,
                "TURNKEEPER_LOGIN_AUDIENCE",
                SERVICE));
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
        issuer.stop(0);
    }

    @BeforeEach
    void room() throws Exception {
        assertEquals(201, RoomAdmin.create(node, room, 1).status());
    }

    @Test
    void visitors_lineUp_areLetIn_andLeave() throws Exception {
        Answer ann = inside("ann");
        assertEquals("ADMITTED", ann.text("state"));
        Answer bob = lineUp("bob");
        assertEquals("WAITING", bob.text("status"));
        assertEquals(1, bob.body().get("rank").asInt());
        assertEquals(bob.body().get("position"), status("bob").body().get("position"));
        assertEquals(204, call("DELETE", "allowed-in-token", "ann").status());
        await("bob is let in", () -> status("bob").text("status").equals("ALLOWED_IN"));
        assertEquals(404, status("ann").status());
        assertEquals(204, call("DELETE", "allowed-in-token", "ann").status());
    }

    @Test
    void waiting_goesToTheBack_andInsideIsNotQueuedAgain() throws Exception {
        int position = inside("ann").body().get("position").asInt();
        assertEquals(position, lineUp("ann").body().get("position").asInt());
        lineUp("bob");
        lineUp("cat");
        Answer again = lineUp("bob");
        assertEquals("WAITING", again.text("status"));
        await("cat is first", () -> status("cat").body().get("rank").asInt() == 1);
        await("bob is second", () -> status("bob").body().get("rank").asInt() == 2);
    }

    @Test
    void blockedLogin_isNotLinedUp_isNotInside_andPassesNoGate() throws Exception {
        assertEquals(
                200,
                RoomAdmin.call(node, "PATCH", "/" + room, Map.of("If-Match", "*"), "{\"identifyVisitor\": true}")
                        .status());
        String pass = inside("ann").text("pass");
        assertEquals(200, gate(pass, "").status());
        ManagementClient operator = ManagementClient.key(node, RoomAdmin.KEY);
        for (String login : List.of("ann", "dan")) {
            ManagementClient.Answer made = operator.call(
                    "POST", "/admin/blocks", "{\"room\": \"" + room + "\", \"loginId\": \"" + login + "\"}");
            assertEquals(201, made.status(), made::toString);
        }
        Answer ann = status("ann");
        assertEquals("WAITING", ann.text("status"), "who reads no more than this lets nobody in");
        assertEquals("BLOCKED", ann.text("state"));
        assertFalse(ann.body().has("pass"));
        for (String login : List.of("ann", "dan")) {
            Answer refused = lineUp(login);
            assertEquals(429, refused.status());
            assertTrue(refused.text("type").endsWith(":blocked"), refused.body()::toString);
            assertEquals("60", refused.header("Retry-After"));
        }
        assertEquals(404, status("dan").status(), "no place was taken");
        try (BufferedReader events = new BufferedReader(new InputStreamReader(
                HTTP.send(
                                HttpRequest.newBuilder(node.uri("/api/v1/queue/stream?room=" + room))
                                        .header("Authorization", "Bearer " + token("ann", ISSUER, SERVICE, 300))
                                        .build(),
                                HttpResponse.BodyHandlers.ofInputStream())
                        .body(),
                StandardCharsets.UTF_8))) {
            assertEquals("blocked", event(events, "error").get("reason").asText());
        }
        Answer byPass = gate(pass, "");
        assertEquals(403, byPass.status(), "the pass names its visitor");
        assertEquals("blocked", byPass.header("X-Turnkeeper-Reason"));
        assertEquals(
                403, gate("", "Bearer " + token("dan", ISSUER, SERVICE, 300)).status());
        Answer alive = send("POST", "/api/v1/visits/current/alive", "Pass " + pass);
        assertEquals("BLOCKED", alive.text("state"));
        assertFalse(alive.body().has("pass"));
        assertEquals("WAITING", lineUp("bob").text("status"), "ann's place is still hers");
    }

    /** @param pass empty: none */
    private Answer gate(String pass, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.uri("/gate/nginx"))
                .header("User-Agent", GATEWAY)
                .header("X-Original-URL", "https://" + RoomAdmin.hostOf(room) + "/buy/1")
                .header("X-Original-Method", "GET");
        if (!pass.isEmpty()) {
            request.header("X-Turnkeeper-Pass", pass);
        }
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return new Answer(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()), JSON.nullNode());
    }

    @Test
    void waitingToken_isGivenUp() throws Exception {
        inside("ann");
        lineUp("bob");
        assertEquals(204, call("DELETE", "waiting-token", "ann").status());
        assertEquals("ALLOWED_IN", status("ann").text("status"), "it was none that waits");
        assertEquals(204, call("DELETE", "waiting-token", "bob").status());
        assertEquals(404, status("bob").status());
    }

    @Test
    void login_isNotTracersLoginId() throws Exception {
        inside("ann");
        HttpResponse<String> tracer = HTTP.send(
                HttpRequest.newBuilder(node.uri(
                                "/api/v1/tracer/access?host=" + RoomAdmin.hostOf(room) + "&pageUrl=/buy/1&loginId=ann"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertTrue(tracer.body().contains("\"isWait\":\"T\""), tracer.body());
    }

    @Test
    void withoutAValidLogin_nothingIsAnswered() throws Exception {
        for (String path : List.of("lineup", "status", "stream", "waiting-token", "allowed-in-token")) {
            String method = path.equals("lineup") ? "POST" : path.endsWith("token") ? "DELETE" : "GET";
            for (String authorization : List.of(
                    "",
                    "Basic YTpi",
                    "Bearer ",
                    "Bearer rubbish",
                    "Bearer " + token("ann", ISSUER, "other", 300),
                    "Bearer " + token("ann", "https://evil.example", SERVICE, 300),
                    "Bearer " + token("ann", ISSUER, SERVICE, -60))) {
                Answer answer = send(method, "/api/v1/queue/" + path + "?room=" + room, authorization);
                assertEquals(401, answer.status(), path + " with " + authorization);
                assertTrue(answer.header("WWW-Authenticate").startsWith("Bearer"));
            }
        }
        assertEquals(0, RoomAdmin.read(node, room).body().path("inside").asInt());
        assertEquals(1, lineUp("first").body().get("position").asInt(), "no place was taken");
    }

    @Test
    void login_neverOpensManagement() throws Exception {
        String login = "Bearer " + token("admin", ISSUER, SERVICE, 300);
        for (String path : List.of("/api/v1/admin/rooms", "/api/v1/admin/keys")) {
            assertEquals(401, send("GET", path, login).status());
        }
        String asOurs = "Bearer " + token("admin", "turnkeeper", SERVICE, 300);
        assertEquals(401, send("GET", "/api/v1/admin/rooms", asOurs).status());
    }

    @Test
    void room_isNamedWhereThereAreSeveral() throws Exception {
        RoomAdmin.create(node, room + "-2", 1);
        String login = "Bearer " + token("ann", ISSUER, SERVICE, 300);
        assertEquals(400, send("POST", "/api/v1/queue/lineup", login).status());
        assertEquals(
                404, send("POST", "/api/v1/queue/lineup?room=nowhere", login).status());
        assertEquals(404, send("POST", "/api/v1/queue/lineup?room=..%2F", login).status());
        assertEquals(
                405, send("GET", "/api/v1/queue/lineup?room=" + room, login).status());
        assertEquals(
                "POST, OPTIONS",
                send("GET", "/api/v1/queue/lineup?room=" + room, login).header("Allow"));
        assertEquals(404, send("POST", "/api/v1/queue/other", login).status());
    }

    @Test
    void closedRoom_takesNobodyNew() throws Exception {
        RoomAdmin.turn(node, room, "close");
        assertEquals(409, lineUp("ann").status());
        assertEquals(404, status("ann").status());
    }

    @Test
    void stream_tellsThePlace_andTheAdmission() throws Exception {
        inside("ann");
        lineUp("bob");
        HttpRequest request = HttpRequest.newBuilder(node.uri("/api/v1/queue/stream?room=" + room))
                .header("Authorization", "Bearer " + token("bob", ISSUER, SERVICE, 300))
                .timeout(Duration.ofSeconds(30))
                .build();
        HttpResponse<InputStream> stream = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(200, stream.statusCode());
        try (BufferedReader events = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertEquals(1, event(events, "position").get("rank").asInt());
            call("DELETE", "allowed-in-token", "ann");
            JsonNode admitted = event(events, "admitted");
            assertEquals("ALLOWED_IN", admitted.get("status").asText());
            assertFalse(admitted.get("pass").asText().isEmpty());
        }
        assertEquals(404, call("GET", "stream", "nobody").status());
    }

    @Test
    void pass_isVerifiedElsewhere_reportedAlive_andToldWhenItsPlaceEnds() throws Exception {
        Answer ann = inside("ann");
        SignedJWT pass = SignedJWT.parse(ann.text("pass"));
        JsonNode published = send("GET", "/.well-known/jwks.json", "").body();
        ECKey verify = JWKSet.parse(published.toString())
                .getKeyByKeyId(pass.getHeader().getKeyID())
                .toECKey();
        assertTrue(pass.verify(new ECDSAVerifier(verify)));
        assertEquals(List.of(room), pass.getJWTClaimsSet().getAudience());
        String id = pass.getJWTClaimsSet().getJWTID();
        assertEquals(
                id,
                SignedJWT.parse(status("ann").text("pass")).getJWTClaimsSet().getJWTID());

        assertEquals(204, alive("{\"jti\": [\"" + id + "\", \"made-up\"]}").statusCode());
        assertEquals(400, alive("{\"jti\": \"" + id + "\"}").statusCode());
        assertEquals(400, alive("{\"jti\": [1]}").statusCode());
        assertEquals(400, alive("[]").statusCode());
        assertEquals(400, alive("").statusCode());
        assertEquals(413, alive("{\"jti\": [\"" + "A".repeat(140_000) + "\"]}").statusCode());

        assertEquals(400, send("GET", "/api/v1/passes/revoked", "").status());
        assertEquals(404, send("GET", "/api/v1/passes/revoked?room=nowhere", "").status());
        assertEquals(
                400,
                send("GET", "/api/v1/passes/revoked?room=" + room + "&since=yesterday", "")
                        .status());
        Answer before = send("GET", "/api/v1/passes/revoked?room=" + room, "");
        assertEquals(0, before.body().get("revoked").size(), before.body().toString());
        call("DELETE", "allowed-in-token", "ann");
        await("the pass is told", () -> {
            Answer after = send("GET", "/api/v1/passes/revoked?room=" + room + "&since=" + before.text("next"), "");
            return after.body().get("revoked").findValuesAsText("jti").equals(List.of(id));
        });
        assertNotEquals("", before.text("next"));
    }

    @Test
    void document_describesWhatIsMapped() throws Exception {
        Map<String, Set<String>> described = described();
        Map<String, Set<String>> resources = Described.resources();
        Map<String, Set<String>> ofResources = new TreeMap<>(described);
        ofResources.keySet().retainAll(resources.keySet());
        assertEquals(resources, ofResources, described::toString);
        for (String pattern : Described.servlets()) {
            String stem = Described.stem(pattern);
            boolean known = described.keySet().stream()
                    .anyMatch(path -> path.equals(pattern)
                            || stem.endsWith("/") && path.startsWith(stem)
                            || path.startsWith(pattern + "/{"));
            assertTrue(known || NO_INTERFACE.contains(pattern), () -> pattern + " is not in " + described.keySet());
        }
    }

    @Test
    void document_describesOnlyWhatIsThere() throws Exception {
        Map<String, Set<String>> described = described();
        described.keySet().removeAll(Described.resources().keySet());
        described.keySet().removeAll(OF_ANY_METHOD);
        assertTrue(described.size() > 15, described::toString);
        Map<String, Set<String>> there = new TreeMap<>();
        for (String path : described.keySet()) {
            String filled = path.replace("{room}", room).replace("{id}", room).replace("{file}", "page.css");
            HttpRequest asked = HttpRequest.newBuilder(node.uri(filled.replaceAll("\\{\\w+}", "1")))
                    .header("X-Api-Key", RoomAdmin.KEY)
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<String> answer = HTTP.send(asked, HttpResponse.BodyHandlers.ofString());
            there.put(
                    path, Described.methods(answer.headers().firstValue("Allow").orElse("")));
        }
        assertEquals(described, there);
    }

    private static Map<String, Set<String>> described() throws Exception {
        HttpRequest asked = HttpRequest.newBuilder(node.uri("/openapi"))
                .header("Accept", "application/json")
                .build();
        return Described.paths(JSON.readTree(
                HTTP.send(asked, HttpResponse.BodyHandlers.ofString()).body()));
    }

    private HttpResponse<String> alive(String body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(node.uri("/api/v1/passes/alive"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline, () -> "not within 15 s: " + what + "\n" + node.logTail(20));
            Thread.sleep(100);
        }
    }

    /** The data of the next event of this name. */
    private static JsonNode event(BufferedReader events, String name) throws IOException {
        String line = events.readLine();
        while (!line.equals("event: " + name)) {
            line = events.readLine();
        }
        while (!line.startsWith("data: ")) {
            line = events.readLine();
        }
        return JSON.readTree(line.substring("data: ".length()));
    }

    /** A node that has just started may take longer than it lets a newcomer wait. */
    private Answer lineUp(String login) throws Exception {
        Answer answer = call("POST", "lineup", login);
        for (int tries = 20; tries > 0 && answer.text("type").endsWith(":held"); tries--) {
            Thread.sleep(250);
            answer = call("POST", "lineup", login);
        }
        return answer;
    }

    /** A room that was just made lets nobody in before its first tick. */
    private Answer inside(String login) throws Exception {
        lineUp(login);
        await(login + " is let in", () -> status(login).text("status").equals("ALLOWED_IN"));
        return status(login);
    }

    private Answer status(String login) throws Exception {
        return call("GET", "status", login);
    }

    private Answer call(String method, String path, String login) throws Exception {
        return send(method, "/api/v1/queue/" + path + "?room=" + room, "Bearer " + token(login, ISSUER, SERVICE, 300));
    }

    private record Answer(HttpResponse<String> response, JsonNode body) {

        int status() {
            return response.statusCode();
        }

        String text(String field) {
            return body.path(field).asText();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    private static Answer send(String method, String path, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.uri(path))
                .header("User-Agent", GATEWAY)
                .timeout(Duration.ofSeconds(10))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response, response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body()));
    }

    private static String token(String subject, String iss, String aud, long lives) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").build(),
                new JWTClaimsSet.Builder()
                        .issuer(iss)
                        .audience(aud)
                        .subject(subject)
                        .claim("upn", subject)
                        .claim("groups", List.of("admin", "operator", "viewer"))
                        .issueTime(new Date())
                        .jwtID(UUID.randomUUID().toString())
                        .expirationTime(Date.from(Instant.now().plusSeconds(lives)))
                        .build());
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }
}
