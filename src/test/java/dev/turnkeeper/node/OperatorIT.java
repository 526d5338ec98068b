package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import dev.turnkeeper.node.TracerClient.Told;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may do what at the management API of a real node. The tests share it, and each makes what it needs. */
class OperatorIT {

    private static final String PASSWORD = "long enough";

    /** In the order in which each includes the one before. */
    private static final List<String> ROLES = List.of("stats", "viewer", "operator", "admin");

    private static NodeProcess node;
    private static ManagementClient admin;

    /** Once for all: the first admin's password is changed by it. */
    private static String firstPassword;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        node = NodeProcess.start(Map.of("TURNKEEPER_ADMIN_KEY", RoomAdmin.KEY));
        admin = ManagementClient.key(node, RoomAdmin.KEY);
        firstPassword =
                Files.readString(node.dataFolder().resolve("first-admin")).strip();
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void firstAdmin_changesThePasswordFirst() throws IOException, InterruptedException {
        ManagementClient.Answer login = ManagementClient.login(node, "admin", firstPassword, Map.of());
        assertEquals(200, login.status(), login.toString());
        assertTrue(login.body().get("mustChangePassword").asBoolean());
        assertEquals("admin", login.body().get("roles").get(0).asText());
        ManagementClient first =
                ManagementClient.token(node, login.body().get("token").asText());
        ManagementClient.Answer refused = first.get("/admin/rooms");
        assertEquals(403, refused.status(), refused.toString());
        assertEquals("urn:turnkeeper:problem:password-change-required", refused.type());
        assertEquals(
                403,
                first.call("POST", "/admin/accounts", account("sneaky", "admin"))
                        .status());
        assertEquals(
                403,
                first.call("PATCH", "/admin/accounts/other", "{\"password\": \"" + PASSWORD + "\"}")
                        .status());
        assertEquals(
                400,
                first.call("PATCH", "/admin/accounts/admin", "{\"password\": \"" + firstPassword + "\"}")
                        .status(),
                "the same again is no change");
        assertEquals(
                400,
                first.call("PATCH", "/admin/accounts/admin", "{\"password\": \"short\"}")
                        .status());
        assertEquals(
                200,
                first.call("PATCH", "/admin/accounts/admin", "{\"password\": \"" + PASSWORD + "\"}")
                        .status());
        assertEquals(401, first.get("/admin/rooms").status(), "the login before the change has ended");
        assertEquals(
                401,
                ManagementClient.login(node, "admin", firstPassword, Map.of()).status());
        ManagementClient own = login("admin");
        assertEquals(200, own.get("/admin/rooms").status());
        Await.until(
                20,
                () -> "the file with the first password is gone",
                () -> !Files.exists(node.dataFolder().resolve("first-admin")));
        assertFalse(node.hasLogged(firstPassword));
        assertFalse(node.hasLogged(PASSWORD));
    }

    @Test
    void login_tellsWhatIsWrong_andSlowsDownGuesses() throws IOException, InterruptedException {
        make("guessed", "viewer");
        ManagementClient nobody = ManagementClient.nobody(node);
        for (String bad : List.of(
                "{}",
                "{\"name\": \"guessed\"}",
                "{\"name\": 1, \"password\": \"x\"}",
                "{\"name\": \"guessed\", \"password\": \"" + "x".repeat(300) + "\"}",
                "{\"name\": \"guessed\", \"password\": \"x\", \"more\": 1}",
                "[]",
                "null",
                "{")) {
            ManagementClient.Answer answer = nobody.call("POST", "/login", bad);
            assertEquals(400, answer.status(), bad + " → " + answer);
            assertTrue(answer.http()
                    .headers()
                    .firstValue("Content-Type")
                    .orElse("")
                    .startsWith("application/problem+json"));
        }
        assertEquals(
                413, nobody.call("POST", "/login", " ".repeat(70_000) + "{}").status());
        assertEquals(
                415,
                nobody.call("POST", "/login", "name=a", Map.of("Content-Type", "application/x-www-form-urlencoded"))
                        .status());
        assertEquals(405, nobody.get("/login").status());

        Map<String, String> guesser = Map.of("X-Forwarded-For", "203.0.113.7");
        ManagementClient.Answer wrong = ManagementClient.login(node, "guessed", "a guess", guesser);
        assertEquals(401, wrong.status(), wrong.toString());
        assertEquals("urn:turnkeeper:problem:wrong-login", wrong.type());
        // Until the wait is so long that the next request cannot be after it.
        Await.until(60, () -> "guesses have to wait", () -> {
            ManagementClient.Answer guess = ManagementClient.login(node, "guessed", "a guess", guesser);
            return guess.status() == 429 && retryAfter(guess) >= 4;
        });
        ManagementClient.Answer waits = ManagementClient.login(node, "guessed", PASSWORD, guesser);
        assertEquals(429, waits.status(), waits.toString());
        assertEquals("urn:turnkeeper:problem:too-many-guesses", waits.type());
        assertTrue(retryAfter(waits) <= 60, waits.toString());
        assertEquals(
                200,
                ManagementClient.login(node, "guessed", PASSWORD, Map.of("X-Forwarded-For", "203.0.113.8"))
                        .status(),
                "nobody keeps the owner out");
        Await.until(
                30,
                () -> "the guesser may try again",
                () -> ManagementClient.login(node, "guessed", PASSWORD, guesser).status() == 200);
    }

