package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real node that forwards to real origins by itself; localhost is the shop's name, 127.0.0.1 the node's own. */
@Timeout(120)
class GatewayIT {

    private static final String PHONE = "Mozilla/5.0 (Linux; Android 16) phone";
    private static final int ANSWER_WITHIN_MILLIS = 10_000;

    private static @Nullable NodeProcess node;
    private static @Nullable SampleShop shop;
    private static @Nullable HttpServer slow;
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static final CountDownLatch GO_ON = new CountDownLatch(1);

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        node = NodeProcess.start(Map.of("TURNKEEPER_ADMIN_KEY", RoomAdmin.KEY));
        shop = SampleShop.start();
        slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        slow.setExecutor(THREADS);
        slow.createContext("/stream", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("data: first\n\n".getBytes(StandardCharsets.US_ASCII));
            exchange.getResponseBody().flush();
            await(GO_ON);
            exchange.getResponseBody().write("data: last\n\n".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        slow.createContext("/stream/size", exchange -> {
            long size = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            byte[] text = String.valueOf(size).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        slow.createContext("/stream/never", exchange -> await(new CountDownLatch(1)));
        slow.start();
        room("shop", 5, "/buy/**", shop().port(), "");
        room("stream", 5, "/stream/**", slow.getAddress().getPort(), ", \"readTimeoutMillis\": 1500");
        room("login", 5, "/login/**", shop().port(), ", \"requireLogin\": true");
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            room("nobody", 5, "/nobody/**", nobody.getLocalPort(), "");
        }
    }

    @AfterAll
    static void stop() {
        GO_ON.countDown();
        if (slow != null) {
            slow.stop(0);
        }
        THREADS.shutdownNow();
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
        Answer form = ann.send(at("/buy/order"), "POST", Map.of("Content-Type", "text/plain"), "seat=7");
        assertEquals(200, form.status(), form::toString);
        assertEquals(
                "POST /buy/order seat=7",
                shop().last().method() + " " + shop().last().uri() + " "
                        + shop().last().body());
        Answer script = new Shopper(PHONE).send(at("/buy/api"), "GET", Map.of("Accept", "application/json"), "");
        assertEquals(401, script.status(), script::toString);
        assertEquals("no-pass", script.header("X-Turnkeeper-Reason"));
    }

    @Test
    void origin_receivesThePathThatWasMatched() throws Exception {
        Shopper ann = new Shopper(PHONE);
        comeIn(ann, at("/buy/1"));
        String cookie = "Cookie: tkp_shop=" + ann.cookies().get("tkp_shop") + "\r\nUser-Agent: " + PHONE + "\r\n";
        for (Map.Entry<String, String> sent : Map.of(
                        "/free/../buy/1", "/buy/1",
                        "//buy//./2;x=1/?q=%2F..", "/buy/2/?q=%2F..",
                        "/b%75y/%ED%95%9C%20x", "/buy/%ED%95%9C%20x",
                        "/gw/free/..;/buy/3", "/buy/3",
                        "/buy/1/../../free", "/free")
                .entrySet()) {
            String answer = raw(
                    "GET " + sent.getKey() + " HTTP/1.1\r\nHost: localhost\r\n" + cookie + "Connection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 200"), () -> sent + "\n" + answer);
            assertEquals(sent.getValue(), shop().last().uri(), sent::toString);
        }
        int before = shop().seen().size();
        for (String refused : new String[] {"/buy%2f1", "/%2562uy/1", "/buy/%zz", "/free/..%2fbuy/1", "/buy/1%00"}) {
            String answer =
                    raw("GET " + refused + " HTTP/1.1\r\nHost: localhost\r\n" + cookie + "Connection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 403"), () -> refused + "\n" + answer);
        }
        assertEquals(before, shop().seen().size());
    }

