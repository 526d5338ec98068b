package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.turnkeeper.node.ManagementClient.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens in a grid of three nodes is told to webhooks. The tests share it; only the third node is killed. */
class NoticesIT {

    private static final String PATH = "/admin/webhooks";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SOON = 90;

    private static final List<Letter> LETTERS = new CopyOnWriteArrayList<>();
    private static volatile int failing = 500;
    private static HttpServer receiver;
    private static List<NodeProcess> nodes;
    private static NodeProcess here;
    private static NodeProcess there;
    private static ManagementClient admin;

    private final TracerClient client = new TracerClient(TracerClient.threads());

    /** What the receiver got. */
    private record Letter(String path, Map<String, String> headers, byte[] body) {

        JsonNode event() {
            try {
                return JSON.readTree(body);
            } catch (IOException none) {
                throw new IllegalStateException(new String(body, StandardCharsets.UTF_8), none);
            }
        }

        String type() {
            return event().get("type").asText();
        }
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        receiver.setExecutor(Executors.newCachedThreadPool());
        receiver.createContext("/", NoticesIT::receive);
        receiver.start();
        nodes = NodeProcess.grid(
                3,
                Map.of(
                        "TURNKEEPER_ADMIN_KEY",
                        RoomAdmin.KEY,
                        "TURNKEEPER_PROBE_ALLOW",
                        "127.0.0.1:" + receiver.getAddress().getPort()));
        here = nodes.get(0);
        there = nodes.get(1);
        admin = ManagementClient.key(here, RoomAdmin.KEY);
    }

    @AfterAll
    static void stop() {
        if (nodes != null) {
            nodes.stream().filter(NodeProcess::isAlive).forEach(NodeProcess::kill);
        }
        receiver.stop(0);
    }

    private static void receive(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        String path = exchange.getRequestURI().getPath();
        LETTERS.add(new Letter(path, headers, exchange.getRequestBody().readAllBytes()));
        if (path.startsWith("/redirect")) {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
        }
        exchange.sendResponseHeaders(path.startsWith("/redirect") ? 307 : path.startsWith("/fail") ? failing : 204, -1);
        exchange.close();
    }

    @Test
    void queueAndLimit_areToldOnce_signed() throws Exception {
        JsonNode webhook =
                make("{\"name\": \"pager\", \"url\": \"" + url("/take") + "\", \"rooms\": [\"tickets\"], \"events\":"
                        + " [\"queue.began\", \"queue.ended\", \"limit.changed\"]}");
        assertEquals(201, RoomAdmin.create(here, "tickets", 1).status());
        String host = RoomAdmin.hostOf("tickets");
        Await.until(SOON, () -> "kim is inside", () -> client.ask(there, host, "kim")
                .inside());
        Await.until(SOON, () -> "lee waits", () -> client.ask(here, host, "lee").firstRank() > 0);
        Await.until(SOON, () -> told("/take"), () -> all("/take", "queue.began").count() > 0);
        assertEquals(200, RoomAdmin.setLimit(there, "tickets", 5).status());
        Await.until(
                SOON, () -> told("/take"), () -> all("/take", "limit.changed").count() > 0);
        Await.until(SOON, () -> told("/take"), () -> all("/take", "queue.ended").count() > 0);

        for (String event : List.of("queue.began", "queue.ended", "limit.changed")) {
            List<Letter> letters = all("/take", event).toList();
            assertEquals(1, letters.size(), () -> told("/take"));
            Letter letter = letters.get(0);
            assertEquals(
                    "application/cloudevents+json; charset=utf-8",
                    letter.headers().get("content-type"));
            assertEquals("1.0", letter.event().get("specversion").asText());
            assertEquals("rooms/tickets", letter.event().get("subject").asText());
            assertEquals(letter.event().get("id").asText(), letter.headers().get("webhook-id"));
            assertEquals(
                    "v1," + signed(webhook.get("secret").asText(), letter),
                    letter.headers().get("webhook-signature"));
        }
        JsonNode data =
                all("/take", "limit.changed").findFirst().orElseThrow().event().get("data");
        assertEquals(1, data.get("before").asInt());
        assertEquals(5, data.get("after").asInt());
        assertFalse(data.get("by").isNull(), "by whom, though another node was asked");
        Await.until(
                SOON,
                () -> "the other node knows that all were sent",
                () -> Stream.of(deliveries(there, webhook))
                                .flatMap(NoticesIT::each)
                                .filter(delivery ->
                                        delivery.get("state").asText().equals("SENT"))
                                .count()
                        == 3);
        assertTrue(nodes.subList(0, 2).stream().mapToLong(NoticesIT::sent).sum() > 0, "counted at the node that sent");
    }

