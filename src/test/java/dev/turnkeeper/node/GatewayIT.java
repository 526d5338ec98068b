package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.turnkeeper.node.Shopper.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real node that forwards to real origins by itself; localhost is the shop's name, 127.0.0.1 the node's own. */
@Timeout(120)
class GatewayIT {

    private static final String PHONE = "Mozilla/5.0 (Linux; Android 16) phone";
    private static final int ANSWER_WITHIN_MILLIS = 20_000;

    /** What sockets on the way may hold; far below what is offered. */
    private static final long HELD_AT_MOST = 100_000_000;

    private static final long OFFERED = 1_000_000_000;

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static final CountDownLatch GO_ON = new CountDownLatch(1);
    private static final AtomicLong UPLOADED = new AtomicLong();
    private static final AtomicLong DOWNLOADED = new AtomicLong();

    private static @Nullable NodeProcess node;
    private static @Nullable SampleShop shop;
    private static @Nullable HttpServer slow;
    private static @Nullable RawOrigin raw;
    private static @Nullable ServerSocket full;
    private static final List<Socket> FILLING = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        node = NodeProcess.start(Map.of("TURNKEEPER_ADMIN_KEY", RoomAdmin.KEY));
        shop = SampleShop.start();
        slow = slowOrigin();
        raw = RawOrigin.start(Map.of(
                "GET /raw/moved",
                "HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/x?y=1\r\nSet-Cookie: a=1; Path=/\r\n"
                        + "Set-Cookie: b=2\r\nX-Turnkeeper-Room: boss\r\nContent-Length: 0\r\n\r\n",
                "GET /raw/hints",
                "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HEAD /raw/head",
                "HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n",
                "GET /raw/broken",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this",
                "GET /raw/none",
                "this is no answer\r\n\r\n"));
        full = fullOrigin();
        // The first by id: what no route leads to goes there.
        room("shop", "/buy/**", origins(shop().port()), "");
        room("stream", "/stream/**", origins(slow().getAddress().getPort()), ", \"readTimeoutMillis\": 3000");
        room("z-login", "/login/**", origins(shop().port()), ", \"requireLogin\": true");
        room("z-raw", "/raw/**", origins(raw.port()), "");
        room("z-nobody", "/nobody/**", origins(nobody()), "");
        room("z-brief", "/brief/**", origins(shop().port()), "");
        RoomAdmin.Answer brief =
                RoomAdmin.call(node(), "PATCH", "/z-brief", Map.of("If-Match", "*"), "{\"maxSessionSeconds\": 20}");
        assertEquals(200, brief.status(), () -> String.valueOf(brief.body()));
        room("z-full", "/full/**", origins(full.getLocalPort()), ", \"connectTimeoutMillis\": 400");
    }

    /** Says something at once, and the rest when it is told to; counts what it is sent; never answers. */
    private static HttpServer slowOrigin() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(THREADS);
        server.createContext("/stream", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("data: first\n\n".getBytes(StandardCharsets.US_ASCII));
            exchange.getResponseBody().flush();
            await(GO_ON);
            exchange.getResponseBody().write("data: last\n\n".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        server.createContext("/stream/size", exchange -> {
            InputStream body = exchange.getRequestBody();
            byte[] buffer = new byte[65_536];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                UPLOADED.addAndGet(read);
            }
            byte[] text = String.valueOf(UPLOADED.get()).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        server.createContext("/stream/endless", exchange -> {
            exchange.sendResponseHeaders(200, OFFERED);
            byte[] block = new byte[65_536];
            try (OutputStream out = exchange.getResponseBody()) {
                while (DOWNLOADED.get() < OFFERED) {
                    out.write(block);
                    DOWNLOADED.addAndGet(block.length);
                }
            }
        });
        server.createContext("/stream/other", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/stream/never", exchange -> await(new CountDownLatch(1)));
        server.start();
        return server;
    }

    /** Takes no connection any more: its queue is full, and the kernel lets whoever comes wait. */
    private static ServerSocket fullOrigin() throws IOException {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        for (int i = 0; i < 4; i++) {
            Socket waiting = new Socket();
            FILLING.add(waiting);
            try {
                waiting.connect(socket.getLocalSocketAddress(), 300);
            } catch (IOException isFull) {
                return socket;
            }
        }
        return socket;
    }

    @AfterAll
    static void stop() throws IOException {
        GO_ON.countDown();
        for (Socket waiting : FILLING) {
            waiting.close();
        }
        if (full != null) {
            full.close();
        }
        if (slow != null) {
            slow.stop(0);
        }
        THREADS.shutdownNow();
        if (raw != null) {
            raw.close();
        }
        if (shop != null) {
            shop.close();
        }
        if (node != null) {
            node.close();
        }
    }

    @Test
    void visitor_isForwardedOnceTheTurnHasCome() throws Exception {
        Shopper ann = new Shopper(PHONE);
        Answer home = ann.open(at("/"));
        assertEquals(200, home.status(), home::toString);
        assertEquals("", shop().last().header("X-Turnkeeper-Room"));
        Answer refused = ann.open(at("/buy/1?x=1"));
        assertEquals(302, refused.status(), refused::toString);
        assertEquals("/gate/enter", refused.location().getPath());
        comeIn(ann, at("/buy/1?x=1"));
        assertEquals("/buy/1?x=1", shop().last().uri());
        assertEquals(200, ann.open(at("/gw/buy/2")).status());
        assertEquals("/buy/2", shop().last().uri());
        Map<String, String> asForm = Map.of("Content-Type", "application/x-www-form-urlencoded");
        Answer form = ann.send(at("/buy/order"), "POST", asForm, "seat=7&return=x");
        assertEquals(200, form.status(), form::toString);
        SampleShop.Seen seen = shop().last();
        assertEquals("POST /buy/order seat=7&return=x", seen.method() + " " + seen.uri() + " " + seen.body());
        Answer script = new Shopper(PHONE).send(at("/buy/api"), "GET", Map.of("Accept", "application/json"), "");
        assertEquals(401, script.status(), script::toString);
        assertEquals("no-pass", script.header("X-Turnkeeper-Reason"));
        int before = shop().seen().size();
        Answer unasked = new Shopper(PHONE).send(at("/buy/order"), "POST", asForm, "x".repeat(2_000_000));
        assertEquals(401, unasked.status(), unasked::toString);
        assertEquals(before, shop().seen().size());
    }

    @Test
    void underTheShopsName_nothingElseOfTheNodeIsReached() throws Exception {
        for (String path : new String[] {
            "/health/ready", "/api/v1/admin/rooms", "/metrics", "/gate/nginx", "/gate/forward", "/sdk/turnkeeper.js"
        }) {
            Answer answer = new Shopper(PHONE).open(at(path));
            assertTrue(answer.body().contains("The shop: GET " + path), answer::toString);
        }
    }

    @Test
    void origin_receivesThePathThatWasMatched() throws Exception {
        Shopper ann = new Shopper(PHONE);
        comeIn(ann, at("/buy/1"));
        for (Map.Entry<String, String> sent : Map.of(
                        "/free/../buy/1", "/buy/1",
                        "//buy//./2;x=1/?q=%2F..", "/buy/2/?q=%2F..",
                        "/b%75y/%ED%95%9C%20x", "/buy/%ED%95%9C%20x",
                        "/gw/free/..;/buy/3", "/buy/3",
                        "/gate/enter/../../buy/4", "/buy/4",
                        "/buy/5?a={1}|2", "/buy/5?a=%7B1%7D%7C2",
                        "/buy/6?tk_pass=x.y.z&b=1", "/buy/6?b=1",
                        "/buy/1/../../free", "/free")
                .entrySet()) {
            String answer = send("GET " + sent.getKey() + " HTTP/1.1\r\n" + head(ann, "shop") + "\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 200"), () -> sent + "\n" + answer);
            assertEquals(sent.getValue(), shop().last().uri(), sent::toString);
        }
        int before = shop().seen().size();
        for (String refused : new String[] {"/buy%2f1", "/%2562uy/1", "/buy/%zz", "/free/..%2fbuy/1", "/buy/1%00"}) {
            String answer = send("GET " + refused + " HTTP/1.1\r\n" + head(ann, "shop") + "\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 403"), () -> refused + "\n" + answer);
        }
        assertEquals(before, shop().seen().size());
    }

    /** Without a pass nothing leads behind, however the path is written. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/buy/1",
                "//buy/1",
                "/./buy/1",
                "/free/../buy/1",
                "/free/%2e%2e/buy/1",
                "/free/..;/buy/1",
                "/buy;x=1/1",
                "/%62uy/1",
                "/gw/buy/1",
                "/gw//buy/1",
                "/gw/../buy/1",
                "/wait/../buy/1",
                "/wait/..;/buy/1",
                "/gate/accept/%2e%2e/%2e%2e/buy/1",
                "/gate/envoy/../../buy/1",
                "/buy/1/../../free",
                "http://localhost/buy/1",
                "http://evil.example/buy/1",
                "/free#/../buy/1"
            })
    void pathTrick_doesNotGetThrough(String target) throws Exception {
        int before = shop().seen().size();
        String answer = send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n"
                + "User-Agent: x\r\nConnection: close\r\n\r\n");
        assertFalse(answer.startsWith("HTTP/1.1 200"), answer);
        assertEquals(before, shop().seen().size(), answer);
    }

    @Test
    void headers_areTheGateways() throws Exception {
        Shopper ann = new Shopper(PHONE);
        comeIn(ann, at("/buy/1"));
        String pass = Objects.requireNonNull(ann.cookies().get("tkp_shop"));
        String answer = send("GET /buy/1 HTTP/1.1\r\nHost: localhost\r\nUser-Agent: " + PHONE
                + "\r\nCookie: a=1; tkp_shop=" + pass + "; b=2\r\nCookie: tk_shop=x; tk_else=3\r\n"
                + "X-User-Id: admin\r\nX_User_Id: admin\r\nX-User-Rights: all\r\n"
                + "X-Turnkeeper-Visitor: boss\r\nX-Turnkeeper-Room: vip\r\nX-Turnkeeper-Pass: " + pass
                + "\r\nX-Turnkeeper-Own: 1\r\nX-Original-URL: /admin\r\nAuthorization: Pass " + pass
                + "\r\nForwarded: for=1.2.3.4\r\nX-Forwarded-Port: 1\r\nProxy: http://evil.example\r\nX-Secret-Hop: 1\r\n"
                + "Keep-Alive: 5\r\nTE: gzip\r\nUpgrade: h2c\r\nX-Mine: kept\r\n"
                + "Connection: close, X-Secret-Hop, Host, Upgrade, X-Turnkeeper-Room\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        SampleShop.Seen seen = shop().last();
        assertEquals("", seen.header("X-User-Id"));
        assertEquals("shop", seen.header("X-Turnkeeper-Room"));
        assertFalse(seen.header("X-Turnkeeper-Visitor").isEmpty());
        assertFalse(seen.header("X-Turnkeeper-Visitor").contains("boss"));
        for (String gone : new String[] {
            "X_User_Id",
            "X-User-Rights",
            "X-Turnkeeper-Pass",
            "X-Turnkeeper-Own",
            "X-Original-URL",
            "Authorization",
            "Forwarded",
            "X-Forwarded-Port",
            "Proxy",
            "X-Secret-Hop",
            "Keep-Alive",
            "TE",
            "Upgrade"
        }) {
            assertFalse(seen.headers().containsKey(gone.toLowerCase(Locale.ROOT)), gone);
        }
        assertEquals("a=1; b=2, tk_else=3", seen.header("Cookie"));
        assertEquals("kept", seen.header("X-Mine"));
        assertEquals("1.2.3.4", seen.header("X-Forwarded-For"), "the test stands where a proxy would, and is believed");
        assertEquals("http", seen.header("X-Forwarded-Proto"));
        assertEquals("localhost", seen.header("Host"));
    }

    /** Half of the longest stay is half of the pass's life. */
    @Test
    void pass_isRenewedWhereItCameFrom() throws Exception {
        Shopper page = new Shopper(PHONE);
        comeIn(page, at("/brief/1"));
        String first = Objects.requireNonNull(page.cookies().get("tkp_z-brief"));
        Shopper app = new Shopper(PHONE);
        assertEquals(
                "",
                app.send(at("/brief/2"), "GET", Map.of("X-Turnkeeper-Pass", first), "")
                        .header("X-Turnkeeper-Pass"));
        Thread.sleep(11_000);
        Answer inHeader = app.send(at("/brief/2"), "GET", Map.of("X-Turnkeeper-Pass", first), "");
        assertEquals(200, inHeader.status(), inHeader::toString);
        String renewed = inHeader.header("X-Turnkeeper-Pass");
        assertFalse(renewed.isEmpty() || renewed.equals(first), inHeader::toString);
        assertEquals("private, no-store", inHeader.header("Cache-Control"));
        assertEquals("", inHeader.header("Set-Cookie"));
        Answer inCookie = page.open(at("/brief/2"));
        assertEquals(200, inCookie.status(), inCookie::toString);
        assertFalse(first.equals(page.cookies().get("tkp_z-brief")), inCookie::toString);
        assertEquals("private, no-store", inCookie.header("Cache-Control"));
        assertEquals("", inCookie.header("X-Turnkeeper-Pass"), "scripts may not read what the cookie hides");
        assertEquals(
                200,
                app.send(at("/brief/3"), "GET", Map.of("X-Turnkeeper-Pass", renewed), "")
                        .status());
    }

    /** Each of these ends elsewhere for another server, which would take what follows for a request of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\nContent-Length: 4",
                "Content-Length: 4\r\nContent-Length: 54",
                "Content-Length: 4, 54",
                "Content-Length: +4",
                "Content-Length: -4",
                "Content-Length: 0x4",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding: \u000bchunked",
                "Transfer-Encoding : chunked",
                "Content-Length: 4\r\nTransfer-Encoding : chunked",
                "Content-Length : 4",
                "X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: 4\r\nContent-Length: 5",
                "Bad Name: 1\r\nContent-Length: 4",
                "Host: localhost\r\nContent-Length: 4"
            })
    void requestWithTwoEnds_isRefused(String headers) throws Exception {
        Shopper ann = new Shopper(PHONE);
        comeIn(ann, at("/buy/1"));
        int before = shop().seen().size();
        String answer = send(
                "POST /buy/1 HTTP/1.1\r\n" + head(ann, "shop").replace("Connection: close\r\n", "") + headers
                        + "\r\n\r\n0\r\n\r\nGET /buy/smuggled HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
        assertEquals(answer.lastIndexOf("HTTP/1.1"), 0, answer);
        assertEquals(before, shop().seen().size(), answer);
    }

    /** The server itself drops the length then, as RFC 9112 allows; the service behind never sees it. */
    @Test
    void lengthBeforeChunks_doesNotGoOn() throws Exception {
        Shopper ann = new Shopper(PHONE);
        comeIn(ann, at("/buy/1"));
        send("POST /buy/chunks HTTP/1.1\r\n" + head(ann, "shop").replace("Connection: close\r\n", "")
                + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"
                + "GET /buy/smuggled HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertEquals(
                "POST /buy/chunks", shop().last().method() + " " + shop().last().uri());
        assertFalse(shop().last().headers().containsKey("content-length"));
    }

    @Test
    void upgradeToAWebSocket_isRefusedClearly() throws Exception {
        Shopper ann = new Shopper(PHONE);
        comeIn(ann, at("/buy/1"));
        int before = shop().seen().size();
        String answer = send("GET /buy/socket HTTP/1.1\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + head(ann, "shop").replace("Connection: close", "Connection: Upgrade, close") + "\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 501"), answer);
        assertTrue(answer.contains("application/problem+json"), answer);
        String trace = send("TRACE /buy/1 HTTP/1.1\r\n" + head(ann, "shop") + "\r\n");
        assertTrue(trace.startsWith("HTTP/1.1 405"), trace);
        assertEquals(before, shop().seen().size());
    }

    @Test
    void command_freesThePlace() throws Exception {
        Shopper ann = new Shopper(PHONE);
        comeIn(ann, at("/buy/1"));
        String pass = Objects.requireNonNull(ann.cookies().get("tkp_shop"));
        Answer done = ann.open(at("/buy/done"));
        assertEquals(200, done.status(), done::toString);
        assertEquals("", done.header("X-Turnkeeper-Command"));
        assertFalse(ann.cookies().containsKey("tkp_shop"));
        Answer after = ann.send(at("/buy/1"), "GET", Map.of("X-Turnkeeper-Pass", pass, "Accept", "*/*"), "");
        assertEquals(401, after.status(), after::toString);
        assertEquals("completed", after.header("X-Turnkeeper-Reason"));
    }

    @Test
    void hostWithoutAGateway_isMisdirected() throws Exception {
        Answer answer = new Shopper(PHONE).open(node().uri("/gw/buy/1"));
        assertEquals(421, answer.status(), answer::toString);
        assertEquals("application/problem+json", answer.header("Content-Type"));
    }

    @Test
    void answers_goThroughAsTheyAre() throws Exception {
        Shopper ann = new Shopper(PHONE);
        Answer nothing = enter(ann, at("/raw/x"));
        assertEquals("404 ", nothing.status() + " " + nothing.body(), "the service's own, not ours");
        Answer moved = ann.open(at("/raw/moved"));
        assertEquals(302, moved.status(), moved::toString);
        assertEquals("http://elsewhere.example/x?y=1", moved.header("Location"));
        assertEquals("1", ann.cookies().get("a"));
        assertEquals("2", ann.cookies().get("b"));
        assertEquals("", moved.header("X-Turnkeeper-Room"));
        Answer hints = ann.open(at("/raw/hints"));
        assertEquals("200 ok", hints.status() + " " + hints.body());
        String head = send("HEAD /raw/head HTTP/1.1\r\n" + head(ann, "z-raw") + "\r\n");
        assertTrue(head.startsWith("HTTP/1.1 200") && head.contains("Content-Length: 12345"), head);
        Answer none = ann.open(at("/raw/none"));
        assertEquals(502, none.status(), none::toString);
        String broken = send("GET /raw/broken HTTP/1.1\r\n" + head(ann, "z-raw") + "\r\n");
        assertFalse(broken.contains("problem+json"), broken);
        String line = Objects.requireNonNull(raw).heads().get(0);
        assertTrue(line.contains("Host: localhost:" + node().httpPort() + "\r\n"), line);
    }

    @Test
    void events_comeOneByOne() throws Exception {
        Shopper ann = new Shopper(PHONE);
        enter(ann, at("/stream/other"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node().httpPort())) {
            socket.setSoTimeout(ANSWER_WITHIN_MILLIS);
            ask(socket, "GET /stream HTTP/1.1\r\n" + head(ann, "stream") + "\r\n");
            String soFar = readUntil(socket.getInputStream(), "data: first");
            assertFalse(soFar.contains("data: last"));
            GO_ON.countDown();
            readUntil(socket.getInputStream(), "data: last");
        }
    }

    @Test
    void upload_goesThroughAsItComes() throws Exception {
        Shopper ann = new Shopper(PHONE);
        enter(ann, at("/stream/other"));
        int half = 3_000_000;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node().httpPort())) {
            socket.setSoTimeout(ANSWER_WITHIN_MILLIS);
            ask(
                    socket,
                    "POST /stream/size HTTP/1.1\r\n" + head(ann, "stream") + "Expect: 100-continue\r\nContent-Length: "
                            + 2 * half + "\r\n\r\n");
            readUntil(socket.getInputStream(), "100 Continue\r\n\r\n");
            ask(socket, "x".repeat(half));
            Await.until(15, () -> "the origin has seen " + UPLOADED, () -> UPLOADED.get() >= half);
            ask(socket, "y".repeat(half));
            String answer = readUntil(socket.getInputStream(), String.valueOf(2 * half));
            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        }
    }

    @Test
    void downloadThatNobodyReads_isNotKept() throws Exception {
        Shopper ann = new Shopper(PHONE);
        enter(ann, at("/stream/other"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node().httpPort())) {
            ask(socket, "GET /stream/endless HTTP/1.1\r\n" + head(ann, "stream") + "\r\n");
            long[] last = {-1, System.nanoTime()};
            Await.until(30, () -> "the origin still writes, so far " + DOWNLOADED, () -> {
                long now = DOWNLOADED.get();
                if (now != last[0]) {
                    last[0] = now;
                    last[1] = System.nanoTime();
                }
                return now > 0 && System.nanoTime() - last[1] > TimeUnit.SECONDS.toNanos(1);
            });
            assertTrue(DOWNLOADED.get() < HELD_AT_MOST, () -> "held on the way: " + DOWNLOADED);
        }
    }

    @Test
    void originThatDoesNotAnswer_isToldAsAProblem() throws Exception {
        Shopper ann = new Shopper(PHONE);
        assertProblem(502, enter(ann, at("/nobody/1")));
        assertProblem(504, enter(ann, at("/stream/never")));
        assertProblem(504, enter(ann, at("/full/1")));
        Answer login = enter(ann, at("/login/1"));
        assertProblem(401, login);
        assertTrue(login.header("WWW-Authenticate").startsWith("Bearer"), login::toString);
    }

    @Test
    void severalOrigins_takeTurns_andWhoIsNotThereIsLeftOut() throws Exception {
        try (SampleShop other = SampleShop.start()) {
            room("z-several", "/several/**", origins(shop().port(), nobody(), other.port()), "");
            Shopper ann = new Shopper(PHONE);
            comeIn(ann, at("/several/1"));
            for (int i = 0; i < 12; i++) {
                Answer answer = ann.open(at("/several/" + i));
                assertEquals(200, answer.status(), answer::toString);
            }
            assertTrue(came(shop(), "/several/") > 2, () -> "of thirteen " + came(shop(), "/several/"));
            assertTrue(came(other, "/several/") > 2, () -> "of thirteen " + came(other, "/several/"));
        }
    }

    @Test
    void originThatIsNotWell_isLeftOut() throws Exception {
        try (RawOrigin sick = RawOrigin.start(Map.of(
                "GET /up", "HTTP/1.1 500 Sick\r\nContent-Length: 0\r\n\r\n",
                "GET /well/1", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsick"))) {
            room("z-well", "/well/**", origins(sick.port(), shop().port()), ", \"health\": \"/up\"");
            Shopper ann = new Shopper(PHONE);
            comeIn(ann, at("/well/1"));
            Await.until(20, () -> "the sick one is still asked", () -> {
                for (int i = 0; i < 6; i++) {
                    if (ann.open(at("/well/1")).body().equals("sick")) {
                        return false;
                    }
                }
                return true;
            });
            assertTrue(came(shop(), "/well/1") > 5);
        }
    }

    /** With the configuration that is shipped; the node's address shows to nobody. */
    @Test
    void behindHaproxy_visitorComesInAndNobodyElse() throws Exception {
        assumeTrue(HaproxyProcess.isInstalled(), "this test needs HAProxy: apt-get install haproxy");
        try (HaproxyProcess haproxy = HaproxyProcess.start("localhost", node().httpPort())) {
            String front = "http://localhost:" + haproxy.port();
            Shopper ann = new Shopper(PHONE);
            Answer[] last = new Answer[1];
            URI page = URI.create(front + "/buy/haproxy?x=1");
            Await.until(20, () -> "not in: " + last[0], () -> {
                last[0] = ann.follow(page);
                return last[0].url().equals(page) && last[0].status() == 200;
            });
            assertEquals("/buy/haproxy?x=1", shop().last().uri());
            assertEquals("localhost:" + haproxy.port(), shop().last().header("X-Forwarded-Host"));
            Map<String, String> forged = Map.of("X-User-Id", "admin", "X-Turnkeeper-Visitor", "boss");
            assertEquals(200, ann.send(page, "GET", forged, "").status());
            assertEquals("", shop().last().header("X-User-Id"));
            assertFalse(shop().last().header("X-Turnkeeper-Visitor").contains("boss"));
            Answer stranger = new Shopper(PHONE).send(page, "GET", Map.of("Accept", "*/*"), "");
            assertEquals(401, stranger.status(), stranger::toString);
            Answer otherName = ann.open(URI.create("http://127.0.0.1:" + haproxy.port() + "/buy/haproxy"));
            assertEquals(421, otherName.status(), otherName::toString);
        }
    }

    private static void assertProblem(int status, Answer answer) {
        assertEquals(status, answer.status(), answer::toString);
        assertEquals("application/problem+json", answer.header("Content-Type"));
    }

    private static Answer comeIn(Shopper visitor, URI page) throws Exception {
        Answer in = enter(visitor, page);
        assertEquals(200, in.status(), in::toString);
        return in;
    }

    /** Goes there once the turn has come. */
    private static Answer enter(Shopper visitor, URI page) throws Exception {
        URI enter = at("/gate/enter?return=" + URLEncoder.encode(page.toString(), StandardCharsets.UTF_8));
        Answer[] last = {visitor.open(enter)};
        Await.until(20, () -> "still waiting: " + last[0], () -> {
            last[0] = visitor.follow(enter);
            return last[0].url().equals(page);
        });
        return last[0];
    }

    private static void room(String id, String path, String origins, String more)
            throws IOException, InterruptedException {
        RoomAdmin.Answer made = RoomAdmin.call(
                node(),
                "POST",
                "",
                new HashMap<>(),
                "{\"id\": \"" + id + "\", \"name\": \"" + id + "\", \"limit\": 1000"
                        + ", \"routes\": [{\"host\": \"localhost\", \"path\": \"" + path
                        + "\"}], \"gateway\": {\"origins\": [" + origins + "]" + more + "}}");
        assertEquals(201, made.status(), () -> String.valueOf(made.body()));
    }

    private static String origins(int... ports) {
        List<String> origins = new ArrayList<>();
        for (int port : ports) {
            origins.add("\"http://127.0.0.1:" + port + "\"");
        }
        return String.join(", ", origins);
    }

    /** A port where nothing listens. */
    private static int nobody() throws IOException {
        try (ServerSocket left = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return left.getLocalPort();
        }
    }

    private static long came(SampleShop origin, String prefix) {
        return origin.seen().stream()
                .filter(seen -> seen.uri().startsWith(prefix))
                .count();
    }

    private static URI at(String path) {
        return URI.create("http://localhost:" + node().httpPort() + path);
    }

    /** What a visitor's requests say of it, by hand. */
    private static String head(Shopper visitor, String room) {
        return "Host: localhost\r\nUser-Agent: " + PHONE + "\r\nCookie: tkp_" + room + "="
                + visitor.cookies().get("tkp_" + room) + "\r\nConnection: close\r\n";
    }

    private static void ask(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** One request as bytes, which a client library would mend first; and all that comes back. */
    private static String send(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node().httpPort())) {
            socket.setSoTimeout(ANSWER_WITHIN_MILLIS);
            ask(socket, request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String readUntil(InputStream in, String words) throws IOException {
        StringBuilder read = new StringBuilder();
        byte[] buffer = new byte[4_096];
        while (read.indexOf(words) < 0) {
            int count = in.read(buffer);
            assertTrue(count > 0, () -> "ended after: " + read);
            read.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
        }
        return read.toString();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static NodeProcess node() {
        return Objects.requireNonNull(node);
    }

    private static SampleShop shop() {
        return Objects.requireNonNull(shop);
    }

    private static HttpServer slow() {
        return Objects.requireNonNull(slow);
    }
}