    private static int retryAfter(ManagementClient.Answer answer) {
        return Integer.parseInt(
                answer.http().headers().firstValue("Retry-After").orElseThrow());
    }

    @Test
    void accounts_areMadeChangedAndDeleted_andTheirLoginsEndWithThem() throws IOException, InterruptedException {
        ManagementClient.Answer made = admin.call("POST", "/admin/accounts", account("Kim.1", "viewer"));
        assertEquals(201, made.status(), made.toString());
        assertTrue(made.http().headers().firstValue("Location").orElse("").endsWith("/api/v1/admin/accounts/Kim.1"));
        assertFalse(made.http().body().contains("PBKDF2"));
        assertEquals("viewer", made.body().get("roles").get(0).asText());
        assertTrue(Instant.parse(made.body().get("createdAt").asText()).isBefore(Instant.now()));
        ManagementClient.Answer again = admin.call("POST", "/admin/accounts", account("Kim.1", "viewer"));
        assertEquals(409, again.status());
        assertEquals("urn:turnkeeper:problem:account-exists", again.type());
        for (String bad : List.of(
                "{}",
                "{\"name\": \"\", \"password\": \"" + PASSWORD + "\", \"roles\": [\"viewer\"]}",
                "{\"name\": \"a b\", \"password\": \"" + PASSWORD + "\", \"roles\": [\"viewer\"]}",
                "{\"name\": \"" + "a".repeat(65) + "\", \"password\": \"" + PASSWORD + "\", \"roles\": [\"viewer\"]}",
                "{\"name\": \"lee\", \"password\": \"short\", \"roles\": [\"viewer\"]}",
                "{\"name\": \"lee\", \"password\": 12345678, \"roles\": [\"viewer\"]}",
                "{\"name\": \"lee\", \"password\": \"" + PASSWORD + "\"}",
                "{\"name\": \"lee\", \"password\": \"" + PASSWORD + "\", \"roles\": []}",
                "{\"name\": \"lee\", \"password\": \"" + PASSWORD + "\", \"roles\": [\"root\"]}",
                "{\"name\": \"lee\", \"password\": \"" + PASSWORD + "\", \"roles\": \"viewer\"}",
                "{\"name\": \"lee\", \"password\": \"" + PASSWORD + "\", \"roles\": [\"first-login\"]}",
                "{\"name\": \"lee\", \"password\": \"" + PASSWORD + "\", \"roles\": [\"viewer\"], \"hash\": \"x\"}")) {
            ManagementClient.Answer answer = admin.call("POST", "/admin/accounts", bad);
            assertEquals(400, answer.status(), bad + " → " + answer);
            assertTrue(answer.body().get("errors").size() > 0, answer.toString());
        }
        assertEquals(404, admin.get("/admin/accounts/lee").status());

        ManagementClient kim = login("Kim.1");
        assertEquals(200, kim.get("/admin/rooms").status());
        assertEquals(
                200,
                admin.call("PATCH", "/admin/accounts/Kim.1", "{\"roles\": [\"stats\"]}")
                        .status());
        assertEquals(401, kim.get("/admin/rooms").status());
        kim = login("Kim.1");
        assertEquals(403, kim.get("/admin/rooms").status());

        // One's own password, and nothing else of one's own.
        String own = "/admin/accounts/Kim.1";
        assertEquals(
                400, kim.call("PATCH", own, "{\"password\": \"another one\"}").status());
        assertEquals(
                400,
                kim.call("PATCH", own, "{\"password\": \"another one\", \"currentPassword\": \"wrong\"}")
                        .status());
        assertEquals(400, kim.call("PATCH", own, "{\"roles\": [\"admin\"]}").status());
        assertEquals(400, kim.call("PATCH", own, "{}").status());
        assertEquals(
                403,
                kim.call("PATCH", "/admin/accounts/admin", "{\"password\": \"another one\"}")
                        .status());
        ManagementClient.Answer changed =
                kim.call("PATCH", own, "{\"password\": \"another one\", \"currentPassword\": \"" + PASSWORD + "\"}");
        assertEquals(200, changed.status(), changed.toString());
        assertFalse(changed.body().get("mustChangePassword").asBoolean());

        assertEquals(
                200,
                admin.call("PATCH", own, "{\"password\": \"" + PASSWORD + "\"}").status());
        assertTrue(ManagementClient.login(node, "Kim.1", PASSWORD, Map.of())
                .body()
                .get("mustChangePassword")
                .asBoolean());
        assertEquals(204, admin.call("DELETE", own, "").status());
        assertEquals(404, admin.call("DELETE", own, "").status());
        assertEquals(
                401, ManagementClient.login(node, "Kim.1", PASSWORD, Map.of()).status());
    }