    @Test
    void failure_becomesADeadLetter_andIsTriedAgainByHand() throws Exception {
        JsonNode webhook = make("{\"name\": \"broken\", \"url\": \"" + url("/fail") + "\", \"rooms\": [\"broken\"],"
                + " \"tries\": 2, \"events\": [\"limit.changed\"]}");
        assertEquals(201, RoomAdmin.create(here, "broken", 1).status());
        assertEquals(200, RoomAdmin.setLimit(here, "broken", 2).status());
        Await.until(
                SOON,
                () -> told("/fail"),
                () -> deliveries(there, webhook).path(0).path("state").asText().equals("DEAD"));
        JsonNode dead = deliveries(there, webhook).get(0);
        assertEquals(2, dead.get("tries").asInt());
        assertEquals(500, dead.get("status").asInt());
        assertTrue(dead.get("nextAt").isNull());
        List<Letter> letters = all("/fail", "limit.changed").toList();
        assertEquals(2, letters.size());
        assertEquals(
                letters.get(0).headers().get("webhook-id"),
                letters.get(1).headers().get("webhook-id"));

        failing = 200;
        String retry = path(webhook) + "/deliveries/" + dead.get("id").asText() + "/retry";
        Answer again = admin.at(there).call("POST", retry, "");
        assertEquals(202, again.status(), again::toString);
        Await.until(
                SOON,
                () -> told("/fail"),
                () -> deliveries(here, webhook).path(0).path("state").asText().equals("SENT"));
        assertEquals(3, all("/fail", "limit.changed").count());
        Answer taken = admin.call("POST", retry, "");
        assertEquals(409, taken.status(), taken::toString);
        assertEquals("urn:turnkeeper:problem:delivery-taken", taken.type());
        assertEquals(
                404,
                admin.call("POST", path(webhook) + "/deliveries/nothing/retry", "")
                        .status());
    }

    @Test
    void test_saysWhatCameBack_andFollowsNoRedirect() throws Exception {
        JsonNode redirecting = make("{\"name\": \"moved\", \"url\": \"" + url("/redirect") + "\", \"events\":"
                + " [\"node.lost\"], \"enabled\": false}");
        Answer moved = admin.call("POST", path(redirecting) + "/test", "");
        assertEquals(200, moved.status(), moved::toString);
        assertFalse(moved.body().get("taken").asBoolean());
        assertEquals(307, moved.body().get("status").asInt());
        assertTrue(moved.body().get("detail").asText().contains("redirect"));
        assertEquals(
                0,
                LETTERS.stream()
                        .filter(letter -> letter.path().equals("/elsewhere"))
                        .count());

        JsonNode good = make("{\"name\": \"good\", \"url\": \"" + url("/test") + "\", \"events\": [\"node.back\"]}");
        assertTrue(
                admin.call("POST", path(good) + "/test", "").body().get("taken").asBoolean());
        Answer rotated = admin.call("POST", path(good) + "/rotate", "");
        assertEquals(200, rotated.status(), rotated::toString);
        assertTrue(admin.at(there)
                .call("POST", path(good) + "/test", "")
                .body()
                .get("taken")
                .asBoolean());
        Letter letter = all("/test", "test").reduce((first, last) -> last).orElseThrow();
        assertEquals(
                "v1," + signed(rotated.body().get("secret").asText(), letter) + " v1,"
                        + signed(good.get("secret").asText(), letter),
                letter.headers().get("webhook-signature"),
                "for a while, both secrets count");
    }

