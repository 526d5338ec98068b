package dev.turnkeeper.sdk;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** The node's side of what the SDK asks, over real HTTP. What it was asked is kept in {@link #asked}. */
final class StubNode implements AutoCloseable {

    static final String RULES = """
            {"host": "shop.example.com",
             "rooms": {"buy": {"state": "ACTIVE", "entryUrl": "https://shop.example.com/buy"}, "quiet": {"state": "INACTIVE", "entryUrl": null}},
             "paths": [{"room": "buy", "path": "/buy/**", "methods": [], "exclude": [], "ignoreCase": false},
                       {"room": "quiet", "path": "/quiet/**", "methods": [], "exclude": [], "ignoreCase": false}],
             "menus": []}""";

    /** Method, path with query, and body of each call. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    final Map<String, String> handOvers = new ConcurrentHashMap<>();
    final Map<String, String> renewals = new ConcurrentHashMap<>();
    volatile String rules = RULES;
    volatile String revoked = "{\"room\": \"buy\", \"revoked\": [], \"next\": \"0\"}";
    volatile JWKSet keys;
    volatile boolean broken;

    private final HttpServer server;

    StubNode(JWKSet keys) throws IOException {
        this.keys = keys;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "stub-node");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    long count(String beginning) {
        return asked.stream().filter(call -> call.startsWith(beginning)).count();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        asked.add(body.isEmpty() ? call : call + " " + body);
        if (broken) {
            send(exchange, 503, "");
            return;
        }
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        switch (path) {
            case "/api/v1/rules" -> {
                String tag = "\"" + rules.hashCode() + "\"";
                exchange.getResponseHeaders().set("ETag", tag);
                boolean same = tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
                send(exchange, same ? 304 : 200, same ? "" : rules);
            }
            case "/.well-known/jwks.json" -> send(exchange, 200, keys.toString());
            case "/api/v1/passes/revoked" -> send(exchange, 200, revoked);
            case "/api/v1/passes/alive" -> send(exchange, 204, "");
            case "/gate/accept" -> {
                String token = query.replaceAll("^tk_pass=([^&]*)&.*", "$1");
                String pass = handOvers.remove(token);
                send(exchange, pass == null ? 401 : 200, pass == null ? "{}" : "{\"pass\":\"" + pass + "\"}");
            }
            case "/api/v1/visits/current/alive" -> {
                String pass =
                        exchange.getRequestHeaders().getFirst("Authorization").substring("Pass ".length());
                String later = renewals.get(pass);
                send(exchange, 200, later == null ? "{}" : "{\"pass\":\"" + later + "\"}");
            }
            case "/api/v1/visits/current/complete" -> send(exchange, 200, "{\"state\":\"COMPLETED\"}");
            default -> send(exchange, 404, "");
        }
    }

    private static void send(HttpExchange exchange, int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
