package dev.turnkeeper.screen;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.turnkeeper.answer.PackagedFile;
import dev.turnkeeper.room.Room;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the real page and its real files, and in place of the visitor API whatever a test wants said: for states that a
 * real node cannot be brought into at will. The journeys run against real nodes, in {@code WaitingPageIT}.
 */
final class StubNode implements AutoCloseable {

    static final String NONCE = "bm9uY2U";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final PageFiles files = new PageFiles();
    private final Page page = new Page(files);
    private final Map<String, Said> said = new ConcurrentHashMap<>();
    private final Queue<OutputStream> streams = new ConcurrentLinkedQueue<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile Room room;
    private volatile Sight sight;
    private volatile boolean streaming = true;

    /** What a call is answered. */
    record Said(int status, String body, Map<String, String> headers) {}

    StubNode(Room room, Sight sight) throws IOException {
        this.room = room;
        this.sight = sight;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/wait/", this::wait);
        server.createContext(PageFilesServlet.PATH, this::file);
        server.createContext("/wait/_/api/v1/", this::api);
        server.createContext(
                "/gate/enter", exchange -> send(exchange, 200, "text/html", "<title>shop</title><h1>Shop</h1>"));
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** What the page shows from its next load on. */
    void show(Room room, Sight sight) {
        this.room = room;
        this.sight = sight;
    }

    void streaming(boolean streaming) {
        this.streaming = streaming;
    }

    /** @param call such as {@code GET visits/current} */
    void say(String call, int status, String body, Map<String, String> headers) {
        said.put(call, new Said(status, body, headers));
    }

    void say(String call, int status, String body) {
        say(call, status, body, Map.of());
    }

    /** Sends it down every open stream. */
    void push(String event, String json) throws IOException {
        for (OutputStream stream : streams) {
            write(stream, "event: " + event + "\ndata: " + json + "\n\n");
        }
    }

    boolean hasStream() {
        return !streams.isEmpty();
    }

    /** Ends every open stream, and takes no new ones. */
    void cutStreams() throws IOException {
        streaming = false;
        for (OutputStream stream : streams) {
            stream.close();
        }
        streams.clear();
    }

    /** The visitor API's calls so far, in order. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    private void wait(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Security-Policy", Page.policy(NONCE));
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        Optional<String> chosen = query.startsWith("lang=") ? Optional.of(query.substring(5, 7)) : Optional.empty();
        Language language = Language.pick(
                room.web().languages(),
                chosen,
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept-Language")));
        String html = page.html(
                room,
                sight,
                new Page.Request(
                        language,
                        Optional.of("https://shop.example.com/buy/"),
                        exchange.getRequestURI().toString(),
                        NONCE));
        send(exchange, 200, "text/html; charset=utf-8", html);
    }

    private void file(HttpExchange exchange) throws IOException {
        PackagedFile file = files.find(exchange.getRequestURI().getPath().substring(PageFilesServlet.PATH.length()))
                .orElseThrow();
        send(exchange, 200, file.type(), new String(file.plain(), StandardCharsets.UTF_8));
    }

    private void api(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " "
                + exchange.getRequestURI().getPath().substring("/wait/_/api/v1/".length());
        calls.add(call);
        if (call.equals("GET visits/current/stream") && streaming) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream stream = exchange.getResponseBody();
            write(stream, "retry: 1000\n\n");
            streams.add(stream);
            return;
        }
        Said answer = said.getOrDefault(call, new Said(503, "{}", Map.of()));
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        send(exchange, answer.status(), "application/json", answer.body());
    }

    private static void write(OutputStream stream, String text) throws IOException {
        stream.write(text.getBytes(StandardCharsets.UTF_8));
        stream.flush();
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, status == 204 ? -1 : bytes.length);
        if (status != 204) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