    @Test
    void wrongInput_isRefused_andChangesNothing() throws Exception {
        String sound = "\"name\": \"x\", \"events\": [\"node.lost\"]";
        for (String wrong : List.of(
                "{}",
                "{" + sound + "}",
                "{" + sound + ", \"url\": \"ftp://a.example.com/\"}",
                "{" + sound + ", \"url\": \"https://kim:pw@a.example.com/\"}",
                "{" + sound + ", \"url\": \"https://a.example.com/#b\"}",
                "{" + sound + ", \"url\": \"https:///nowhere\"}",
                "{" + sound + ", \"url\": \"https://a.example.com/" + "a".repeat(2_048) + "\"}",
                "{" + sound + ", \"url\": 7}",
                "{" + sound + ", \"url\": \"http://127.0.0.1:1/\"}",
                "{" + sound + ", \"url\": \"http://169.254.169.254/latest\"}",
                "{" + sound + ", \"url\": \"http://[::1]/\"}",
                "{" + sound + ", \"url\": \"http://localhost/\"}",
                "{" + sound + ", \"url\": \"https://8.8.8.8/\", \"secret\": \"mine\"}",
                "{" + sound + ", \"url\": \"https://8.8.8.8/\", \"tries\": 13}",
                "{" + sound + ", \"url\": \"https://8.8.8.8/\", \"enabled\": \"yes\"}",
                "{" + sound + ", \"url\": \"https://8.8.8.8/\", \"rooms\": [\"No Room\"]}",
                "{" + sound + ", \"url\": \"https://8.8.8.8/\", \"repeatSeconds\": {\"queue.ended\": 60}}",
                "{" + sound + ", \"url\": \"https://8.8.8.8/\", \"repeatSeconds\": {\"queue.began\": 59}}",
                "{" + sound + ", \"url\": \"https://8.8.8.8/\", \"repeatSeconds\": {\"queue.began\": \"60\"}}",
                "{\"name\": \"x\", \"url\": \"https://8.8.8.8/\", \"events\": []}",
                "{\"name\": \"x\", \"url\": \"https://8.8.8.8/\", \"events\": [\"test\"]}",
                "{\"name\": \"\", \"url\": \"https://8.8.8.8/\", \"events\": [\"node.lost\"]}")) {
            Answer refused = admin.call("POST", PATH, wrong);
            assertEquals(400, refused.status(), () -> wrong + " " + refused);
            assertFalse(wrong.length() > 2 && refused.body().path("errors").isEmpty(), refused::toString);
        }
        Answer level = admin.call(
                "POST", PATH, "{\"name\": \"x\", \"url\": \"https://8.8.8.8/\", \"events\": [\"level.changed\"]}");
        assertTrue(level.toString().contains("level.changed is not built yet"), level::toString);
        Answer internal = admin.call("POST", PATH, "{" + sound + ", \"url\": \"http://10.0.0.1/\"}");
        assertTrue(internal.toString().contains("TURNKEEPER_PROBE_ALLOW"), internal::toString);

        assertEquals(401, ManagementClient.nobody(here).get(PATH).status());
        String key = admin.call("POST", "/admin/api-keys", "{\"name\": \"o\", \"roles\": [\"operator\"]}")
                .body()
                .get("key")
                .asText();
        assertEquals(403, ManagementClient.key(here, key).get(PATH).status());
        assertEquals(
                403,
                ManagementClient.key(here, key)
                        .call("POST", PATH, "{" + sound + ", \"url\": \"https://8.8.8.8/\"}")
                        .status());
        for (String gone : List.of("/none", "/none/deliveries")) {
            assertEquals(404, admin.get(PATH + gone).status());
        }
        assertEquals(404, admin.call("POST", PATH + "/none/test", "").status());
        assertEquals(404, admin.call("POST", PATH + "/none/rotate", "").status());
        assertEquals(
                0,
                Stream.of(admin.get(PATH).body())
                        .flatMap(NoticesIT::each)
                        .filter(webhook -> webhook.get("name").asText().equals("x"))
                        .count());
    }

