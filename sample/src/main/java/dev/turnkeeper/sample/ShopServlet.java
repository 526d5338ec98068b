package dev.turnkeeper.sample;

import dev.turnkeeper.sdk.PassClaims;
import dev.turnkeeper.sdk.Turnkeeper;
import dev.turnkeeper.sdk.TurnkeeperFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The shop's pages. None of them knows a queue; an order frees its visitor's place for the next one. */
final class ShopServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final String ROOM = "sample-shop";
    private static final List<String> CONCERTS = List.of("aurora", "midnight", "harbour");

    private final transient Turnkeeper turnkeeper;
    private final transient URI node;
    private final AtomicInteger seats = new AtomicInteger(240);
    private final AtomicInteger claims = new AtomicInteger();

    ShopServlet(Turnkeeper turnkeeper, URI node) {
        this.turnkeeper = turnkeeper;
        this.node = node;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getRequestURI()) {
            case "/" -> page(request, response, "home", Map.of());
            case "/flash" -> page(request, response, "flash", Map.of("node", node.toString()));
            case "/thanks" -> page(request, response, "thanks", Map.of());
            case "/buy/seats" -> json(response, "{\"seats\":" + seats.get() + "}");
            case "/shop.css" -> file(response, "shop.css", "text/css");
            case "/shop.js", "/flash.js" ->
                file(response, request.getRequestURI().substring(1), "text/javascript");
            default -> concert(request, response);
        }
    }

    private void concert(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (!path.startsWith("/buy/") || !CONCERTS.contains(name)) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            page(request, response, "missing", Map.of());
            return;
        }
        PassClaims pass = (PassClaims) request.getAttribute(TurnkeeperFilter.PASS);
        page(
                request,
                response,
                "concert",
                Map.of(
                        "poster",
                        name,
                        "title",
                        name,
                        "when",
                        name + ".when",
                        "seats",
                        String.valueOf(seats.get()),
                        "position",
                        pass == null ? "–" : String.valueOf(pass.position())));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getRequestURI()) {
            case "/buy/order" -> order(request, response);
            case "/flash/claim" -> json(response, "{\"number\":" + claims.incrementAndGet() + "}");
            default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private void order(HttpServletRequest request, HttpServletResponse response) {
        seats.updateAndGet(left -> Math.max(0, left - 1));
        turnkeeper.complete(TurnkeeperFilter.of(request), ROOM);
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", "/thanks");
    }

    private void page(HttpServletRequest request, HttpServletResponse response, String name, Map<String, String> values)
            throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'self'; script-src 'self' " + node + "; connect-src 'self' " + node
                        + "; frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
        send(response, "text/html", Pages.page(name, request.getHeader("Accept-Language"), values));
    }

    private static void json(HttpServletResponse response, String json) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        send(response, "application/json", json);
    }

    private static void file(HttpServletResponse response, String name, String type) throws IOException {
        response.setHeader("Cache-Control", "max-age=60");
        send(response, type, Pages.read(name));
    }

    private static void send(HttpServletResponse response, String type, String text) throws IOException {
        response.setContentType(type);
        response.setCharacterEncoding("UTF-8");
        response.getWriter().print(text);
    }
}
