package dev.turnkeeper.node;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import com.sun.net.httpserver.HttpServer;
import dev.turnkeeper.screen.Chromium;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The browser SDK in pages of a shop on another host than the node. */
class BrowserSdkIT {

    private static final AtomicInteger ROOMS = new AtomicInteger();
    private static final LocatorAssertions.HasTextOptions SLOWLY =
            new LocatorAssertions.HasTextOptions().setTimeout(30_000);
    private static final LocatorAssertions.HasCountOptions SOON =
            new LocatorAssertions.HasCountOptions().setTimeout(30_000);

    private static NodeProcess node;
    private static Chromium chromium;
    private static HttpServer shop;
    private static final Map<String, String> PAGES = new ConcurrentHashMap<>();
    private static final List<String> CALLS = Collections.synchronizedList(new ArrayList<>());

    private final List<BrowserContext> contexts = new ArrayList<>();
    private String room;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        node = NodeProcess.start(Map.of("TURNKEEPER_ADMIN_KEY", RoomAdmin.KEY));
        chromium = new Chromium();
        shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.setExecutor(Executors.newFixedThreadPool(4));
        shop.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (exchange.getRequestMethod().equals("POST")) {
                CALLS.add(path + " " + exchange.getRequestHeaders().getFirst("X-Turnkeeper-Pass"));
            }
            byte[] body = PAGES.getOrDefault(path, "{}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set(
                            "Content-Type",
                            path.endsWith(".js")
                                    ? "text/javascript"
                                    : PAGES.containsKey(path) ? "text/html; charset=utf-8" : "application/json");
            exchange.getResponseHeaders()
                    .set(
                            "Content-Security-Policy",
                            "default-src 'self'; script-src 'self' " + node.uri("") + "; connect-src 'self' "
                                    + node.uri("") + " http://localhost:*");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        shop.start();
        PAGES.put("/own/turnkeeper.js", Files.readString(Path.of("sdk/javascript/dist/turnkeeper.js")));
    }

    @AfterAll
    static void stop() {
        shop.stop(0);
        ((ExecutorService) shop.getExecutor()).shutdownNow();
        chromium.close();
        node.close();
    }

    /** A room whose limit is 0: everybody waits. */
    @BeforeEach
    void open() throws IOException, InterruptedException {
        room = "sdk-" + ROOMS.incrementAndGet();
        RoomAdmin.Answer created = RoomAdmin.call(
                node,
                "POST",
                "",
                Map.of(),
                "{\"id\": \"" + room + "\", \"name\": \"" + room
                        + "\", \"limit\": 0, \"routes\": [{\"host\": \"localhost\"," + " \"path\": \"/" + room
                        + "/**\"}]}");
        assertEquals(201, created.status(), () -> created.body().toString());
    }

    @AfterEach
    void closeAll() {
        contexts.forEach(BrowserContext::close);
        CALLS.clear();
    }

    @Test
    void script_isServedForAnyOriginAndKeptForAWhile() throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        for (String path : List.of("/sdk/turnkeeper.js", "/sdk/v0/turnkeeper.js")) {
            HttpResponse<String> script =
                    client.send(HttpRequest.newBuilder(node.uri(path)).build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(200, script.statusCode());
            assertEquals(PAGES.get("/own/turnkeeper.js"), script.body());
            assertEquals(
                    "*",
                    script.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
            assertTrue(
                    script.headers().firstValue("Content-Type").orElse("").startsWith("text/javascript"),
                    script.headers()::toString);
            String etag = script.headers().firstValue("ETag").orElseThrow();
            HttpRequest again = HttpRequest.newBuilder(node.uri(path))
                    .header("If-None-Match", etag)
                    .build();
            assertEquals(
                    304,
                    client.send(again, HttpResponse.BodyHandlers.discarding()).statusCode());
        }
    }

    @Test
    void overlay_showsTheWaitAndGoesAwayWhenItsTurnHasCome() throws IOException, InterruptedException {
        page("overlay", script(""));
        Page first = visit("overlay");
        Page second = visit("overlay");
        assertThat(first.locator("dialog b")).hasText("1", SLOWLY);
        assertThat(second.locator("dialog b")).hasText("2", SLOWLY);
        assertThat(second.locator("dialog")).containsText("1 ahead of you");
        assertTrue(second.title().startsWith("(2)"), second.title());
        Chromium.screenshot(second, "sdk-overlay");
        Chromium.assertAccessible(second, "the overlay");
        second.keyboard().press("Escape");
        assertThat(second.locator("dialog b")).hasText("2");

        assertEquals(200, RoomAdmin.setLimit(node, room, 1).status());
        assertThat(first.locator("dialog")).hasCount(0, SOON);
        assertThat(second.locator("dialog b")).hasText("1", SLOWLY);
        String cookie = (String) first.evaluate("document.cookie");
        assertTrue(cookie.contains("tkp_" + room + "=ey"), cookie);
        assertFalse(first.url().contains("ticket"), first.url());
    }

    @Test
    void reloadSecondTabAndNextPage_keepThePlace() {
        page("overlay", script(""));
        page("next", script(""));
        BrowserContext browser = browser("en-US");
        Page page = visit(browser, "overlay");
        assertThat(page.locator("dialog b")).hasText("1", SLOWLY);
        visit("overlay");
        page.reload();
        assertThat(page.locator("dialog b")).hasText("1", SLOWLY);
        Page tab = visit(browser, "next");
        assertThat(tab.locator("dialog b")).hasText("1", SLOWLY);
        page.navigate(address("next"));
        assertThat(page.locator("dialog b")).hasText("1", SLOWLY);
    }

    @Test
    void pageThatNoRuleNames_isLeftAlone() {
        PAGES.put("/free", html(script("")));
        Page page = browser("en-US").newPage();
        page.navigate("http://localhost:" + shop.getAddress().getPort() + "/free");
        page.waitForFunction("() => window.turnkeeper");
        assertEquals(
                Boolean.TRUE, page.evaluate("() => turnkeeper.roomFor(location.href).then((room) => room === null)"));
        assertThat(page.locator("dialog")).hasCount(0);
    }

    @Test
    void publicView_isEnoughToFollowThePlace() throws IOException, InterruptedException {
        PAGES.put("/" + room + "/view", html(script("data-source=view")).replace(" lang=en", ""));
        Page first = visit("view");
        assertThat(first.locator("dialog b")).hasText("1", SLOWLY);
        List<String> asked = new ArrayList<>();
        Page second = browser("ko-KR").newPage();
        second.onRequest(request -> asked.add(request.url()));
        second.navigate(address("view"));
        assertThat(second.locator("dialog b")).hasText("2", SLOWLY);
        assertThat(second.locator("dialog")).containsText("앞에 1명이 있습니다");
        assertEquals(200, RoomAdmin.setLimit(node, room, 1).status());
        assertThat(first.locator("dialog")).hasCount(0, SOON);
        assertThat(second.locator("dialog b")).hasText("1", SLOWLY);
        assertTrue(asked.stream().anyMatch(url -> url.endsWith("/rooms/" + room + "/view")), asked::toString);
        assertFalse(asked.stream().anyMatch(url -> url.contains("/stream")), asked::toString);
    }

    @Test
    void leaving_endsTheWaitAndDoesNotUncoverThePage() {
        page("overlay", script(""));
        Page page = visit("overlay");
        page.getByText("Leave the queue").click();
        assertThat(page.locator("dialog"))
                .containsText("Your wait has ended", new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
        assertEquals(
                Boolean.TRUE,
                page.evaluate(
                        "name => localStorage.getItem(name) === null", "turnkeeper " + node.uri("") + " " + room));
    }

    @Test
    void call_waitsForItsTurnAndItsEndLetsTheNextOneIn() throws IOException, InterruptedException {
        page("app", script("data-mode=api"));
        assertEquals(200, RoomAdmin.setLimit(node, room, 1).status());
        Page first = app();
        assertEquals(200, call(first));
        assertEquals(1, CALLS.size());
        assertTrue(CALLS.get(0).startsWith("/" + room + "/order ey"), CALLS::toString);

        Page second = app();
        second.evaluate(
                "path => { turnkeeper.fetch(path, {method: 'POST', onVisit: (visit) => turnkeeper.show(visit)})"
                        + ".then((answer) => (document.title = 'answered ' + answer.status)) }",
                "/" + room + "/order");
        assertThat(second.locator("dialog b")).hasText("1", SLOWLY);
        assertEquals(1, CALLS.size(), "it is not sent before its turn");
        first.evaluate("room => turnkeeper.enter({room}).complete()", room);
        assertThat(second).hasTitle("answered 200", new PageAssertions.HasTitleOptions().setTimeout(30_000));
        assertThat(second.locator("dialog")).hasCount(0);
        assertEquals(2, CALLS.size());
    }

    @Test
    void redirect_waitsOnTheWaitingPageAndComesBackToThatVeryLink() throws IOException, InterruptedException {
        page("redirect", script("data-mode=redirect"));
        Page page = browser("en-US").newPage();
        String link = address("redirect") + "?seat=A%201#row";
        page.navigate(link);
        page.waitForURL(Pattern.compile(".*/wait/" + room + ".*"));
        assertThat(page.locator(".rank")).hasText("1", SLOWLY);
        assertEquals(200, RoomAdmin.setLimit(node, room, 1).status());
        page.waitForURL(
                url -> url.startsWith(address("redirect")) && !url.contains("tk_pass"),
                new Page.WaitForURLOptions().setTimeout(30_000));
        page.waitForFunction("room => document.cookie.includes('tkp_' + room + '=ey')", room);
        assertEquals(
                address("redirect") + "?seat=A%201",
                page.url().replace("+", "%20").replace("#row", ""));
        assertThat(page.locator("h1")).hasText("The shop");

        page.reload();
        page.waitForFunction("() => window.turnkeeper");
        page.waitForTimeout(1500);
        assertTrue(page.url().startsWith(address("redirect")), "the pass that was brought still holds: " + page.url());
    }

    @Test
    void nodeOutOfReach_opensOrKeepsClosedAsThePageSays() {
        String dead = "src=/own/turnkeeper.js data-node=http://localhost:1";
        page("open", "<script type=module " + dead + " data-failure=open></script>");
        page("closed", "<script type=module " + dead + " data-failure=closed></script>");
        Page closed = visit("closed");
        assertThat(closed.locator("dialog")).containsText("trying again");
        Page open = visit("open");
        open.waitForFunction("() => window.turnkeeper");
        open.waitForTimeout(1000);
        assertThat(open.locator("dialog")).hasCount(0);
    }

    private int call(Page page) {
        return (Integer) page.evaluate(
                "path => turnkeeper.fetch(path, {method: 'POST'}).then((answer) => answer.status)",
                "/" + room + "/order");
    }

    private Page app() {
        Page page = visit("app");
        page.waitForFunction("() => window.turnkeeper");
        return page;
    }

    private static String script(String attributes) {
        return "<script type=module src=\"" + node.uri("/sdk/v0/turnkeeper.js") + "\" " + attributes + "></script>";
    }

    private static String html(String script) {
        return "<!doctype html><html lang=en><head><meta charset=utf-8><title>Shop</title>" + script
                + "</head><body><main><h1>The shop</h1><p>What is sold here.</p></main></body></html>";
    }

    private void page(String name, String script) {
        PAGES.put("/" + room + "/" + name, html(script));
    }

    private String address(String name) {
        return "http://localhost:" + shop.getAddress().getPort() + "/" + room + "/" + name;
    }

    private BrowserContext browser(String locale) {
        BrowserContext context = chromium.browser().newContext(new Browser.NewContextOptions().setLocale(locale));
        contexts.add(context);
        return context;
    }

    private Page visit(String name) {
        return visit(browser("en-US"), name);
    }

    private Page visit(BrowserContext browser, String name) {
        Page page = browser.newPage();
        page.navigate(address(name));
        return page;
    }
}