    @Test
    void headers_areTheGateways() throws Exception {
        Shopper ann = new Shopper(PHONE);
        comeIn(ann, at("/buy/1"));
        String answer = raw("GET /buy/1 HTTP/1.1\r\nHost: localhost\r\nUser-Agent: " + PHONE + "\r\nCookie: tkp_shop="
                + ann.cookies().get("tkp_shop")
                + "\r\nX-User-Id: admin\r\nX-Turnkeeper-Visitor: boss\r\nX-Turnkeeper-Room: vip\r\nX-Original-URL: /admin\r\n"
                + "Forwarded: for=1.2.3.4\r\nX-Secret-Hop: 1\r\nKeep-Alive: 5\r\nTE: gzip\r\n"
                + "Connection: close, X-Secret-Hop\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        SampleShop.Seen seen = shop().last();
        assertEquals("", seen.header("X-User-Id"));
        assertEquals("shop", seen.header("X-Turnkeeper-Room"));
        assertFalse(seen.header("X-Turnkeeper-Visitor").isEmpty());
        assertFalse(seen.header("X-Turnkeeper-Visitor").contains("boss"));
        for (String gone : new String[] {"X-Original-URL", "Forwarded", "X-Secret-Hop", "Keep-Alive", "TE"}) {
            assertEquals("", seen.header(gone), gone);
        }
        assertEquals("127.0.0.1", seen.header("X-Forwarded-For"));
        assertEquals("http", seen.header("X-Forwarded-Proto"));
        assertEquals("localhost", seen.header("Host"));
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
    void answers_streamBothWays() throws Exception {
        Shopper ann = new Shopper(PHONE);
        comeIn(ann, at("/stream/size"));
        String head = "Host: localhost\r\nUser-Agent: " + PHONE + "\r\nCookie: tkp_stream="
                + ann.cookies().get("tkp_stream") + "\r\nConnection: close\r\n";
        int size = 5_000_000;
        Answer sent = ann.send(at("/stream/size"), "POST", Map.of(), "x".repeat(size));
        assertEquals(String.valueOf(size), sent.body());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node().httpPort())) {
            socket.setSoTimeout(ANSWER_WITHIN_MILLIS);
            socket.getOutputStream()
                    .write(("GET /stream HTTP/1.1\r\n" + head + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String soFar = readUntil(socket.getInputStream(), "data: first");
            assertFalse(soFar.contains("data: last"));
            GO_ON.countDown();
            readUntil(socket.getInputStream(), "data: last");
        }
    }

    @Test
    void originThatDoesNotAnswer_isToldAsAProblem() throws Exception {
        Shopper ann = new Shopper(PHONE);
        Answer dead = enter(ann, at("/nobody/1"));
        assertEquals(502, dead.status(), dead::toString);
        assertEquals("application/problem+json", dead.header("Content-Type"));
        Answer late = enter(ann, at("/stream/never"));
        assertEquals(504, late.status(), late::toString);
        assertEquals("application/problem+json", late.header("Content-Type"));
        Answer login = enter(ann, at("/login/1"));
        assertEquals(401, login.status(), login::toString);
        assertTrue(login.header("WWW-Authenticate").startsWith("Bearer"), login::toString);
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

    private static void room(String id, long limit, String path, int origin, String more)
            throws IOException, InterruptedException {
        RoomAdmin.Answer made = RoomAdmin.call(
                node(),
                "POST",
                "",
                new HashMap<>(),
                "{\"id\": \"" + id + "\", \"name\": \"" + id + "\", \"limit\": " + limit
                        + ", \"routes\": [{\"host\": \"localhost\", \"path\": \"" + path
                        + "\"}], \"gateway\": {\"origins\": [\"http://127.0.0.1:" + origin + "\"]" + more + "}}");
        assertEquals(201, made.status(), () -> String.valueOf(made.body()));
    }

    private static URI at(String path) {
        return URI.create("http://localhost:" + node().httpPort() + path);
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node().httpPort())) {
            socket.setSoTimeout(ANSWER_WITHIN_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
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
            latch.await(30, TimeUnit.SECONDS);
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
}
