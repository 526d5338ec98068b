package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnkeeper.node.ManagementClient.Answer;
import dev.turnkeeper.node.TracerClient.Told;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is blocked at one node of a grid is blocked at all of them. The tests share it, and each makes a room of its own. */
class BlocksIT {

    private static final String PATH = "/admin/blocks";
    private static final String BROWSER = "Browser/1";
    private static final Map<String, String> JSON = Map.of("Accept", "application/json");

    private static List<NodeProcess> nodes;
    private static NodeProcess here;
    private static NodeProcess there;
    private static ManagementClient admin;

    private final TracerClient client = new TracerClient(TracerClient.threads());

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        nodes = NodeProcess.grid(3, Map.of("TURNKEEPER_ADMIN_KEY", RoomAdmin.KEY));
        here = nodes.get(0);
        there = nodes.get(1);
        admin = ManagementClient.key(here, RoomAdmin.KEY);
    }

    @AfterAll
    static void stop() {
        if (nodes != null) {
            nodes.forEach(NodeProcess::kill);
        }
    }

    @Test
    void login_isRefusedByTracerOfAnotherNode_untilItEndsByItself() throws IOException, InterruptedException {
        room("logins", 100);
        String host = RoomAdmin.hostOf("logins");
        Await.until(
                20, () -> "kim is inside", () -> client.ask(there, host, "kim").inside());
        Answer made = admin.call("POST", PATH, "{\"room\": \"logins\", \"loginId\": \"kim\", \"seconds\": 12}");
        assertEquals(201, made.status(), made::toString);
        assertEquals("ki***", made.body().get("loginId").asText());
        assertFalse(made.body().has("ip"));
        assertTrue(made.http().headers().firstValue("Location").orElse("").endsWith(id(made)), made::toString);
        Await.until(10, () -> "kim is told to wait", () -> client.ask(there, host, "kim")
                .waits());
        Told told = client.ask(there, host, "kim");
        assertTrue(told.held(), "without a place");
        assertEquals(told.waiting() + 1, told.rank());
        assertTrue(client.ask(there, host, "lee").inside());
        assertEquals(1, admin.at(there).get(PATH + "?room=logins").body().size(), "seen on the other node");

        // However the room lets others in.
        assertEquals(200, RoomAdmin.turn(here, "logins", "deactivate").status());
        assertTrue(client.ask(there, host, "kim").waits());
        assertEquals(200, RoomAdmin.turn(here, "logins", "activate").status());

        Await.until(30, () -> "it ends by itself, and kim is where kim was", () -> client.ask(there, host, "kim")
                .inside());
        assertEquals(0, admin.get(PATH + "?room=logins").body().size());
        assertEquals(404, admin.get(PATH + "/" + id(made)).status());
        assertTrue(blocked(there, "logins") >= 3, "counted by room");
    }

    @Test
    void address_isRefusedAtVisitsAndGateOfAnotherNode_untilItIsLifted() throws IOException, InterruptedException {
        room("addresses", 100);
        String address = "203.0.113.77";
        Map<String, String> ticket = Map.of(
                "Authorization",
                "Ticket " + enter("addresses", address).body().get("ticket").asText());
        // A room that was just made lets nobody in before its first tick.
        Await.until(20, () -> "the visitor is inside", () -> visitor("GET", "/visits/current", "", address, ticket)
                .body()
                .has("pass"));
        JsonNode visit = visitor("GET", "/visits/current", "", address, ticket).body();
        assertEquals(200, gate("addresses", address, visit.get("pass").asText()).status());

        Answer made = admin.call("POST", PATH, "{\"room\": \"addresses\", \"ip\": \"203.0.113.77\", \"seconds\": 600}");
        assertEquals(201, made.status(), made::toString);
        assertEquals("203.0.113.x", made.body().get("ip").asText());
        Await.until(
                10,
                () -> "the gate refuses",
                () -> gate("addresses", address, visit.get("pass").asText()).status() == 403);
        Shopper.Answer refused = gate("addresses", address, visit.get("pass").asText());
        assertEquals("blocked", refused.header("X-Turnkeeper-Reason"));
        assertTrue(refused.body().contains("urn:turnkeeper:problem:blocked"), refused::toString);
        assertEquals(
                403, gate("addresses", address, "").status(), "without a pass too: the waiting room would not help");
        Answer seen = visitor("GET", "/visits/current", "", address, ticket);
        assertEquals(200, seen.status(), seen::toString);
        assertEquals("BLOCKED", seen.body().get("state").asText());
        assertFalse(seen.body().has("pass"));
        assertTrue(visitor("GET", "/visits/current/stream", "", address, ticket)
                .http()
                .body()
                .contains("\"state\":\"BLOCKED\""));
        Answer turned = enter("addresses", address);
        assertEquals(429, turned.status(), turned::toString);
        assertEquals("urn:turnkeeper:problem:blocked", turned.type());
        assertEquals("60", turned.http().headers().firstValue("Retry-After").orElse(""));
        Shopper.Answer page = new Shopper(BROWSER)
                .send(
                        there.uri("/wait/addresses?tk_probe=1"),
                        "GET",
                        Map.of("X-Forwarded-For", address, "Accept", "text/html", "Cookie", "tk-probe=1"),
                        "");
        assertTrue(page.body().contains("data-screen=\"blocked\""), page::toString);
        assertEquals(201, enter("addresses", "203.0.113.78").status(), "a neighbour");

        assertEquals(
                204, admin.at(there).call("DELETE", PATH + "/" + id(made), "").status());
        Await.until(10, () -> "the place is there again", () -> visitor("GET", "/visits/current", "", address, ticket)
                .body()
                .path("state")
                .asText()
                .equals("ADMITTED"));
        assertEquals(200, gate("addresses", address, visit.get("pass").asText()).status());
        JsonNode audit = admin.get("/admin/audit?room=addresses&limit=2").body();
        assertEquals("block.delete", audit.get(0).get("action").asText());
        assertEquals("block.create", audit.get(1).get("action").asText());
        assertFalse(audit.toString().contains("203.0.113.77"), audit::toString);
        for (NodeProcess node : nodes) {
            assertFalse(node.hasLogged("203.0.113.77"));
        }
    }

    @Test
    void roomThatSaysSo_answersTracerByAStatus() throws IOException, InterruptedException {
        room("strict", 100);
        assertEquals(
                200,
                RoomAdmin.call(here, "PATCH", "/strict", Map.of("If-Match", "*"), "{\"tracerRefusal\": \"STATUS\"}")
                        .status());
        admin.call("POST", PATH, "{\"room\": \"strict\", \"ip\": \"203.0.113.0/24\"}");
        String query = "/tracer/access?pageUrl=%2Fbuy%2F1&host=" + RoomAdmin.hostOf("strict");
        Await.until(
                10,
                () -> "TRACER refuses",
                () -> visitor("GET", query, "", "203.0.113.9", Map.of()).status() == 429);
        assertTrue(visitor("GET", query, "", "203.0.113.9", Map.of())
                .http()
                .headers()
                .firstValue("Retry-After")
                .isPresent());
        assertEquals(
                200,
                visitor("GET", query + "&ip=203.0.113.9", "", "198.51.100.9", Map.of())
                        .status(),
                "the connection's address counts");
    }

    @Test
    void badBlocks_areRefused_andChangeNothing() throws IOException, InterruptedException {
        room("sound", 100);
        for (String bad : List.of(
                "",
                "[]",
                "{}",
                "{\"room\": \"sound\"}",
                "{\"loginId\": \"kim\"}",
                "{\"room\": \"none\", \"loginId\": \"kim\"}",
                "{\"room\": 1, \"loginId\": \"kim\"}",
                "{\"room\": \"sound\", \"loginId\": \"\"}",
                "{\"room\": \"sound\", \"loginId\": 7}",
                "{\"room\": \"sound\", \"loginId\": \"a\\u0000b\"}",
                "{\"room\": \"sound\", \"loginId\": \"\\ud800\"}",
                "{\"room\": \"sound\", \"loginId\": \"" + "x".repeat(2_049) + "\"}",
                "{\"room\": \"sound\", \"loginId\": \"kim\", \"ip\": \"192.0.2.1\"}",
                "{\"room\": \"sound\", \"ip\": \"localhost\"}",
                "{\"room\": \"sound\", \"ip\": \"0.0.0.0/0\"}",
                "{\"room\": \"sound\", \"ip\": [\"192.0.2.1\"]}",
                "{\"room\": \"sound\", \"loginId\": \"kim\", \"seconds\": 0}",
                "{\"room\": \"sound\", \"loginId\": \"kim\", \"seconds\": 2592001}",
                "{\"room\": \"sound\", \"loginId\": \"kim\", \"seconds\": 1.5}",
                "{\"room\": \"sound\", \"loginId\": \"kim\", \"seconds\": \"60\"}",
                "{\"room\": \"sound\", \"loginId\": \"kim\", \"reason\": \"x\"}")) {
            Answer answer = admin.call("POST", PATH, bad);
            assertEquals(400, answer.status(), bad + " → " + answer);
            assertFalse(answer.http().body().contains("Exception"), answer::toString);
        }
        assertEquals(413, admin.call("POST", PATH, " ".repeat(70_000) + "{}").status());
        assertEquals(0, admin.get(PATH + "?room=sound").body().size());
        assertEquals(404, admin.get(PATH + "?room=none").status());
        assertEquals(404, admin.get(PATH + "/abc").status());
        assertEquals(404, admin.call("DELETE", PATH + "/abc", "").status());
        assertEquals(401, ManagementClient.nobody(here).get(PATH).status());
    }

    @Test
    void rolesAndKeys_seeAndDoWhatTheyMay() throws IOException, InterruptedException {
        room("mine", 100);
        room("theirs", 100);
        String mine = "{\"room\": \"mine\", \"loginId\": \"kim\"}";
        String theirs = "{\"room\": \"theirs\", \"loginId\": \"kim\"}";
        ManagementClient viewer = key("viewer", "");
        ManagementClient scoped = key("operator", "\"mine\"");
        assertEquals(403, viewer.call("POST", PATH, mine).status());
        assertEquals(403, key("stats", "").get(PATH).status());
        Answer made = scoped.call("POST", PATH, mine);
        assertEquals(201, made.status(), made::toString);
        assertEquals(300, made.body().get("seconds").asLong());
        assertEquals(403, scoped.call("POST", PATH, theirs).status());
        Answer other = admin.call("POST", PATH, theirs);
        assertEquals(201, other.status());
        assertEquals(403, scoped.get(PATH + "/" + id(other)).status());
        assertEquals(403, scoped.get(PATH + "?room=theirs").status());
        assertEquals(403, scoped.call("DELETE", PATH + "/" + id(other), "").status());
        assertEquals(List.of("mine"), scoped.get(PATH).body().findValuesAsText("room"));
        assertEquals(
                "ki***", viewer.get(PATH + "/" + id(made)).body().get("loginId").asText());
        assertEquals(403, viewer.call("DELETE", PATH + "/" + id(made), "").status());

        Answer again = scoped.call("POST", PATH, "{\"room\": \"mine\", \"loginId\": \"kim\", \"seconds\": 900}");
        assertEquals(200, again.status());
        assertEquals(id(made), id(again));
        assertEquals(
                900,
                viewer.get(PATH + "?room=mine").body().get(0).get("seconds").asLong());
        assertEquals(204, scoped.call("DELETE", PATH + "/" + id(made), "").status());
        assertEquals(404, scoped.call("DELETE", PATH + "/" + id(made), "").status());
    }

    private static void room(String id, long limit) throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(here, id, limit).status());
        for (NodeProcess node : nodes) {
            Await.until(
                    10,
                    () -> "the room is known at " + node,
                    () -> RoomAdmin.read(node, id).status() == 200);
        }
    }

    private static String id(Answer made) {
        return made.body().get("id").asText();
    }

    /** A login by key. @param rooms as JSON, without brackets */
    private static ManagementClient key(String role, String rooms) throws IOException, InterruptedException {
        Answer made = admin.call(
                "POST",
                "/admin/api-keys",
                "{\"name\": \"a test\", \"roles\": [\"" + role + "\"], \"rooms\": [" + rooms + "]}");
        return ManagementClient.key(here, made.body().get("key").asText());
    }

    private static Answer enter(String room, String address) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (true) {
            Answer answer = visitor("POST", "/visits", "{\"room\": \"" + room + "\"}", address, JSON);
            if (answer.status() != 503 || System.nanoTime() > deadline) {
                return answer;
            }
            Thread.sleep(200);
        }
    }

    /** At the other node. */
    private static Answer visitor(String method, String path, String body, String address, Map<String, String> headers)
            throws IOException, InterruptedException {
        return ManagementClient.nobody(there)
                .call(method, path, body, with(with(headers, "User-Agent", BROWSER), "X-Forwarded-For", address));
    }

    /** nginx asks the other node. @param pass empty: none */
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
                        there.uri("/gate/nginx"),
                        "GET",
                        pass.isEmpty() ? headers : with(headers, "X-Turnkeeper-Pass", pass),
                        "");
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(name, value);
        return all;
    }

    private static long blocked(NodeProcess node, String room) throws IOException, InterruptedException {
        return new Shopper("metrics")
                .send(node.uri("/metrics?scope=application"), "GET", Map.of("Accept", "text/plain"), "")
                .body()
                .lines()
                .filter(line -> line.startsWith("turnkeeper_blocked_total{") && line.contains("room=\"" + room + "\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