    @Test
    void change_needsTheVersionThatWasRead_andLeavesATraceWithoutSecrets() throws Exception {
        JsonNode webhook = make("{\"name\": \"two editors\", \"url\": \"" + url("/hidden-path") + "\", \"events\":"
                + " [\"node.back\"]}");
        String path = path(webhook);
        assertFalse(admin.get(path).body().has("secret"));
        assertEquals(
                "\"1\"", admin.get(path).http().headers().firstValue("ETag").orElse(""));
        assertEquals(428, admin.call("PATCH", path, "{\"enabled\": false}").status());
        Answer changed = admin.call("PATCH", path, "{\"enabled\": false}", Map.of("If-Match", "\"1\""));
        assertEquals(200, changed.status(), changed::toString);
        assertFalse(changed.body().get("enabled").asBoolean());
        assertEquals("two editors", changed.body().get("name").asText());
        assertEquals(
                412,
                admin.call("PATCH", path, "{\"name\": \"b\"}", Map.of("If-Match", "\"1\""))
                        .status());
        assertEquals(
                400,
                admin.call("PATCH", path, "{\"events\": [\"a\"]}", Map.of("If-Match", "*"))
                        .status());
        assertEquals(428, admin.call("DELETE", path, "").status());
        assertEquals(
                412, admin.call("DELETE", path, "", Map.of("If-Match", "\"1\"")).status());
        assertEquals(
                204, admin.call("DELETE", path, "", Map.of("If-Match", "\"2\"")).status());
        assertEquals(404, admin.get(path).status());
        String audit = admin.get("/admin/audit").http().body();
        assertTrue(audit.contains("webhook.create") && audit.contains("webhook.delete"), audit);
        assertFalse(audit.contains("whsec_"), audit);
        assertFalse(audit.contains("hidden-path"), audit);
    }

    @Test
    void lostNode_isToldByTheOthers() throws Exception {
        make("{\"name\": \"watch\", \"url\": \"" + url("/nodes") + "\", \"events\": [\"node.lost\", \"node.back\"]}");
        nodes.get(2).kill();
        Await.until(180, () -> told("/nodes"), () -> all("/nodes", "node.lost").count() > 0);
        Letter lost = all("/nodes", "node.lost").findFirst().orElseThrow();
        assertEquals(
                "nodes/127.0.0.1:" + nodes.get(2).gridPort(),
                lost.event().get("subject").asText());
        assertEquals(
                1,
                all("/nodes", "node.lost")
                        .map(letter -> letter.event().get("id").asText())
                        .distinct()
                        .count());
    }

    private static JsonNode make(String body) throws IOException, InterruptedException {
        Answer made = admin.call("POST", PATH, body);
        assertEquals(201, made.status(), made::toString);
        assertTrue(made.body().get("secret").asText().startsWith("whsec_"));
        Await.until(
                SOON,
                () -> "the other node knows it",
                () -> admin.at(there).get(path(made.body())).status() == 200);
        return made.body();
    }

    private static String path(JsonNode webhook) {
        return PATH + "/" + webhook.get("id").asText();
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
    }

    private static JsonNode deliveries(NodeProcess node, JsonNode webhook) throws IOException, InterruptedException {
        return admin.at(node).get(path(webhook) + "/deliveries").body();
    }

    private static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static Stream<Letter> all(String path, String event) {
        return LETTERS.stream()
                .filter(letter -> letter.path().equals(path) && letter.type().equals("dev.turnkeeper." + event));
    }

    private static String told(String path) {
        return path + " was told "
                + LETTERS.stream()
                        .filter(letter -> letter.path().equals(path))
                        .map(Letter::event)
                        .toList()
                + "\n" + NodeProcess.logs(nodes);
    }

    private static long sent(NodeProcess node) {
        try {
            return new Shopper("metrics")
                    .send(node.uri("/metrics?scope=application"), "GET", Map.of("Accept", "text/plain"), "")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("turnkeeper_notices_sent_total"))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String signed(String secret, Letter letter) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
        String head =
                letter.headers().get("webhook-id") + "." + letter.headers().get("webhook-timestamp") + ".";
        mac.update(head.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(mac.doFinal(letter.body()));
    }
}
