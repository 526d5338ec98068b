package dev.turnkeeper.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * The service behind a gate: says on each page what it was asked, and keeps it for the test. {@code /buy/done} ends the
 * visit, as a shop does behind gateway mode.
 */
public final class SampleShop implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    /**
     * A request that came through.
     *
     * @param uri path and query as they were sent
     * @param headers by lower-case name, values joined
     */
    public record Seen(String method, String uri, Map<String, String> headers, String body) {

        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    private SampleShop(HttpServer server) {
        this.server = server;
    }

    public static SampleShop start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SampleShop shop = new SampleShop(server);
        server.createContext("/", shop::answer);
        server.setExecutor(shop.threads);
        server.start();
        return shop;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** All that came through so far, in order. */
    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    public Seen last() {
        return seen.get(seen.size() - 1);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String uri = exchange.getRequestURI().toString();
        Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                .collect(Collectors.toMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT),
                        header -> String.join(", ", header.getValue()),
                        (one, other) -> one,
                        TreeMap::new));
        seen.add(new Seen(exchange.getRequestMethod(), uri, headers, body));
        if (uri.startsWith("/buy/done")) {
            exchange.getResponseHeaders().set("X-Turnkeeper-Command", "complete");
        }
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        byte[] page = ("<!doctype html><title>Shop</title><h1>The shop: " + exchange.getRequestMethod() + " "
                        + uri.replace("<", "&lt;") + "</h1>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }
}
