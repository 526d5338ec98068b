package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.turnkeeper.node.Shopper.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A shop behind real nginx, with the configuration that is shipped, and a real node that nginx asks. Each test has a room of
 * its own: the shop's pages below its name.
 */
@Timeout(120)
class GateIT {

    private static final String HOST = "localhost";
    private static final String PHONE = "Mozilla/5.0 (Linux; Android 16) phone";
    private static final String LAPTOP = "Mozilla/5.0 (X11; Linux x86_64) laptop";
    private static final int ANSWER_WITHIN_MILLIS = 10_000;

    private static @Nullable NodeProcess node;
    private static @Nullable SampleShop shop;
    private static @Nullable NginxProcess nginx;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        assumeTrue(NginxProcess.isInstalled(), "this test needs nginx: apt-get install nginx-light");
        node = NodeProcess.start(Map.of("TURNKEEPER_ADMIN_KEY", RoomAdmin.KEY));
        shop = SampleShop.start();
        nginx = NginxProcess.start(HOST, node().httpPort(), shop().port(), "closed");
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable each : new AutoCloseable[] {nginx, shop, node}) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception left) {
                throw new IllegalStateException(left);
            }
        }
    }

    @Test
    void deepLink_waitsForItsTurnAndComesBackToThatVeryLink() throws Exception {
        room("deep", 0);
        Shopper ann = new Shopper(PHONE);
        URI link = shopUri("/deep/seat/7?row=%ED%95%9C&x=1%262");
        Answer sent = ann.open(link);
        assertEquals(302, sent.status(), sent::toString);
        assertEquals(enter(link), sent.location(), sent::toString);
        Answer page = ann.follow(sent.location());
        assertEquals("/wait/deep", page.url().getPath(), page::toString);
        assertTrue(ann.cookies().containsKey("tk_deep"), () -> "no place: " + ann.cookies());
        assertFalse(ann.cookies().containsKey("tkp_deep"));

        limit("deep", 1);
        Answer in = comeIn(ann, link);
        assertEquals(link, in.url());
        assertTrue(in.body().contains("The shop: GET /deep/seat/7?row=%ED%95%9C&x=1%262"), in::toString);

        Answer second = ann.open(shopUri("/deep/second"));
        assertEquals(200, second.status(), second::toString);
        Answer form = ann.send(shopUri("/deep/order"), "POST", Map.of("Content-Type", "text/plain"), "seat=7");
        assertEquals(200, form.status(), form::toString);
        assertEquals("seat=7", shop().last().body());
        Answer fetched = ann.send(shopUri("/deep/api"), "GET", Map.of("Accept", "application/json"), "");
        assertEquals(200, fetched.status(), fetched::toString);
    }

    @Test
    void script_isToldWhereToGo() throws Exception {
        room("script", 0);
        Answer refused =
                new Shopper(PHONE).send(shopUri("/script/api"), "GET", Map.of("Accept", "application/json"), "");
        assertEquals(401, refused.status(), refused::toString);
        assertEquals("application/problem+json", refused.header("Content-Type"));
        assertEquals("no-pass", refused.header("X-Turnkeeper-Reason"));
        assertEquals(enter(shopUri("/script/api")), refused.location());
        assertTrue(refused.body().contains("\"status\":401"), refused::toString);
    }

    @Test
    void form_withoutAPassComesBackToThePageItWasSentFrom() throws Exception {
        room("form", 0);
        Map<String, String> headers =
                Map.of("Accept", "text/html", "Referer", shopUri("/form/basket").toString());
        Answer sent = new Shopper(PHONE).send(shopUri("/form/order"), "POST", headers, "seat=7");
        assertEquals(302, sent.status(), sent::toString);
        assertEquals(enter(shopUri("/form/basket")), sent.location());
        Map<String, String> strange = Map.of("Accept", "text/html", "Referer", "https://evil.example/form/basket");
        Answer other = new Shopper(PHONE).send(shopUri("/form/order"), "POST", strange, "seat=7");
        assertEquals(enter(shopUri("/form/order")), other.location());
        assertTrue(shop().seen().stream().noneMatch(seen -> seen.uri().startsWith("/form")));
    }

    @Test
    void copiedPass_opensNothingOnAnotherDevice() throws Exception {
        room("copied", 2);
        Shopper ann = new Shopper(PHONE);
        comeIn(ann, shopUri("/copied/1"));
        String pass = Objects.requireNonNull(ann.cookies().get("tkp_copied"));
        Shopper thief = new Shopper(LAPTOP);
        thief.cookies().put("tkp_copied", pass);
        Answer refused = thief.send(shopUri("/copied/1"), "GET", Map.of("Accept", "application/json"), "");
        assertEquals(401, refused.status(), refused::toString);
        assertEquals("wrong-visitor", refused.header("X-Turnkeeper-Reason"));
        assertFalse(thief.cookies().containsKey("tkp_copied"), "what opens nothing is deleted");
        Answer byLink = thief.send(shopUri("/copied/1?tk_pass=" + pass), "GET", Map.of("Accept", "*/*"), "");
        assertEquals(401, byLink.status(), byLink::toString);
        assertEquals(200, ann.open(shopUri("/copied/1")).status(), "whose pass it is");
    }

    @Test
    void pass_ofAnotherRoomOpensNothing() throws Exception {
        room("quiet", 2);
        room("busy", 0);
        Shopper ann = new Shopper(PHONE);
        comeIn(ann, shopUri("/quiet/1"));
        ann.cookies().put("tkp_busy", Objects.requireNonNull(ann.cookies().get("tkp_quiet")));
        Answer refused = ann.send(shopUri("/busy/1"), "GET", Map.of("Accept", "*/*"), "");
        assertEquals(401, refused.status(), refused::toString);
        assertEquals("wrong-room", refused.header("X-Turnkeeper-Reason"));
    }

    @Test
    void everyPassIsTried_andAStaleCookieDeleted() throws Exception {
        room("stale", 2);
        Shopper ann = new Shopper(PHONE);
        comeIn(ann, shopUri("/stale/1"));
        String pass = Objects.requireNonNull(ann.cookies().get("tkp_stale"));
        Shopper app = new Shopper(PHONE);
        app.cookies().put("tkp_stale", "of.another.year");
        Answer byHeader = app.send(shopUri("/stale/1"), "GET", Map.of("X-Turnkeeper-Pass", "x", "Accept", "*/*"), "");
        assertEquals(401, byHeader.status(), byHeader::toString);
        assertFalse(app.cookies().containsKey("tkp_stale"));
        app.cookies().put("tkp_stale", "of.another.year");
        Answer byLink = app.send(shopUri("/stale/1?tk_pass=" + pass), "GET", Map.of("Accept", "*/*"), "");
        assertEquals(200, byLink.status(), byLink::toString);
        assertEquals(pass, app.cookies().get("tkp_stale"), "moves from the link into the cookie");
        app.cookies().clear();
        Answer header = app.send(shopUri("/stale/1"), "GET", Map.of("X-Turnkeeper-Pass", pass, "Accept", "*/*"), "");
        assertEquals(200, header.status(), header::toString);
    }

    @Test
    void forgedPass_isRefused() throws Exception {
        room("forged", 2);
        Shopper ann = new Shopper(PHONE);
        comeIn(ann, shopUri("/forged/1"));
        String[] parts = Objects.requireNonNull(ann.cookies().get("tkp_forged")).split("\\.");
        String none = base64("{\"alg\":\"none\",\"typ\":\"tkp+jwt\"}") + "." + parts[1] + ".";
        String changed = parts[0] + "." + parts[1] + "." + base64("x".repeat(64));
        for (String token : List.of(none, changed)) {
            Shopper forger = new Shopper(PHONE);
            forger.cookies().put("tkp_forged", token);
            Answer refused = forger.open(shopUri("/forged/1"));
            assertTrue(refused.status() == 403 || refused.status() == 302, refused::toString);
            assertFalse(refused.header("X-Turnkeeper-Reason").isEmpty());
            assertFalse(forger.cookies().containsKey("tkp_forged"), refused::toString);
        }
    }

    @Test
    void identity_isTheGatesWord() throws Exception {
        room("identity", 2);
        Shopper ann = new Shopper(PHONE);
        comeIn(ann, shopUri("/identity/1"));
        Map<String, String> forged = Map.of(
                "X-User-Id",
                "admin",
                "X-User-Type",
                "boss",
                "X-Turnkeeper-Visitor",
                "somebody",
                "X-Turnkeeper-Room",
                "vip");
        assertEquals(200, ann.send(shopUri("/identity/2"), "GET", forged, "").status());
        SampleShop.Seen seen = shop().last();
        assertEquals("", seen.header("X-User-Id"));
        assertEquals("", seen.header("X-User-Type"));
        assertEquals("identity", seen.header("X-Turnkeeper-Room"));
        assertFalse(seen.header("X-Turnkeeper-Visitor").isEmpty());
        assertNotEquals("somebody", seen.header("X-Turnkeeper-Visitor"));
        assertEquals(200, ann.send(shopUri("/free"), "GET", forged, "").status());
        assertEquals("", shop().last().header("X-Turnkeeper-Visitor"));
        assertEquals("", shop().last().header("X-Turnkeeper-Room"));
    }

    /** Through nginx, as bytes: a client library would mend them first. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tricks/1",
                "//tricks/1",
                "/./tricks/1",
                "/free/../tricks/1",
                "/free/%2e%2e/tricks/1",
                "/free/..;/tricks/1",
                "/tricks;x=1/1",
                "/;x/tricks/1",
                "/%74ricks/1",
                "/tricks%2f1",
                "/%2574ricks/1",
                "/tricks/1%00",
                "/tricks%5c1",
                "/tricks/%zz",
                "/tricks/1/../../free",
                "/free/..%2ftricks/1",
                "/wait/../tricks/1",
                "/gate/enter/../../tricks/1",
                "/free#/../tricks/1",
                "http://localhost/tricks/1",
                "http://evil.example/tricks/1",
                "/tricks/static/..;/1",
                "/tricks/1/..;/static/x"
            })
    void pathTrick_doesNotGetThrough(String target) throws Exception {
        if (RoomAdmin.read(node(), "tricks").status() == 404) {
            room("tricks", 0);
        }
        int before = shop().seen().size();
        String answer = raw("GET " + target + " HTTP/1.1\r\nHost: " + HOST + ":" + nginx().port()
                + "\r\nAccept: text/html\r\nUser-Agent: x\r\nConnection: close\r\n\r\n");
        assertFalse(answer.startsWith("HTTP/1.1 200"), answer);
        assertEquals(before, shop().seen().size(), "the shop was reached");
    }

    @Test
    void headersOfAClient_doNotSayWhatIsAskedFor() throws Exception {
        room("family", 0);
        int before = shop().seen().size();
        String free = "http://localhost/free";
        for (String header : List.of(
                "X-Original-URL: " + free + "\r\nX-Original-Method: GET",
                "X-Forwarded-Uri: /free\r\nX-Forwarded-Host: localhost\r\nX-Forwarded-Proto: http",
                "X-Rewrite-URL: /free",
                "Forwarded: host=free.example;proto=http",
                "Host: free.example",
                "X-Forwarded-For: 1.2.3.4")) {
            String host = header.startsWith("Host:") ? "" : "Host: " + HOST + ":" + nginx().port() + "\r\n";
            String answer = raw("GET /family/1 HTTP/1.1\r\n" + host + header
                    + "\r\nAccept: application/json\r\nConnection: close\r\n\r\n");
            assertFalse(answer.startsWith("HTTP/1.1 200"), header + "\n" + answer);
        }
        assertEquals(before, shop().seen().size());
    }

    /** A gate that is asked in another family's words has not been asked. */
    @Test
    void gate_believesOnlyItsOwnFamily() throws Exception {
        room("words", 0);
        Shopper proxy = new Shopper(PHONE);
        Map<String, String> nginxWords =
                Map.of("X-Original-URL", "http://localhost/words/1", "X-Original-Method", "GET");
        Map<String, String> forwardWords = Map.of(
                "X-Forwarded-Method", "GET",
                "X-Forwarded-Proto", "http",
                "X-Forwarded-Host", "localhost",
                "X-Forwarded-Uri", "/words/1");
        assertEquals(
                401,
                proxy.send(node().uri("/gate/nginx"), "GET", nginxWords, "").status());
        assertEquals(
                403,
                proxy.send(node().uri("/gate/nginx"), "GET", forwardWords, "").status());
        assertEquals(
                401,
                proxy.send(node().uri("/gate/forward"), "GET", forwardWords, "").status());
        assertEquals(
                403,
                proxy.send(node().uri("/gate/forward"), "GET", nginxWords, "").status());
        Answer page = proxy.send(node().uri("/gate/forward"), "POST", with(forwardWords, "Accept", "text/html"), "");
        assertEquals(302, page.status(), page::toString);
        assertEquals("http://localhost/gate/enter?return=http%3A%2F%2Flocalhost%2Fwords%2F1", page.header("Location"));
        assertEquals(
                200,
                proxy.send(node().uri("/gate/forward"), "GET", with(forwardWords, "X-Forwarded-Uri", "/free"), "")
                        .status());
        for (String bad : List.of(
                "ftp://localhost/words/1",
                "/words/1",
                "http://u@localhost/words",
                "http://loc%61lhost/words/1",
                "http://localhost/free#x",
                "http://.localhost/words/1")) {
            assertEquals(
                    403,
                    proxy.send(node().uri("/gate/nginx"), "GET", with(nginxWords, "X-Original-URL", bad), "")
                            .status(),
                    bad);
        }
        Answer preflight = proxy.send(
                node().uri("/gate/nginx"),
                "OPTIONS",
                Map.of(
                        "X-Original-URL", "http://localhost/words/1",
                        "X-Original-Method", "OPTIONS",
                        "Origin", "https://app.example",
                        "Access-Control-Request-Method", "POST"),
                "");
        assertEquals(200, preflight.status(), preflight::toString);
    }

    /** Envoy asks with the request's own method, path and host. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/envoy/1 401",
                "/free 200",
                "/free/../envoy/1 401",
                "/../../health/live 200",
                "/../../envoy/1 401",
                "/%zz 403",
                "/envoy%2f1 403",
                "/free/..;/envoy/1 401",
                "/envoy/1?tk_pass=x 401"
            })
    void envoy_asksWithItsOwnPath(String asked) throws Exception {
        if (RoomAdmin.read(node(), "envoy").status() == 404) {
            room("envoy", 0);
        }
        String[] words = asked.split(" ");
        String answer = rawTo(
                node().httpPort(),
                "PUT /gate/envoy" + words[0] + " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\n"
                        + "Content-Length: 0\r\nConnection: close\r\n\r\n");
        assertEquals(words[1], answer.split(" ", 3)[1], answer);
        assertFalse(answer.contains("\"checks\""), answer);
    }

    @Test
    void handOver_countsOnceAndForOneVisitor() throws Exception {
        room("once", 2);
        Shopper ann = new Shopper(PHONE);
        URI link = shopUri("/once/1");
        URI accept = handOver(ann, link);
        Shopper thief = new Shopper(LAPTOP);
        Answer stolen = thief.open(accept);
        assertEquals("/gate/enter", stolen.location().getPath(), stolen::toString);
        assertFalse(thief.cookies().containsKey("tkp_once"), stolen::toString);
        Answer accepted = ann.open(accept);
        assertEquals(link, accepted.location(), accepted::toString);
        assertEquals("no-referrer", accepted.header("Referrer-Policy"));
        assertTrue(ann.cookies().containsKey("tkp_once"));
        Answer back = ann.open(accept);
        assertEquals(link, back.location(), "the same browser goes back: it has its pass");
        ann.cookies().remove("tkp_once");
        Answer replayed = ann.open(accept);
        assertEquals("/gate/enter", replayed.location().getPath(), replayed::toString);
        assertFalse(ann.cookies().containsKey("tkp_once"));
        Answer forged = ann.open(URI.create(accept.toString().replaceAll("tk_pass=..", "tk_pass=xx")));
        assertEquals(403, forged.status(), forged::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/goal/1",
                "//evil.example/goal/1",
                "/goal/1",
                "javascript:alert(1)//localhost/goal/1",
                "http://localhost@evil.example/goal/1",
                "http://user@localhost/goal/1",
                "http://localhost\\@evil.example/goal/1",
                "http:\\\\localhost/goal/1",
                "http://localhost/free",
                "http://localhost/goal/..%2f..%2ffree",
                "http://localhost.evil.example/goal/1",
                "http://evil.example#@localhost/goal/1",
                "http://evil.example?@localhost/goal/1",
                "http://localhost/goal/1\r\nSet-Cookie: a=b",
                "http://localhost/goal/1 x",
                ""
            })
    void enterAndAccept_sendNobodyAnywhereElse(String goal) throws Exception {
        if (RoomAdmin.read(node(), "goal").status() == 404) {
            room("goal", 0);
        }
        String query = "?return=" + URLEncoder.encode(goal, StandardCharsets.UTF_8) + "&tk_pass=x";
        for (String path : List.of("/gate/enter", "/gate/accept")) {
            Answer refused = new Shopper(PHONE).open(shopUri(path + query));
            assertEquals(400, refused.status(), refused::toString);
            assertEquals("", refused.header("Location"));
            assertEquals("", refused.header("Set-Cookie"));
        }
    }

    @Test
    void noPlace_forWhatIsNobody() throws Exception {
        room("nobody", 5);
        URI enter = enter(shopUri("/nobody/1"));
        for (Map<String, String> headers : List.of(
                Map.of("Sec-Purpose", "prefetch;prerender"),
                Map.of("Purpose", "prefetch"),
                Map.of("Sec-Fetch-Dest", "image"))) {
            Shopper image = new Shopper(PHONE);
            Answer answer = image.send(enter, "GET", headers, "");
            assertEquals(204, answer.status(), answer::toString);
            assertEquals(Map.of(), image.cookies());
        }
        assertEquals(204, new Shopper(PHONE).send(enter, "HEAD", Map.of(), "").status());
        Shopper forgetful = new Shopper(PHONE);
        Answer probed = forgetful.open(enter);
        forgetful.cookies().clear();
        Answer told = forgetful.open(probed.location());
        assertEquals("/wait/nobody", told.location().getPath(), told::toString);
        assertTrue(told.location().getQuery().contains("tk_probe=1"), told::toString);
        assertFalse(forgetful.cookies().containsKey("tk_nobody"));
        assertEquals(0, inflow("nobody"));
        Shopper ann = new Shopper(PHONE);
        comeIn(ann, shopUri("/nobody/1"));
        assertEquals(1, inflow("nobody"));
    }

    @Test
    void killedWaitingRoom_leavesTheShopAsItsOperatorChose() throws Exception {
        room("killed", 2);
        Shopper ann = new Shopper(PHONE);
        comeIn(ann, shopUri("/killed/1"));
        try (NodeProcess doomed = NodeProcess.start(Map.of("TURNKEEPER_ADMIN_KEY", RoomAdmin.KEY));
                NginxProcess closed = NginxProcess.start(HOST, doomed.httpPort(), shop().port(), "closed");
                NginxProcess open = NginxProcess.start(HOST, doomed.httpPort(), shop().port(), "open")) {
            RoomAdmin.call(doomed, "POST", "", Map.of(), json("killed", 0));
            for (NginxProcess each : List.of(closed, open)) {
                assertEquals(302, ann.open(at(each, "/killed/1")).status(), "while it lives");
            }
            doomed.kill();
            Answer refused = ann.open(at(closed, "/killed/1"));
            assertEquals(503, refused.status(), refused::toString);
            assertEquals("application/problem+json", refused.header("Content-Type"));
            Answer letIn = ann.open(at(open, "/killed/1"));
            assertEquals(200, letIn.status(), letIn::toString);
        }
    }

    /** Tries to come in until the turn has come. */
    private static Answer comeIn(Shopper visitor, URI link) throws Exception {
        Answer[] last = {visitor.follow(link)};
        Await.until(20, () -> "still waiting: " + last[0], () -> {
            last[0] = visitor.follow(enter(link));
            return last[0].url().equals(link);
        });
        return last[0];
    }

    /** Where the visitor is sent once the turn has come. */
    private static URI handOver(Shopper visitor, URI link) throws Exception {
        Answer[] last = {visitor.open(enter(link))};
        Await.until(20, () -> "still waiting: " + last[0], () -> {
            last[0] = visitor.open(enter(link));
            return last[0].location().getPath().equals("/gate/accept");
        });
        return last[0].location();
    }

    private static long inflow(String room) throws IOException, InterruptedException {
        Answer metrics = new Shopper("metrics")
                .send(node().uri("/metrics?scope=application"), "GET", Map.of("Accept", "text/plain"), "");
        return metrics.body()
                .lines()
                .filter(line -> line.startsWith("turnkeeper_inflow_total{") && line.contains('"' + room + '"'))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static void room(String id, long limit) throws IOException, InterruptedException {
        RoomAdmin.Answer made = RoomAdmin.call(node(), "POST", "", Map.of(), json(id, limit));
        assertEquals(201, made.status(), () -> String.valueOf(made.body()));
    }

    private static String json(String id, long limit) {
        return "{\"id\": \"" + id + "\", \"name\": \"" + id + "\", \"limit\": " + limit
                + ", \"routes\": [{\"host\": \"" + HOST + "\", \"path\": \"/" + id + "/**\", \"exclude\": [\"/" + id
                + "/static/**\"]}]}";
    }

    private static void limit(String id, long limit) throws IOException, InterruptedException {
        assertEquals(200, RoomAdmin.setLimit(node(), id, limit).status());
    }

    private static URI enter(URI page) {
        return URI.create("http://" + page.getAuthority() + "/gate/enter?return="
                + URLEncoder.encode(page.toString(), StandardCharsets.UTF_8));
    }

    private static URI shopUri(String path) {
        return at(nginx(), path);
    }

    private static URI at(NginxProcess nginx, String path) {
        return URI.create("http://" + HOST + ":" + nginx.port() + path);
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return more;
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String raw(String request) throws IOException {
        return rawTo(nginx().port(), request);
    }

    private static String rawTo(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(ANSWER_WITHIN_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static NodeProcess node() {
        return Objects.requireNonNull(node);
    }

    private static SampleShop shop() {
        return Objects.requireNonNull(shop);
    }

    private static NginxProcess nginx() {
        return Objects.requireNonNull(nginx);
    }
}