    @Test
    void apiKeys_areShownOnce_andOpenWhatTheyAreFor() throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "keyed", 5).status());
        assertEquals(201, RoomAdmin.create(node, "unkeyed", 5).status());
        for (String bad : List.of(
                "{}",
                "{\"name\": \"x\"}",
                "{\"name\": \"x\", \"roles\": [\"root\"]}",
                "{\"name\": \"\", \"roles\": [\"viewer\"]}",
                "{\"name\": \"x\", \"roles\": [\"viewer\"], \"rooms\": [\"No Room\"]}",
                "{\"name\": \"x\", \"roles\": [\"viewer\"], \"rooms\": \"keyed\"}",
                "{\"name\": \"x\", \"roles\": [\"viewer\"], \"expiresAt\": \"tomorrow\"}",
                "{\"name\": \"x\", \"roles\": [\"viewer\"], \"expiresAt\": \"2020-01-01T00:00:00Z\"}",
                "{\"name\": \"x\", \"roles\": [\"viewer\"], \"expiresAt\": \"2099-01-01T00:00:00Z\"}",
                "{\"name\": \"x\", \"roles\": [\"viewer\"], \"key\": \"mine\"}")) {
            ManagementClient.Answer answer = admin.call("POST", "/admin/api-keys", bad);
            assertEquals(400, answer.status(), bad + " → " + answer);
        }
        ManagementClient.Answer made = admin.call(
                "POST",
                "/admin/api-keys",
                "{\"name\": \"for one room\", \"roles\": [\"operator\"], \"rooms\": [\"keyed\"]}");
        assertEquals(201, made.status(), made.toString());
        String text = made.body().get("key").asText();
        String path = "/admin/api-keys/" + made.body().get("id").asText();
        assertFalse(admin.get("/admin/api-keys").http().body().contains(text));
        assertFalse(admin.get(path).body().has("key"));
        assertFalse(node.hasLogged(text));

        ManagementClient key = ManagementClient.key(node, text);
        ManagementClient.Answer rooms = key.get("/admin/rooms");
        assertEquals(200, rooms.status(), rooms.toString());
        assertEquals(1, rooms.body().size(), rooms.toString());
        assertEquals("keyed", rooms.body().get(0).get("id").asText());
        assertEquals(200, key.get("/admin/rooms/keyed").status());
        assertEquals(200, key.call("POST", "/admin/rooms/keyed/pause", "").status());
        for (String other :
                List.of("/admin/rooms/unkeyed", "/admin/rooms/none", "/admin/routes/test?url=x", "/admin/audit")) {
            ManagementClient.Answer refused = key.get(other);
            assertEquals(403, refused.status(), other + " → " + refused);
            assertEquals("urn:turnkeeper:problem:outside-key-scope", refused.type());
        }
        assertEquals(403, key.call("POST", "/admin/rooms/unkeyed/pause", "").status());
        assertEquals(
                403,
                key.call("PATCH", "/admin/accounts/admin", "{\"roles\": [\"admin\"]}")
                        .status());
        assertEquals(
                401, ManagementClient.key(node, text + "x").get("/admin/rooms").status());

        assertEquals(200, admin.call("PATCH", path, "{\"roles\": [\"stats\"]}").status());
        assertEquals(403, key.get("/admin/rooms/keyed").status());
        assertEquals(204, admin.call("DELETE", path, "").status());
        assertEquals(401, key.get("/admin/rooms/keyed").status());
        assertEquals(404, admin.get(path).status());
    }

    @Test
    void everyChange_isInTheAuditLog_withItsAuthorAndReason() throws IOException, InterruptedException {
        make("auditor", "operator");
        ManagementClient auditor = login("auditor");
        assertEquals(201, RoomAdmin.create(node, "audited", 5).status());
        Map<String, String> reason =
                Map.of("X-Turnkeeper-Reason", "%EB%A6%AC%ED%97%88%EC%84%A4 100%25", "If-Match", "*");
        assertEquals(
                200,
                auditor.call("PATCH", "/admin/rooms/audited", "{\"limit\": 7}", reason)
                        .status());
        assertEquals(
                200,
                auditor.call("PATCH", "/admin/rooms/audited", "{\"limit\": 7}", reason)
                        .status(),
                "which changes nothing");
        assertEquals(
                412,
                auditor.call("PATCH", "/admin/rooms/audited", "{\"limit\": 8}", Map.of("If-Match", "\"99\""))
                        .status());
        assertEquals(
                200,
                auditor.call("PATCH", "/admin/rooms/audited?dryRun=true", "{\"limit\": 8}", reason)
                        .status());
        assertEquals(
                200,
                auditor.call("POST", "/admin/rooms/audited/pause?reason=too+many", "")
                        .status());
        for (String bad : List.of("%zz", "x".repeat(501), "%00")) {
            assertEquals(
                    400,
                    auditor.call("POST", "/admin/rooms/audited/close", "", Map.of("X-Turnkeeper-Reason", bad))
                            .status());
        }
        ManagementClient.Answer log = auditor.get("/admin/audit?room=audited");
        assertEquals(200, log.status(), log.toString());
        assertEquals(3, log.body().size(), log.toString());
        JsonNode paused = log.body().get(0);
        assertEquals("room.pause", paused.get("action").asText());
        assertEquals("too many", paused.get("reason").asText());
        assertEquals("PAUSED", paused.get("after").get("state").asText());
        JsonNode patched = log.body().get(1);
        assertEquals("auditor", patched.get("who").asText());
        assertEquals("room audited", patched.get("target").asText());
        assertEquals("리허설 100%", patched.get("reason").asText());
        assertEquals(5, patched.get("before").get("limit").asInt());
        assertEquals(7, patched.get("after").get("limit").asInt());
        assertFalse(patched.get("after").has("name"), "what did not change is not told");
        assertEquals("admin-key", log.body().get(2).get("who").asText());
        assertTrue(log.body().get(2).get("before").isNull());

        ManagementClient.Answer first = auditor.get("/admin/audit?room=audited&limit=2");
        assertEquals(2, first.body().size());
        String cursor = first.http().headers().firstValue("X-Next-Cursor").orElseThrow();
        ManagementClient.Answer second = auditor.get("/admin/audit?room=audited&limit=2&cursor=" + cursor);
        assertEquals("room.create", second.body().get(0).get("action").asText());
        assertTrue(second.http().headers().firstValue("X-Next-Cursor").isEmpty());
        assertEquals(
                0, auditor.get("/admin/audit?from=2099-01-01T00:00:00Z").body().size());
        assertEquals(
                0, auditor.get("/admin/audit?to=2020-01-01T00:00:00Z").body().size());
        for (String bad : List.of(
                "room=No%20Room",
                "from=yesterday", "to=1", "limit=0", "limit=1001", "limit=x", "cursor=x", "cursor=-1")) {
            assertEquals(400, auditor.get("/admin/audit?" + bad).status(), bad);
        }

        assertEquals(
                200,
                admin.call("PATCH", "/admin/accounts/auditor", "{\"password\": \"" + PASSWORD + "!\"}")
                        .status());
        ManagementClient.Answer export = admin.get("/admin/audit/export");
        assertEquals(200, export.status());
        assertFalse(export.http().body().contains("PBKDF2"), "no hash of a password");
        assertFalse(export.http().body().contains(PASSWORD));
        checkChain(export.body());
    }

    /** As somebody outside would: from the export alone. */
    private static void checkChain(JsonNode export) {
        JsonNode entries = export.get("entries");
        String previous = entries.get(0).get("previous").asText();
        for (JsonNode entry : entries) {
            assertEquals(previous, entry.get("previous").asText());
            StringBuilder text = new StringBuilder();
            for (String field : List.of(
                    "number", "previous", "id", "at", "who", "action", "target", "room", "before", "after", "reason")) {
                text.append(entry.get(field).isNull() ? "" : entry.get(field).asText())
                        .append('\n');
            }
            previous = sha256(text.toString());
            assertEquals(previous, entry.get("hash").asText());
        }
        try {
            JWSObject head = JWSObject.parse(export.get("head").asText());
            assertTrue(
                    head.verify(new ECDSAVerifier(ECKey.parse(export.get("key").toString()))));
            assertEquals(previous, head.getPayload().toJSONObject().get("hash"));
        } catch (ParseException | JOSEException bad) {
            throw new AssertionError(bad);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new AssertionError(missing);
        }
    }

    @Test
    void login_goesOnByALaterToken() throws IOException, InterruptedException {
        make("renewer", "viewer");
        String token = ManagementClient.login(node, "renewer", PASSWORD, Map.of())
                .body()
                .get("token")
                .asText();
        ManagementClient.Answer renewed = ManagementClient.token(node, token).call("POST", "/login/renew", "");
        assertEquals(200, renewed.status(), renewed::toString);
        assertEquals("viewer", renewed.body().get("roles").get(0).asText());
        String later = renewed.body().get("token").asText();
        assertNotEquals(token, later);
        assertEquals(
                200, ManagementClient.token(node, later).get("/admin/rooms").status());
        for (String forged : List.of("", "a.b.c", later.substring(0, later.length() - 4) + "AAAA")) {
            ManagementClient.Answer refused =
                    ManagementClient.token(node, forged).call("POST", "/login/renew", "");
            assertEquals(401, refused.status(), forged);
            assertEquals("urn:turnkeeper:problem:login-over", refused.type());
        }
        assertEquals(
                401,
                new ManagementClient(node, Map.of("X-Api-Key", RoomAdmin.KEY))
                        .call("POST", "/login/renew", "")
                        .status(),
                "a key is no login");
    }

    @Test
    void emergency_holdsAndOpensAllRooms_andEndsByItself() throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "flood", 100).status());
        make("chief", "operator");
        make("onlooker", "viewer");
        ManagementClient chief = login("chief");
        String path = "/admin/emergency";
        String host = RoomAdmin.hostOf("flood");
        TracerClient client = new TracerClient(TracerClient.threads());
        for (String bad : List.of(
                "",
                "[]",
                "{}",
                "{\"mode\": \"HOLD\"}",
                "{\"mode\": \"OPEN\", \"seconds\": 5}",
                "{\"mode\": \"HOLD\", \"seconds\": 0}",
                "{\"mode\": \"HOLD\", \"seconds\": 86401}",
                "{\"mode\": \"HOLD\", \"seconds\": \"5\"}",
                "{\"mode\": \"HOLD\", \"seconds\": 5, \"room\": \"flood\"}")) {
            assertEquals(400, chief.call("POST", path, bad).status(), bad);
        }
        String hold = "{\"mode\": \"HOLD\", \"seconds\": 600}";
        assertEquals(403, login("onlooker").call("POST", path, hold).status());
        assertEquals("OFF", login("onlooker").get(path).body().get("mode").asText());

        JsonNode held = chief.call("POST", path, hold).body();
        assertEquals("HOLD", held.get("mode").asText());
        assertTrue(held.get("secondsLeft").asLong() > 590, held::toString);
        Await.until(20, () -> "the room in force is held", () -> liveState(chief, "flood")
                .equals("PAUSED"));
        AtomicInteger newcomers = new AtomicInteger();
        Await.until(20, () -> "a newcomer gets a place and waits", () -> {
            String name = "newcomer-" + newcomers.incrementAndGet();
            Told told = client.ask(node, host, name);
            return !told.held() && !told.inside();
        });
        String waiter = "newcomer-" + newcomers.get();
        TimeUnit.SECONDS.sleep(3);
        assertTrue(client.ask(node, host, waiter).waits(), "nobody is let in, although there is room");
        assertEquals(
                "ACTIVE", chief.get("/admin/rooms/flood").body().get("state").asText(), "as it is set");
        ManagementClient.Answer letIn = chief.call("POST", "/admin/rooms/flood/serving", "{\"increment\": 1}");
        assertEquals(409, letIn.status());
        assertTrue(letIn.http().body().contains("emergency"), letIn.http()::body);

        assertEquals(200, RoomAdmin.setLimit(node, "flood", 0).status());
        assertEquals(
                "BYPASS",
                chief.call("POST", path, "{\"mode\": \"BYPASS\", \"seconds\": 13}")
                        .body()
                        .get("mode")
                        .asText());
        for (String name : List.of(waiter, "second", "third")) {
            Await.until(4, () -> name + " is let by", () -> !client.ask(node, host, name)
                    .waits());
        }
        Await.until(
                20, () -> "it ends by itself", () -> liveState(chief, "flood").equals("ACTIVE"));
        assertEquals("OFF", chief.get(path).body().get("mode").asText());
        assertEquals(0, chief.get(path).body().get("secondsLeft").asLong());
        Await.until(20, () -> "a latecomer has a place and waits", () -> {
            Told late = client.ask(node, host, "late-" + newcomers.incrementAndGet());
            return late.waits() && !late.held();
        });

        chief.call("POST", path, hold);
        assertEquals(
                "OFF",
                chief.call("POST", path, "{\"mode\": \"OFF\"}")
                        .body()
                        .get("mode")
                        .asText());
        Await.until(20, () -> "the room in force is open", () -> liveState(chief, "flood")
                .equals("ACTIVE"));
        assertTrue(
                chief.get("/admin/audit?limit=100").http().body().contains("\"action\":\"emergency\""),
                "each turn is in the audit log");
    }

    private static String liveState(ManagementClient client, String room) throws IOException, InterruptedException {
        JsonNode seconds = client.call("GET", "/admin/live?rooms=" + room, "", Map.of("Accept", "application/json"))
                .body();
        return seconds.isEmpty()
                ? ""
                : seconds.get(seconds.size() - 1).get("state").asText();
    }

    @Test
    void visitors_areFoundAdmittedRemovedAndRevoked() throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "sought", 1).status());
        make("seeker", "operator");
        ManagementClient seeker = login("seeker");
        String path = "/admin/rooms/sought/visitors";
        String host = RoomAdmin.hostOf("sought");
        TracerClient client = new TracerClient(TracerClient.threads());
        for (String name : List.of("first", "second", "203.0.113.77", "fourth")) {
            Await.until(20, () -> name + " has a place", () -> !client.ask(node, host, name)
                    .held());
        }
        Await.until(
                20, () -> "one is inside", () -> client.ask(node, host, "first").inside());
        for (String bad : List.of("", "?q=", "?q=" + "x".repeat(2_049))) {
            assertEquals(400, seeker.get(path + bad).status(), bad);
        }
        assertEquals(0, seeker.get(path + "?q=nobody").body().size());
        assertEquals(0, seeker.get(path + "?q=secon").body().size(), "exactly");
        assertEquals(0, seeker.get(path + "?q=%2399").body().size());
        JsonNode first = seeker.get(path + "?q=first").body().get(0);
        assertEquals("ADMITTED", first.get("state").asText());
        JsonNode second = seeker.get(path + "?q=second").body().get(0);
        assertEquals("WAITING", second.get("state").asText());
        assertEquals(1, second.get("rank").asLong());
        JsonNode third = seeker.get(path + "?q=203.0.113.77").body().get(0);
        assertEquals(
                third.get("visitor"),
                seeker.get(path + "?q=%23" + third.get("position"))
                        .body()
                        .get(0)
                        .get("visitor"));

        assertEquals(
                "ADMITTED",
                act(seeker, path, third, "admit").body().get("state").asText());
        Await.until(20, () -> "the third is inside", () -> client.ask(node, host, "203.0.113.77")
                .inside());
        assertTrue(client.ask(node, host, "second").waits(), "who came before still waits");
        assertEquals(
                "CANCELLED",
                act(seeker, path, second, "remove").body().get("state").asText());
        assertEquals(404, act(seeker, path, second, "remove").status());
        assertEquals(
                "BLOCKED",
                act(seeker, path, first, "revoke").body().get("state").asText());
        for (String nobody : List.of("1-99", "9-1", "x", "1-0", "1", "99999999999999999999-1")) {
            assertEquals(
                    404,
                    seeker.call("POST", path + "/" + nobody + "/remove", "").status(),
                    nobody);
        }
        ManagementClient.Answer log = seeker.get("/admin/audit?room=sought&limit=100");
        List<String> told = new ArrayList<>();
        log.body()
                .forEach(entry -> told.add(
                        entry.get("action").asText() + " " + entry.get("target").asText()));
        assertTrue(told.contains("visitor.search visitor se***"), told::toString);
        assertTrue(told.contains("visitor.search visitor 203.0.113.x"), told::toString);
        assertTrue(told.contains("visitor.admit visitor " + third.get("visitor").asText()), told::toString);
        assertTrue(
                told.contains("visitor.revoke visitor " + first.get("visitor").asText()), told::toString);
        assertFalse(log.http().body().contains("203.0.113.77"));
    }

    private static ManagementClient.Answer act(ManagementClient as, String path, JsonNode visitor, String action)
            throws IOException, InterruptedException {
        return as.call("POST", path + "/" + visitor.get("visitor").asText() + "/" + action, "");
    }

    @Test
    void live_tellsEachSecondHowRoomsStand_untilTheLoginEnds() throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "watched", 2).status());
        assertEquals(201, RoomAdmin.create(node, "watched-too", 10_000).status());
        make("watcher", "viewer");
        ManagementClient watcher = login("watcher");
        for (String bad : List.of("/admin/live?rooms=none", "/admin/live?rooms=No%20Room", "/admin/rooms/none/live")) {
            assertEquals(404, watcher.get(bad).status(), bad);
        }
        assertEquals(405, watcher.call("POST", "/admin/live", "{}").status());

        try (LiveClient one = LiveClient.open(watcher, "/admin/rooms/watched/live");
                LiveClient both = LiveClient.open(watcher, "/admin/live?rooms=watched,watched-too")) {
            Await.until(
                    20,
                    () -> "both are told of the empty rooms: " + one + both,
                    () -> one.has("watched", 0, 0) && both.has("watched", 0, 0) && both.has("watched-too", 0, 0));
            TracerClient client = new TracerClient(TracerClient.threads());
            for (int visitor = 0; visitor < 5; visitor++) {
                String name = "live-" + visitor;
                Await.until(20, () -> name + " has a place", () -> !client.ask(node, RoomAdmin.hostOf("watched"), name)
                        .held());
            }
            Await.until(20, () -> "two are inside, three wait: " + one, () -> one.has("watched", 2, 3));
            Await.until(20, () -> "the other stream too: " + both, () -> both.has("watched", 2, 3));
            assertFalse(one.hasRoom("watched-too"));
            AtomicInteger more = new AtomicInteger();
            Await.until(30, () -> "who walks in flows in and out: " + both, () -> {
                client.ask(node, RoomAdmin.hostOf("watched-too"), "flows-" + more.incrementAndGet());
                return both.sum("watched-too", "inflow") > 0 && both.sum("watched-too", "outflow") > 0;
            });
            JsonNode last = one.last("watched");
            assertEquals(5, last.get("issued").asLong());
            assertEquals(2, last.get("limit").asLong());
            assertEquals(1, last.get("nodes").asInt());
            assertTrue(last.get("level").isNull());

            assertEquals(
                    204, admin.call("DELETE", "/admin/accounts/watcher", "").status());
            Await.until(20, () -> "the streams end with the login: " + one, () -> one.isOver() && both.isOver());
            assertEquals("logged-out", one.lastEvent());
        }
    }

    /** Every endpoint, by every role and by nobody. What a role may do is asked for something that does not exist. */
    @Test
    void everyEndpoint_isOpenToItsRoles_alone() throws IOException, InterruptedException {
        Map<String, ManagementClient> clients = new LinkedHashMap<>();
        for (String role : ROLES) {
            make("has-" + role, role);
            clients.put(role, login("has-" + role));
        }
        List<String> wrong = new ArrayList<>();
        for (Endpoint endpoint : endpoints()) {
            int nobody = call(ManagementClient.nobody(node), endpoint);
            if (nobody != 401) {
                wrong.add(endpoint + " by nobody: " + nobody);
            }
            for (Map.Entry<String, ManagementClient> client : clients.entrySet()) {
                boolean may = ROLES.indexOf(client.getKey()) >= ROLES.indexOf(endpoint.least);
                int status = call(client.getValue(), endpoint);
                if (may ? status != endpoint.status : status != 403) {
                    wrong.add(endpoint + " by " + client.getKey() + ": " + status);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static List<Endpoint> endpoints() {
        return List.of(
                new Endpoint("GET", "/admin/rooms", "", "viewer", 200),
                new Endpoint("POST", "/admin/rooms", "{}", "admin", 400),
                new Endpoint("GET", "/admin/rooms/none", "", "viewer", 404),
                new Endpoint("PUT", "/admin/rooms/none", "{}", "operator", 404),
                new Endpoint("PATCH", "/admin/rooms/none", "{}", "operator", 404),
                new Endpoint("DELETE", "/admin/rooms/none", "", "admin", 404),
                new Endpoint("POST", "/admin/rooms/none/activate", "", "operator", 404),
                new Endpoint("POST", "/admin/rooms/none/pause", "", "operator", 404),
                new Endpoint("POST", "/admin/rooms/none/deactivate", "", "operator", 404),
                new Endpoint("POST", "/admin/rooms/none/drain", "", "operator", 404),
                new Endpoint("POST", "/admin/rooms/none/close", "", "operator", 404),
                new Endpoint("POST", "/admin/rooms/none/reset", "{}", "operator", 404),
                new Endpoint("POST", "/admin/rooms/none/serving", "{}", "operator", 404),
                new Endpoint("PUT", "/admin/rooms/none/message", "{}", "operator", 404),
                new Endpoint("GET", "/admin/routes/test", "", "viewer", 400),
                new Endpoint("GET", "/admin/keys", "", "admin", 200),
                new Endpoint("GET", "/admin/accounts", "", "admin", 200),
                new Endpoint("POST", "/admin/accounts", "{}", "admin", 400),
                new Endpoint("GET", "/admin/accounts/none", "", "admin", 404),
                new Endpoint("PATCH", "/admin/accounts/none", "{\"roles\": [\"viewer\"]}", "admin", 404),
                new Endpoint("DELETE", "/admin/accounts/none", "", "admin", 404),
                new Endpoint("GET", "/admin/api-keys", "", "admin", 200),
                new Endpoint("POST", "/admin/api-keys", "{}", "admin", 400),
                new Endpoint("GET", "/admin/api-keys/none", "", "admin", 404),
                new Endpoint("PATCH", "/admin/api-keys/none", "{}", "admin", 404),
                new Endpoint("DELETE", "/admin/api-keys/none", "", "admin", 404),
                new Endpoint("GET", "/admin/rooms/none/visitors?q=x", "", "viewer", 404),
                new Endpoint("POST", "/admin/rooms/none/visitors/1-1/admit", "", "operator", 404),
                new Endpoint("POST", "/admin/rooms/none/visitors/1-1/remove", "", "operator", 404),
                new Endpoint("POST", "/admin/rooms/none/visitors/1-1/revoke", "", "operator", 404),
                new Endpoint("GET", "/admin/live?rooms=none", "", "viewer", 404),
                new Endpoint("GET", "/admin/rooms/none/live", "", "viewer", 404),
                new Endpoint("GET", "/admin/audit", "", "operator", 200),
                new Endpoint("GET", "/admin/audit/export", "", "admin", 200));
    }

    /**
     * @param least the role that it is open to, and all that include it
     * @param status what they are answered
     */
    private record Endpoint(String method, String path, String body, String least, int status) {}

    private static int call(ManagementClient client, Endpoint endpoint) throws IOException, InterruptedException {
        return client.call(endpoint.method, endpoint.path, endpoint.body).status();
    }

    private static ManagementClient login(String name) throws IOException, InterruptedException {
        ManagementClient.Answer login = ManagementClient.login(node, name, PASSWORD, Map.of());
        assertEquals(200, login.status(), login.toString());
        assertEquals(Set.of("token", "expiresAt", "roles", "mustChangePassword"), fields(login));
        return ManagementClient.token(node, login.body().get("token").asText());
    }

    private static Set<String> fields(ManagementClient.Answer answer) {
        Set<String> names = new java.util.HashSet<>();
        answer.body().fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void make(String name, String role) throws IOException, InterruptedException {
        ManagementClient.Answer made = admin.call("POST", "/admin/accounts", account(name, role));
        assertEquals(201, made.status(), made.toString());
    }

    private static String account(String name, String role) {
        return "{\"name\": \"" + name + "\", \"password\": \"" + PASSWORD + "\", \"roles\": [\"" + role + "\"]}";
    }
}
