package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.turnkeeper.node.ManagementClient.Answer;
import dev.turnkeeper.node.TracerClient.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Access rules over HTTP, and what each front does by them. The tests share a node, and take their rules away again. */
class AccessRulesIT {

    private static final String PATH = "/admin/access-rules";
    private static final String BROWSER = "Browser/1";
    private static final String KEPT_OUT = "203.0.113.77";
    private static final Map<String, String> ANY = Map.of("If-Match", "*");

    @TempDir
    static Path issuer;

    private static ECKey loginKey;
    private static NodeProcess node;
    private static ManagementClient admin;

    private final TracerClient client = new TracerClient(TracerClient.threads());

    @BeforeAll
    static void start() throws Exception {
        loginKey = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        Path keys = Files.writeString(issuer.resolve("keys.json"), new JWKSet(loginKey).toString(true));
        node = NodeProcess.start(Map.of(
                "TURNKEEPER_ADMIN_KEY",
                RoomAdmin.KEY,
                "TURNKEEPER_COUNTRY_HEADER",
                "X-Country",
                "TURNKEEPER_LOGIN_JWKS",
                keys.toUri().toString(),
                "TURNKEEPER_LOGIN_ISSUER",
                "https://login.example",
                "TURNKEEPER_LOGIN_AUDIENCE",
                "shop"));
        node.awaitReady();
        admin = ManagementClient.key(node, RoomAdmin.KEY);
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.kill();
        }
    }

    @AfterEach
    void noRules() throws IOException, InterruptedException {
        for (JsonNode rule : admin.get(PATH).body()) {
            admin.call("DELETE", PATH + "/" + rule.get("id").asText(), "", ANY);
        }
    }

    @Test
    void deniedVisitor_isKeptOutAtEveryFront() throws Exception {
        room("denied", 100);
        Map<String, String> ticket = Map.of(
                "Authorization",
                "Ticket " + enter("denied", KEPT_OUT, "").body().get("ticket").asText());
        Await.until(20, () -> "the visitor is inside", () -> visitor("GET", "/visits/current", "", KEPT_OUT, ticket)
                .body()
                .has("pass"));
        String pass = visitor("GET", "/visits/current", "", KEPT_OUT, ticket)
                .body()
                .get("pass")
                .asText();
        assertEquals(200, gate("denied", KEPT_OUT, pass).status());
        Answer made = make("{\"action\": \"DENY\", \"ip\": \"203.0.113.77\", \"room\": \"denied\"}");
        assertEquals("203.0.113.x", made.body().get("ip").asText());

        for (String state : List.of("activate", "deactivate", "pause", "close")) {
            assertEquals(200, RoomAdmin.turn(node, "denied", state).status());
            Answer turned = enter("denied", KEPT_OUT, "");
            assertEquals(429, turned.status(), state);
            assertEquals("urn:turnkeeper:problem:blocked", turned.type());
            Shopper.Answer refused = gate("denied", KEPT_OUT, pass);
            assertEquals(403, refused.status(), state);
            assertEquals("blocked", refused.header("X-Turnkeeper-Reason"));
            assertEquals(403, gate("denied", KEPT_OUT, "").status(), state);
            assertTrue(page("denied", KEPT_OUT).contains("data-screen=\"blocked\""), state);
            JsonNode told = tracer("denied", KEPT_OUT, "kim");
            assertEquals("T", told.get("isWait").asText(), state);
            assertEquals(
                    told.get("waitQueueSize").asLong() + 1, told.get("waitCnt").asLong());
            assertEquals(429, lineUp("denied", KEPT_OUT, "kim").status(), state);
        }
        assertEquals(200, RoomAdmin.turn(node, "denied", "activate").status());
        Answer seen = visitor("GET", "/visits/current", "", KEPT_OUT, ticket);
        assertEquals("BLOCKED", seen.body().get("state").asText(), seen::toString);
        assertFalse(seen.body().has("pass"));
        assertTrue(visitor("GET", "/visits/current/stream", "", KEPT_OUT, ticket)
                .http()
                .body()
                .contains("\"state\":\"BLOCKED\""));
        assertEquals(
                "BLOCKED",
                visitor("POST", "/visits/current/alive", "{}", KEPT_OUT, Map.of("Authorization", "Pass " + pass))
                        .body()
                        .get("state")
                        .asText());
        assertEquals(
                200,
                admin.call("POST", "/admin/emergency", "{\"mode\": \"BYPASS\", \"seconds\": 60}")
                        .status());
        try {
            assertEquals(429, enter("denied", KEPT_OUT, "").status(), "nor by the emergency switch");
            assertEquals("T", tracer("denied", KEPT_OUT, "kim").get("isWait").asText());
        } finally {
            admin.call("POST", "/admin/emergency", "{\"mode\": \"OFF\"}");
        }
        assertEquals(201, enter("denied", "203.0.113.78", "").status(), "a neighbour");
        assertTrue(metric("turnkeeper_blocked_total", "denied") >= 20, "each answer is counted");

        assertEquals(204, admin.call("DELETE", PATH + "/" + id(made), "", ANY).status());
        Await.until(20, () -> "the place is there again", () -> visitor("GET", "/visits/current", "", KEPT_OUT, ticket)
                .body()
                .has("pass"));
        JsonNode audit = admin.get("/admin/audit?room=denied&limit=10").body();
        assertEquals("access-rule.delete", audit.get(0).get("action").asText());
        assertFalse(audit.toString().contains(KEPT_OUT), audit::toString);
        assertFalse(node.hasLogged(KEPT_OUT));
    }

    @Test
    void rulesBy_userAgent_country_andLogin() throws Exception {
        room("kinds", 100);
        make("{\"action\": \"DENY\", \"userAgent\": \"*scraper*\"}");
        make("{\"action\": \"DENY\", \"country\": \"jp\"}");
        make("{\"action\": \"DENY\", \"login\": \"kim\"}");
        assertEquals("T", tracer("kinds", "198.51.100.1", "kim").get("isWait").asText());
        assertEquals(429, lineUp("kinds", "198.51.100.1", "kim").status());
        assertEquals(200, lineUp("kinds", "198.51.100.1", "lee").status());
        Map<String, String> from = Map.of("X-Forwarded-For", "198.51.100.2", "Accept", "application/json");
        String body = "{\"room\": \"kinds\"}";
        ManagementClient nobody = ManagementClient.nobody(node);
        assertEquals(
                429,
                nobody.call("POST", "/visits", body, with(from, "User-Agent", "My Scraper/2"))
                        .status());
        assertEquals(
                429,
                nobody.call("POST", "/visits", body, with(from, "X-Country", "JP"))
                        .status());
        assertEquals(
                201,
                nobody.call("POST", "/visits", body, with(from, "X-Country", "KR"))
                        .status());
        JsonNode found =
                admin.get(PATH + "/test?ip=198.51.100.1&country=JP&room=kinds").body();
        assertEquals("DENY", found.get("action").asText());
        assertEquals(2, found.get("rule").get("position").asInt());
        assertTrue(found.get("why").asText().contains("country JP"), found::toString);
        assertEquals(
                "ki***",
                admin.get(PATH + "/test?ip=198.51.100.1&login=kim")
                        .body()
                        .at("/rule/login")
                        .asText());
        assertEquals(
                "NONE",
                admin.get(PATH + "/test?ip=198.51.100.1&userAgent=x&country=&login=&room=")
                        .body()
                        .get("action")
                        .asText());
        admin.call("POST", "/admin/blocks", "{\"room\": \"kinds\", \"ip\": \"198.51.100.9\"}");
        assertTrue(admin.get(PATH + "/test?ip=198.51.100.9&room=kinds")
                .body()
                .get("blocked")
                .asBoolean());
        for (String bad : List.of(
                "", "?ip=localhost", "?ip=192.0.2.1&country=Korea", "?ip=192.0.2.1&login=" + "x".repeat(2_049))) {
            assertEquals(400, admin.get(PATH + "/test" + bad).status(), bad);
        }
        assertEquals(404, admin.get(PATH + "/test?ip=192.0.2.1&room=none").status());
    }

    @Test
    void expressVisitor_isLetInBeforeThoseWhoWait_atEveryFront() throws Exception {
        room("express", 1);
        String host = RoomAdmin.hostOf("express");
        Await.until(
                20, () -> "one is inside", () -> client.ask(node, host, "first").inside());
        assertTrue(client.ask(node, host, "waits").waits());
        assertTrue(client.ask(node, host, "vip").waits());
        assertEquals(
                "WAITING",
                enter("express", "203.0.113.5", "").body().get("state").asText());
        make("{\"action\": \"EXPRESS\", \"login\": \"vip\", \"room\": \"express\"}");
        make("{\"action\": \"EXPRESS\", \"ip\": \"203.0.113.0/24\"}");
        assertTrue(client.ask(node, host, "vip").inside(), "who waits and comes again");
        Answer web = enter("express", "203.0.113.6", "");
        assertEquals("ADMITTED", web.body().get("state").asText(), web::toString);
        assertEquals(
                200,
                gate("express", "203.0.113.6", web.body().get("pass").asText()).status());
        assertEquals(
                "ALLOWED_IN",
                lineUp("express", "198.51.100.3", "vip").body().get("status").asText());
        assertEquals("F", tracer("express", "203.0.113.7", "park").get("isWait").asText());
        Told waits = client.ask(node, host, "waits");
        assertTrue(waits.waits(), "who came before still waits");
        assertEquals(4, metric("turnkeeper_express_total", "express"));
        Await.until(20, () -> "they are counted inside", () -> admin.call(
                        "GET", "/admin/live?rooms=express", "", Map.of("Accept", "application/json"))
                .body()
                .toString()
                .contains("\"inside\":5"));
    }

    @Test
    void login_isSparedAtTheGateToo_whereThePassNamesIt() throws Exception {
        room("named", 100);
        assertEquals(
                200,
                RoomAdmin.call(node, "PATCH", "/named", ANY, "{\"identifyVisitor\": true}")
                        .status());
        make("{\"action\": \"ALLOW\", \"login\": \"kim\"}");
        make("{\"action\": \"DENY\", \"ip\": \"203.0.113.0/24\", \"room\": \"named\"}");
        Await.until(20, () -> "kim is inside", () -> lineUp("named", "203.0.113.8", "kim")
                .body()
                .has("pass"));
        String pass = lineUp("named", "203.0.113.8", "kim").body().get("pass").asText();
        Shopper.Answer opened = gate("named", "203.0.113.8", pass);
        assertEquals(200, opened.status(), opened::toString);
        assertEquals(403, gate("named", "203.0.113.8", "").status());
        assertEquals(429, lineUp("named", "203.0.113.8", "lee").status());
        admin.call("POST", "/admin/blocks", "{\"room\": \"named\", \"ip\": \"203.0.113.8\"}");
        assertEquals(403, gate("named", "203.0.113.8", pass).status(), "a block spares nobody");
    }

    @Test
    void order_isChangedUnderTheListAsItWasRead() throws Exception {
        String first = id(make("{\"action\": \"DENY\", \"ip\": \"192.0.2.1\"}"));
        Answer second =
                make("{\"action\": \"ALLOW\", \"ip\": \"192.0.2.0/24\", \"note\": \"office\", \"position\": 1}");
        assertEquals(1, second.body().get("position").asInt());
        assertEquals("office", second.body().get("note").asText());
        String seen = admin.get(PATH).http().headers().firstValue("ETag").orElseThrow();
        assertEquals(seen, second.http().headers().firstValue("ETag").orElseThrow());
        String at = PATH + "/" + first;
        assertEquals(428, admin.call("PATCH", at, "{\"position\": 1}").status());
        assertEquals(428, admin.call("DELETE", at, "").status());
        Answer moved = admin.call(
                "PATCH",
                at,
                "{\"before\": \"" + id(second) + "\", \"ip\": null, \"userAgent\": \"Bot\"}",
                Map.of("If-Match", seen));
        assertEquals(200, moved.status(), moved::toString);
        assertEquals(1, moved.body().get("position").asInt());
        assertFalse(moved.body().has("ip"));
        assertEquals("bot", moved.body().get("userAgent").asText());
        Answer late = admin.call("PATCH", at, "{\"position\": 2}", Map.of("If-Match", seen));
        assertEquals(412, late.status(), late::toString);
        assertEquals(412, admin.call("DELETE", at, "", Map.of("If-Match", seen)).status());
        assertEquals(
                412,
                admin.call("POST", PATH, "{\"action\": \"DENY\", \"ip\": \"192.0.2.9\"}", Map.of("If-Match", seen))
                        .status());
        assertEquals(List.of(first, id(second)), admin.get(PATH).body().findValuesAsText("id"));
        assertEquals(400, admin.call("PATCH", at, "{\"userAgent\": null}", ANY).status(), "no condition is left");
        assertEquals(404, admin.call("PATCH", PATH + "/abc", "{}", ANY).status());
        assertEquals(404, admin.call("DELETE", PATH + "/abc", "", ANY).status());
        assertEquals(404, admin.get(PATH + "/abc").status());
    }

    @Test
    void address_holdsSoManyPlacesAsTheRoomSays_andSeesThatAtEveryFront() throws Exception {
        room("crowded", 1);
        assertEquals(
                200,
                RoomAdmin.call(node, "PATCH", "/crowded", ANY, "{\"maxPlacesPerAddress\": 2}")
                        .status());
        String address = "203.0.113.20";
        Answer first = enter("crowded", address, "");
        assertEquals(201, first.status(), first::toString);
        assertEquals("T", tracer("crowded", address, "kim").get("isWait").asText());
        Answer turned = enter("crowded", address, "");
        assertEquals(429, turned.status(), turned::toString);
        assertEquals("urn:turnkeeper:problem:too-many-places", turned.type());
        assertTrue(turned.http().headers().firstValue("Retry-After").isPresent());
        assertEquals(429, lineUp("crowded", address, "kim").status());
        assertTrue(page("crowded", address).contains("data-screen=\"crowded\""));
        JsonNode told = tracer("crowded", address, "lee");
        assertEquals("T", told.get("isWait").asText());
        assertEquals(0, told.get("waitMyCnt").asLong(), "without a place");
        assertEquals(told.get("waitQueueSize").asLong() + 1, told.get("waitCnt").asLong());
        assertTrue(metric("turnkeeper_turned_away_total", "crowded") >= 4);

        Answer again = enter("crowded", address, first.body().get("ticket").asText());
        assertEquals(200, again.status(), "who has a place keeps it");
        assertTrue(tracer("crowded", address, "kim").get("waitMyCnt").asLong() > 0);
        assertEquals(201, enter("crowded", "203.0.113.21", "").status(), "a neighbour");
        assertEquals(201, enter("crowded", "2001:db8::1", "").status());
        assertEquals(201, enter("crowded", "2001:db8::2", "").status());
        assertEquals(429, enter("crowded", "2001:db8::3", "").status(), "of one /64");
        assertEquals(201, enter("crowded", "2001:db8:0:1::3", "").status());
        visitor(
                "DELETE",
                "/visits/current",
                "",
                address,
                Map.of("Authorization", "Ticket " + first.body().get("ticket").asText()));
        Await.until(
                20,
                () -> "there is room again",
                () -> enter("crowded", address, "").status() == 201);
    }

    @Test
    void completedVisit_letsItsVisitorInAgain_once() throws Exception {
        room("again", 1);
        assertEquals(
                200,
                RoomAdmin.call(node, "PATCH", "/again", ANY, "{\"entryPassSeconds\": 600}")
                        .status());
        String first = inside("again", enter("again", "198.51.100.20", ""));
        Answer next = enter("again", "198.51.100.21", "");
        assertEquals("WAITING", next.body().get("state").asText());
        assertEquals(
                "WAITING",
                enter("again", "198.51.100.22", "").body().get("state").asText());
        Map<String, String> done = Map.of("Authorization", "Ticket " + first);
        assertEquals(
                "COMPLETED",
                visitor("POST", "/visits/current/complete", "{}", "198.51.100.20", done)
                        .body()
                        .get("state")
                        .asText());
        inside("again", next);
        Answer back = enter("again", "198.51.100.20", first);
        assertEquals(201, back.status());
        assertEquals("ADMITTED", back.body().get("state").asText(), back::toString);
        assertEquals(
                200,
                gate("again", "198.51.100.20", back.body().get("pass").asText()).status());
        assertEquals(
                "WAITING",
                enter("again", "198.51.100.20", first).body().get("state").asText(),
                "used up");
        assertEquals(1, metric("turnkeeper_express_total", "again"));
    }

    /** @return the ticket */
    private static String inside(String room, Answer entered) throws InterruptedException {
        String ticket = entered.body().get("ticket").asText();
        Map<String, String> headers = Map.of("Authorization", "Ticket " + ticket);
        Await.until(
                20, () -> "one is inside " + room, () -> visitor("GET", "/visits/current", "", "198.51.100.20", headers)
                        .body()
                        .has("pass"));
        return ticket;
    }

    @Test
    void badRules_areRefused_andChangeNothing() throws Exception {
        for (String bad : List.of(
                "",
                "[]",
                "{}",
                "{\"action\": \"DENY\"}",
                "{\"ip\": \"192.0.2.1\"}",
                "{\"action\": null, \"ip\": \"192.0.2.1\"}",
                "{\"action\": \"deny\", \"ip\": \"192.0.2.1\"}",
                "{\"action\": \"DENY\", \"ip\": \"192.0.2\"}",
                "{\"action\": \"DENY\", \"ip\": \"192.0.2.1/33\"}",
                "{\"action\": \"DENY\", \"ip\": 7}",
                "{\"action\": \"DENY\", \"userAgent\": \"\"}",
                "{\"action\": \"DENY\", \"userAgent\": \"" + "x".repeat(201) + "\"}",
                "{\"action\": \"DENY\", \"userAgent\": \"a\\u0000b\"}",
                "{\"action\": \"DENY\", \"country\": \"KOR\"}",
                "{\"action\": \"DENY\", \"login\": \"\"}",
                "{\"action\": \"DENY\", \"ip\": \"192.0.2.1\", \"room\": \"none\"}",
                "{\"action\": \"DENY\", \"ip\": \"192.0.2.1\", \"position\": 0}",
                "{\"action\": \"DENY\", \"ip\": \"192.0.2.1\", \"before\": \"none\"}",
                "{\"action\": \"DENY\", \"ip\": \"192.0.2.1\", \"position\": 1, \"after\": \"x\"}",
                "{\"action\": \"DENY\", \"ip\": \"192.0.2.1\", \"note\": \"" + "x".repeat(201) + "\"}",
                "{\"action\": \"DENY\", \"ip\": \"192.0.2.1\", \"seconds\": 1}")) {
            Answer answer = admin.call("POST", PATH, bad);
            assertEquals(400, answer.status(), bad + " → " + answer);
            assertFalse(answer.http().body().contains("Exception"), answer::toString);
        }
        assertEquals(413, admin.call("POST", PATH, " ".repeat(70_000) + "{}").status());
        assertEquals(0, admin.get(PATH).body().size());
        assertEquals(404, admin.get(PATH + "?room=none").status());
        assertEquals(401, ManagementClient.nobody(node).get(PATH).status());
        String rule = "{\"action\": \"DENY\", \"ip\": \"192.0.2.1\"}";
        assertEquals(403, key("viewer", "").call("POST", PATH, rule).status());
        assertEquals(200, key("viewer", "").get(PATH).status());
        assertEquals(403, key("stats", "").get(PATH).status());
        room("some", 1);
        assertEquals(403, key("operator", "\"some\"").get(PATH).status(), "the list is everybody's");
        assertEquals(201, key("operator", "").call("POST", PATH, rule).status());
    }

    private static Answer make(String rule) throws IOException, InterruptedException {
        Answer made = admin.call("POST", PATH, rule);
        assertEquals(201, made.status(), made::toString);
        assertTrue(made.http().headers().firstValue("Location").orElse("").endsWith(id(made)), made::toString);
        return made;
    }

    private static String id(Answer made) {
        return made.body().get("id").asText();
    }

    private static void room(String id, long limit) throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, id, limit).status());
    }

    /** A login by key. @param rooms as JSON, without brackets */
    private static ManagementClient key(String role, String rooms) throws IOException, InterruptedException {
        Answer made = admin.call(
                "POST",
                "/admin/api-keys",
                "{\"name\": \"a test\", \"roles\": [\"" + role + "\"], \"rooms\": [" + rooms + "]}");
        return ManagementClient.key(node, made.body().get("key").asText());
    }

    /** @param ticket empty: none */
    private static Answer enter(String room, String address, String ticket) throws IOException, InterruptedException {
        Map<String, String> headers = Map.of("Accept", "application/json");
        return patiently(() -> visitor(
                "POST",
                "/visits",
                "{\"room\": \"" + room + "\"}",
                address,
                ticket.isEmpty() ? headers : with(headers, "Authorization", "Ticket " + ticket)));
    }

    private static Answer lineUp(String room, String address, String login) throws IOException, InterruptedException {
        Map<String, String> headers = Map.of("Authorization", "Bearer " + login(login));
        return patiently(() -> visitor("POST", "/queue/lineup?room=" + room, "", address, headers));
    }

    private interface Call {
        Answer make() throws IOException, InterruptedException;
    }

    /** A busy node may have no place for a moment. */
    private static Answer patiently(Call call) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (true) {
            Answer answer = call.make();
            if (answer.status() != 503 || System.nanoTime() > deadline) {
                return answer;
            }
            Thread.sleep(200);
        }
    }

    private static Answer visitor(String method, String path, String body, String address, Map<String, String> headers)
            throws IOException, InterruptedException {
        return ManagementClient.nobody(node)
                .call(method, path, body, with(with(headers, "User-Agent", BROWSER), "X-Forwarded-For", address));
    }

    private static JsonNode tracer(String room, String address, String login) throws IOException, InterruptedException {
        return visitor(
                        "GET",
                        "/tracer/access?pageUrl=%2Fbuy%2F1&host=" + RoomAdmin.hostOf(room) + "&loginId=" + login,
                        "",
                        address,
                        Map.of())
                .body();
    }

    private static String page(String room, String address) throws IOException, InterruptedException {
        return new Shopper(BROWSER)
                .send(
                        node.uri("/wait/" + room + "?tk_probe=1"),
                        "GET",
                        Map.of("X-Forwarded-For", address, "Accept", "text/html", "Cookie", "tk-probe=1"),
                        "")
                .body();
    }

    /** @param pass empty: none */
    private static Shopper.Answer gate(String room, String address, String pass)
            throws IOException, InterruptedException {
        Map<String, String> headers = Map.of(
                "X-Original-URL",
                "https://" + RoomAdmin.hostOf(room) + "/buy/1",
                "X-Original-Method",
                "GET",
                "X-Forwarded-For",
                address);
        return new Shopper(BROWSER)
                .send(
                        node.uri("/gate/nginx"),
                        "GET",
                        pass.isEmpty() ? headers : with(headers, "X-Turnkeeper-Pass", pass),
                        "");
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(name, value);
        return all;
    }

    private static long metric(String name, String room) throws IOException, InterruptedException {
        return new Shopper("metrics")
                .send(node.uri("/metrics?scope=application"), "GET", Map.of("Accept", "text/plain"), "")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains("room=\"" + room + "\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String login(String subject) {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").build(),
                new JWTClaimsSet.Builder()
                        .issuer("https://login.example")
                        .audience("shop")
                        .subject(subject)
                        .issueTime(new Date())
                        .jwtID(UUID.randomUUID().toString())
                        .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                        .build());
        try {
            jwt.sign(new ECDSASigner(loginKey));
        } catch (JOSEException impossible) {
            throw new IllegalStateException("the key was made here", impossible);
        }
        return jwt.serialize();
    }
}
