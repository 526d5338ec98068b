package dev.turnkeeper.node;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.turnkeeper.screen.Chromium;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Visitors with a browser at a real node. */
class WaitingPageIT {

    private static final int FIRST_LOAD_BYTES = 20 * 1024;
    private static final AtomicInteger ROOMS = new AtomicInteger();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final LocatorAssertions.HasTextOptions SLOWLY =
            new LocatorAssertions.HasTextOptions().setTimeout(30_000);

    private static NodeProcess node;
    private static Chromium chromium;

    private final List<BrowserContext> contexts = new ArrayList<>();
    private String room;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        node = NodeProcess.start(Map.of("TURNKEEPER_ADMIN_KEY", RoomAdmin.KEY, "TURNKEEPER_STREAM_SECONDS", "10"));
        chromium = new Chromium();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        node.close();
    }

    /** A room whose limit is 0: everybody waits. */
    @BeforeEach
    void open() throws IOException, InterruptedException {
        room = "page-" + ROOMS.incrementAndGet();
        RoomAdmin.Answer created = RoomAdmin.create(node, room, 0);
        assertEquals(201, created.status(), () -> created.body().toString());
    }

    @AfterEach
    void closeAll() {
        contexts.forEach(BrowserContext::close);
    }

    @Test
    void visitors_seeTheirPlacesInOrderOfArrival() {
        Page first = visit(browser(true));
        assertThat(first.locator(".rank")).hasText("1", SLOWLY);
        Page second = visit(browser(true));
        assertThat(second.locator(".rank")).hasText("2", SLOWLY);
        assertThat(second.locator("[data-tk=ahead]")).hasText("1");
        assertThat(first.locator("[data-tk=behind]")).hasText("1", SLOWLY);
        assertFalse(first.url().contains("tk_probe"), first.url());
    }

    @Test
    void refreshSecondTabAndBackButton_keepThePlace() {
        BrowserContext browser = browser(true);
        Page page = visit(browser);
        long position = position(page);
        visit(browser(true));
        page.reload();
        assertEquals(position, position(page));
        Page tab = visit(browser);
        assertEquals(position, position(tab));
        page.navigate(node.uri("/health/live").toString());
        page.goBack();
        assertEquals(position, position(page));
        assertThat(page.locator(".rank")).hasText("1");
    }

    @Test
    void raisedLimit_takesTheFirstOneOn() throws IOException, InterruptedException {
        Page first = visit(browser(true));
        assertThat(first.locator(".rank")).hasText("1", SLOWLY);
        Page second = visit(browser(true));
        assertThat(second.locator(".rank")).hasText("2", SLOWLY);
        List<String> went = new ArrayList<>();
        first.onRequest(request -> {
            if (request.url().contains("/gate/enter?return=")) {
                went.add(request.url());
            }
        });
        assertEquals(200, RoomAdmin.setLimit(node, room, 1).status());
        assertThat(first.locator("h1")).hasText("It is your turn", SLOWLY);
        assertThat(second.locator(".rank")).hasText("1", SLOWLY);
        Await.until(15, () -> "the page goes on; it is at " + first.url(), () -> {
            first.waitForTimeout(100);
            return !went.isEmpty();
        });
        assertTrue(went.get(0).endsWith(URLEncoder.encode(shop(), StandardCharsets.UTF_8)), went.get(0));
    }

    @Test
    void withoutJavaScript_visitorsWaitLeaveAndComeAgain() throws IOException, InterruptedException {
        BrowserContext browser = browser(false);
        Page page = visit(browser);
        assertThat(page.locator(".rank")).hasText("1");
        visit(browser(true));
        assertTrue(page.content().contains("http-equiv=\"refresh\""));
        page.locator("summary").click();
        page.getByText("Leave and give up my place").click();
        assertThat(page.locator("h1")).hasText("You have left the line");
        page.reload();
        assertThat(page.locator("h1")).hasText("You have left the line");
        page.getByText("Join the line again").click();
        assertThat(page.locator("h1")).hasText("You are in line");
        Await.until(15, () -> "the place that was given up is gone", () -> {
            page.reload();
            return page.locator(".rank").textContent().equals("2");
        });
        page.getByText("한국어").click();
        assertThat(page.locator("h1")).hasText("순서를 기다리고 있습니다");
        visit(page);
        assertThat(page.locator("h1")).hasText("순서를 기다리고 있습니다");
        assertEquals(200, RoomAdmin.setLimit(node, room, 5).status());
        Await.until(
                15,
                () -> "the page says that it is admitted: " + page.locator("h1").textContent(),
                () -> {
                    visit(page);
                    return page.locator("h1").textContent().equals("입장하실 차례입니다");
                });
        assertTrue(page.content().contains("url=/gate/enter?return="));
    }

    @Test
    void pausedRoom_saysSo_andResetOneStartsAnew() throws IOException, InterruptedException {
        Page page = visit(browser(true));
        assertEquals(200, RoomAdmin.turn(node, room, "pause").status());
        assertThat(page.locator("h1")).hasText("Entry is paused", SLOWLY);
        assertThat(page.locator(".rank")).hasText("1");
        assertEquals(200, RoomAdmin.turn(node, room, "activate").status());
        assertThat(page.locator("h1")).hasText("You are in line", SLOWLY);
        assertEquals(200, RoomAdmin.reset(node, room, "keep").status());
        assertThat(page.locator("h1")).hasText("The line starts anew", SLOWLY);
        assertThat(page.locator("h1"))
                .hasText("You are in line", new LocatorAssertions.HasTextOptions().setTimeout(45_000));
    }

    @Test
    void roomThatOpensLater_countsDown_andGoesOnByItself() throws IOException, InterruptedException {
        assertEquals(200, RoomAdmin.turn(node, room, "pause").status());
        Instant opening = Instant.now().plusSeconds(25).truncatedTo(ChronoUnit.SECONDS);
        scheduleOpening(opening);
        Page page = visit(browser(true));
        assertThat(page.locator("h1")).hasText("Not open yet", SLOWLY);
        assertThat(page.locator(".rank")).hasText("1");
        assertThat(page.locator("[data-tk=opens]")).hasText(Pattern.compile("^Opens in 0:\\d\\d$"), SLOWLY);
        assertThat(page.locator("[data-tk=opensAt]")).hasText(Pattern.compile("^Opens: .*20\\d\\d at "));
        int left =
                Integer.parseInt(page.locator("[data-tk=opens]").textContent().replaceAll(".*:", ""));
        long toCome = Duration.between(Instant.now(), opening).toSeconds();
        assertTrue(Math.abs(left - toCome) <= 3, left + " s left on the page, " + toCome + " in truth");
        Chromium.screenshot(page, "page-before-opening");
        assertThat(page.locator("h1")).hasText("It is your turn", SLOWLY);
        assertFalse(Instant.now().isBefore(opening));
    }

    @Test
    void roomThatOpensLater_saysWhen_withoutJavaScript() throws IOException, InterruptedException {
        assertEquals(200, RoomAdmin.turn(node, room, "pause").status());
        scheduleOpening(Instant.parse("2099-12-01T01:00:00Z"));
        Page page = visit(browser(false));
        assertThat(page.locator("h1")).hasText("Not open yet", SLOWLY);
        assertThat(page.locator("[data-tk=opensAt]"))
                .hasText(Pattern.compile("^Opens: December 1, 2099.* 10:00.AM \\(Korean Standard Time\\)$"));
        assertThat(page.locator("[data-tk=opensAt]")).isVisible();
        assertThat(page.locator(".rank")).hasText("1");
        page.getByText("한국어").click();
        assertThat(page.locator("[data-tk=opensAt]"))
                .hasText(Pattern.compile("^시작: 2099년 12월 1일.* 오전 10:00 \\(대한민국 표준시\\)$"));
        // Who comes while it is closed has no place, but is told the time too.
        assertEquals(200, RoomAdmin.turn(node, room, "close").status());
        Page late = visit(browser(false));
        assertThat(late.locator("h1")).hasText("Not open yet", SLOWLY);
        assertThat(late.locator("[data-tk=opensAt]")).isVisible();
        assertThat(late.locator(".rank")).isHidden();
        Page script = visit(browser(true));
        assertThat(script.locator("h1")).hasText("Not open yet", SLOWLY);
        assertThat(script.locator("[data-tk=opens]")).hasText(Pattern.compile("^Opens in \\d+:\\d\\d:\\d\\d$"));
    }

    @Test
    void closedRoom_takesNobody() throws IOException, InterruptedException {
        Page page = visit(browser(true));
        assertEquals(200, RoomAdmin.turn(node, room, "close").status());
        Page late = visit(browser(true));
        assertThat(late.locator("h1")).hasText("Entry is closed");
        assertThat(late.locator(".rank")).isHidden();
        assertThat(page.locator("h1")).hasText("Entry is closed", SLOWLY);
        assertThat(page.locator(".rank")).hasText("1");
    }

    @Test
    void frozenNode_showsAnErrorAndThePlaceIsStillThere() throws IOException, InterruptedException {
        Page page = visit(browser(true));
        long position = position(page);
        node.pause();
        try {
            // The stream dies without a word; a reload asks for an answer now.
            page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
            assertThat(page.locator("h1"))
                    .hasText(
                            "We cannot reach the line just now",
                            new LocatorAssertions.HasTextOptions().setTimeout(150_000));
            assertThat(page.locator(".rank")).hasText("1");
        } finally {
            node.resume();
        }
        assertThat(page.locator("h1"))
                .hasText("You are in line", new LocatorAssertions.HasTextOptions().setTimeout(90_000));
        assertEquals(position, position(page));
    }

    /** Only a reader that comes back is there: a stream ends by itself, and the page opens the next one. */
    @Test
    void streamThatEndedByItself_isOpenedAgainUnnoticed() throws InterruptedException {
        BrowserContext browser = browser(true);
        Page page = browser.newPage();
        List<String> streams = new CopyOnWriteArrayList<>();
        page.onResponse(response -> {
            if (response.url().contains("/visits/current/stream") && response.status() == 200) {
                streams.add(response.url());
            }
        });
        visit(page);
        long position = position(page);
        page.evaluate("""
                () => {
                  window.screens = [];
                  const main = document.querySelector('main');
                  new MutationObserver(() => window.screens.push(main.dataset.screen))
                    .observe(main, { attributes: true, attributeFilter: ['data-screen'] });
                }
                """);
        Await.until(60, () -> "streams opened: " + streams, () -> {
            page.waitForTimeout(200);
            return streams.size() >= 2;
        });
        assertEquals(position, position(page));
        assertEquals(List.of(), page.evaluate("window.screens"));
    }

    @Test
    void revokedPlace_isToldThatItIsBlocked() throws IOException, InterruptedException {
        BrowserContext browser = browser(true);
        Page page = visit(browser);
        position(page);
        assertEquals(200, RoomAdmin.setLimit(node, room, 1).status());
        String agent = (String) page.evaluate("navigator.userAgent");
        JsonNode[] visit = new JsonNode[1];
        Await.until(30, () -> "let in: " + visit[0], () -> {
            String cookie = ticketOf(browser);
            visit[0] = JSON.readTree(
                    get(node.uri("/api/v1/visits/current").toString(), "Cookie", cookie, "User-Agent", agent)
                            .body());
            return visit[0].path("state").asText().equals("ADMITTED");
        });
        String pass = visit[0].path("pass").asText();
        List<Integer> seen = new ArrayList<>();
        for (int address = 1; address <= 4; address++) {
            seen.add(get(
                            node.uri("/gate/nginx").toString(),
                            "X-Original-URL",
                            shop(),
                            "X-Original-Method",
                            "GET",
                            "X-Forwarded-For",
                            "192.0.2." + address,
                            "User-Agent",
                            agent,
                            "X-Turnkeeper-Pass",
                            pass)
                    .statusCode());
        }
        assertEquals(List.of(200, 200, 200, 401), seen, "sold to one too many");
        Page again = browser.newPage();
        again.navigate(address());
        assertThat(again.locator("h1")).hasText("You cannot enter");
        Chromium.screenshot(again, "node-blocked-en-desktop-light");
        Chromium.assertAccessible(again, "blocked");
    }

    @Test
    void blockedVisitor_isToldCalmly_alsoInTheMiddleOfWaiting_andHasThePlaceAgainAfterwards()
            throws IOException, InterruptedException {
        BrowserContext browser = browser(true);
        Page page = visit(browser);
        long position = position(page);
        ManagementClient operator = ManagementClient.key(node, RoomAdmin.KEY);
        ManagementClient.Answer made = operator.call(
                "POST", "/admin/blocks", "{\"room\": \"" + room + "\", \"ip\": \"127.0.0.1\", \"seconds\": 600}");
        assertEquals(201, made.status(), made::toString);
        assertThat(page.locator("h1")).hasText("You cannot enter", SLOWLY);
        page.reload();
        assertThat(page.locator("h1")).hasText("You cannot enter");
        Page newcomer = visit(browser(true));
        assertThat(newcomer.locator("h1")).hasText("You cannot enter");
        newcomer.waitForTimeout(3_000);
        assertThat(newcomer.locator("main")).hasAttribute("data-screen", "blocked");
        Page withoutScript = visit(browser(false));
        assertThat(withoutScript.locator("h1")).hasText("You cannot enter");
        Chromium.assertAccessible(newcomer, "blocked newcomer");
        assertEquals(
                204,
                operator.call("DELETE", "/admin/blocks/" + made.body().get("id").asText(), "")
                        .status());
        page.reload();
        assertEquals(position, position(page));
        newcomer.reload();
        assertThat(newcomer.locator(".rank")).hasText("2", SLOWLY);
    }

    /** The page's files as they lie in the repository, on a server of their own; only calls get to the node. */
    @Test
    void pageFromACdn_livesOnACachedViewOfAnotherOrigin(@TempDir Path root) throws IOException, InterruptedException {
        assumeTrue(NginxProcess.isInstalled(), "this test needs nginx: apt-get install nginx-light");
        Path files = Files.createDirectories(root.resolve("wait"));
        try (Stream<Path> sources = Files.list(Path.of("web-waiting-page"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                Files.copy(source, files.resolve(source.getFileName()));
            }
        }
        String cdn = """
                types { text/html html; text/javascript js; text/css css; }
                proxy_cache_path cache keys_zone=views:1m;
                server {
                    listen 127.0.0.1:PORT;
                    root ROOT;
                    proxy_set_header Host $host:PORT;
                    proxy_set_header X-Forwarded-For $remote_addr;
                    location ~ ^/wait/[a-z0-9-]+$ { try_files /wait/index.html =404; }
                    location /wait/_/api/ { proxy_pass http://NODE; }
                    location /gate/ { proxy_pass http://NODE; }
                    location = /view {
                        proxy_pass http://NODE/api/v1/rooms/ROOM/view;
                        proxy_cache views;
                        add_header X-Cache $upstream_cache_status always;
                    }
                }
                """.replace("ROOT", root.toString())
                .replace("NODE", "127.0.0.1:" + node.httpPort())
                .replace("ROOM", room);
        try (NginxProcess nginx = NginxProcess.serving(cdn)) {
            Path index = files.resolve("index.html");
            Files.writeString(
                    index,
                    Files.readString(index)
                            .replace(
                                    "<body>",
                                    "<body data-name=\"Autumn concert\" data-claim-seconds=\"120\" data-source=\"view\""
                                            + " data-view=\"http://127.0.0.1:" + nginx.port() + "/view\">"));
            BrowserContext browser = browser(true);
            Page page = browser.newPage();
            List<String> views = new CopyOnWriteArrayList<>();
            List<String> calls = new CopyOnWriteArrayList<>();
            page.onResponse(response -> {
                if (response.url().endsWith("/view")) {
                    views.add(response.headers().getOrDefault("x-cache", ""));
                }
            });
            page.onRequest(request -> calls.add(request.method() + " " + request.url()));
            page.navigate("http://localhost:" + nginx.port() + "/wait/" + room + "?return="
                    + URLEncoder.encode(shop(), StandardCharsets.UTF_8));
            assertThat(page.locator("h1")).hasText("You are in line", SLOWLY);
            assertThat(page.locator(".rank")).hasText("1");
            assertThat(page.locator("header p")).hasText("Autumn concert");
            Page behind = visit(browser(true));
            assertThat(behind.locator(".rank")).hasText("2", SLOWLY);
            assertThat(page.locator("[data-tk=behind]")).hasText("1", SLOWLY);
            Await.until(15, () -> "a cache answers the view: " + views, () -> {
                page.waitForTimeout(100);
                return views.contains("HIT") || views.contains("EXPIRED");
            });
            assertTrue(calls.stream().noneMatch(call -> call.contains("/stream")), calls::toString);
            Chromium.screenshot(page, "cdn-en-desktop-light");
            Chromium.assertAccessible(page, "from a CDN");
            page.reload();
            assertThat(page.locator(".rank")).hasText("1", SLOWLY);
            assertEquals(200, RoomAdmin.setLimit(node, room, 1).status());
            assertThat(page.locator("h1")).hasText("It is your turn", SLOWLY);
            Await.until(15, () -> "it goes on to the gate: " + calls, () -> {
                page.waitForTimeout(100);
                return calls.stream().anyMatch(call -> call.contains("/gate/enter?return="));
            });
        }
    }

    private String ticketOf(BrowserContext browser) {
        return browser.cookies().stream()
                .filter(each -> each.name.equals("tk_" + room))
                .map(each -> each.name + "=" + each.value)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void offlineAndBack_keepsThePlace() {
        BrowserContext browser = browser(true);
        Page page = visit(browser);
        long position = position(page);
        browser.setOffline(true);
        assertThat(page.locator("h1")).hasText("You are offline");
        browser.setOffline(false);
        assertThat(page.locator("h1")).hasText("You are in line", SLOWLY);
        assertEquals(position, position(page));
    }

    @Test
    void closedPage_givesItsPlaceUp_andAReloadDoesNot() throws IOException, InterruptedException {
        Page stays = visit(browser(true));
        Page goes = visit(browser(true));
        assertThat(goes.locator(".rank")).hasText("2");
        stays.reload();
        goes.close();
        Await.until(120, () -> "the place of the closed page is free", () -> {
            stays.waitForTimeout(200);
            return view().path("waiting").asLong() == 1;
        });
        assertThat(stays.locator("h1")).hasText("You are in line");
        assertThat(stays.locator(".rank")).hasText("1");
    }

    @Test
    void pageOnThePublicView_asksTheNodeSeldom() throws IOException, InterruptedException {
        BrowserContext browser = browser(true);
        Page page = browser.newPage();
        List<String> asked = new ArrayList<>();
        page.onRequest(request -> asked.add(request.method() + " " + request.url()));
        page.navigate(address() + "&source=view");
        visit(browser(true));
        assertThat(page.locator("[data-tk=behind]")).hasText("1", SLOWLY);
        assertTrue(asked.stream().anyMatch(call -> call.endsWith("/rooms/" + room + "/view")), asked::toString);
        assertTrue(asked.stream().noneMatch(call -> call.contains("/stream")), asked::toString);
        assertEquals(200, RoomAdmin.setLimit(node, room, 1).status());
        assertThat(page.locator("h1")).hasText("It is your turn", SLOWLY);
    }

    @Test
    void firstLoad_isThreeRequestsAndSmall() {
        Page page = browser(true).newPage();
        List<Request> requests = new ArrayList<>();
        page.onRequestFinished(requests::add);
        page.navigate(address());
        assertThat(page.locator(".rank")).hasText("1");
        // The very first visit is sent round once, to see whether the browser keeps cookies.
        List<Request> loaded = requests.stream()
                .filter(request ->
                        !request.url().contains("/api/") && request.response().status() == 200)
                .toList();
        assertTrue(
                loaded.size() <= 3,
                () -> loaded.stream().map(Request::url).toList().toString());
        int bytes = loaded.stream()
                .mapToInt(request -> request.sizes().responseBodySize)
                .sum();
        System.out.println("first load: " + bytes + " bytes in " + loaded.size() + " requests");
        assertTrue(bytes > 5_000 && bytes <= FIRST_LOAD_BYTES, bytes + " bytes");
    }

    @Test
    void page_isAccessibleAsTheNodeServesIt() {
        Page page = visit(browser(true));
        Chromium.assertAccessible(page, "served by a node");
        Chromium.screenshot(page, "node-en-desktop-light");
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Purpose, prefetch",
        "Sec-Purpose, prefetch;prerender",
        "Purpose, prefetch",
        "Sec-Fetch-Dest, image",
        "Sec-Fetch-Dest, script"
    })
    void previewsAndImages_takeNoPlace(String header, String value) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(address(), header, value, "Cookie", "tk-probe=1");
        assertEquals(204, answer.statusCode());
        assertEquals(0, view().path("issued").asLong());
    }

    @Test
    void browserWithoutCookies_isToldSoAndTakesNoPlace() throws IOException, InterruptedException {
        HttpResponse<String> first = get(address());
        assertEquals(302, first.statusCode());
        String round = first.headers().firstValue("Location").orElseThrow();
        HttpResponse<String> second = get(node.uri(round).toString());
        assertEquals(200, second.statusCode());
        assertTrue(second.body().contains("data-screen=\"cookies\""));
        assertEquals(0, view().path("issued").asLong());
    }

    @Test
    void head_takesNoPlace() throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(address()))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .header("Cookie", "tk-probe=1")
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        assertEquals(0, view().path("issued").asLong());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/buy/1",
                "//evil.example.com/buy/1",
                "https://evil.example.com/buy/1",
                "javascript:alert(1)",
                "https://user@ROOM.example.com/buy/1",
                "https://ROOM.example.com\\@evil.example.com/buy/1",
                "https://ROOM.example.com.evil.example.com/buy/1",
                "https://ROOM.example.com/elsewhere"
            })
    void returnThatLeadsElsewhere_isRefused(String target) throws IOException, InterruptedException {
        String wanted = URLEncoder.encode(target.replace("ROOM", room), StandardCharsets.UTF_8);
        HttpResponse<String> answer =
                get(node.uri("/wait/" + room + "?return=" + wanted).toString(), "Cookie", "tk-probe=1");
        assertEquals(400, answer.statusCode(), answer.body());
        assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json"));
        assertEquals(0, view().path("issued").asLong());
    }

    @Test
    void unknownRoom_isAPageToo() throws IOException, InterruptedException {
        HttpResponse<String> answer = get(node.uri("/wait/no-such-room").toString());
        assertEquals(404, answer.statusCode());
        assertTrue(answer.body().contains("data-screen=\"unknown\""));
        assertEquals(404, get(node.uri("/wait/").toString()).statusCode());
        assertEquals(404, get(node.uri("/wait/UPPER/case").toString()).statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/wait/_/api/v1/admin/rooms",
                "/wait/_/api/v1/visits/..%2fadmin/rooms",
                "/wait/_/api/v1/visits/../admin/rooms",
                "/wait/_/api/v1/visits;/../admin/rooms",
                "/wait/_/api/v1/tracer/access?host=x",
                "/wait/_/api/v1/rooms/x/view/../../../admin/rooms",
                "/wait/_/index.html"
            })
    void pathsUnderThePage_leadNowhereElse(String path) throws IOException, InterruptedException {
        int status = get(node.uri(path).toString(), "X-Api-Key", RoomAdmin.KEY).statusCode();
        assertTrue(status == 404 || status == 400, path + " answered " + status);
    }

    @Test
    void formFromAnotherSite_isRefused() throws IOException, InterruptedException {
        BrowserContext browser = browser(true);
        Page page = visit(browser);
        String cookie = ticketOf(browser);
        String agent = (String) page.evaluate("navigator.userAgent");
        for (String[] headers : new String[][] {
            {"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example.com"}, {"Origin", "null"}
        }) {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(URI.create(address()))
                            .header("Cookie", cookie)
                            .header("User-Agent", agent)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .header(headers[0], headers[1])
                            .POST(HttpRequest.BodyPublishers.ofString("do=leave"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(403, answer.statusCode(), headers[1]);
        }
        page.reload();
        assertThat(page.locator(".rank")).hasText("1");
    }

    @Test
    void files_areKeptForEverUnderTheirVersionOnly() throws IOException, InterruptedException {
        String page = get(address(), "Cookie", "tk-probe=1").body();
        var script = Pattern.compile("src=\"(/wait/_/page\\.js\\?v=\\w+)\"").matcher(page);
        assertTrue(script.find(), page);
        String url = node.uri(script.group(1)).toString();
        HttpResponse<String> kept = get(url, "Accept-Encoding", "gzip");
        assertEquals("public, max-age=31536000, immutable", header(kept, "Cache-Control"));
        assertEquals("gzip", header(kept, "Content-Encoding"));
        assertEquals("Accept-Encoding", header(kept, "Vary"));
        assertEquals(
                304,
                get(url, "Accept-Encoding", "gzip", "If-None-Match", header(kept, "ETag"))
                        .statusCode());
        HttpResponse<String> other = get(url.substring(0, url.indexOf('?')) + "?v=older");
        assertEquals("no-cache", header(other, "Cache-Control"));
        assertEquals("", header(other, "Content-Encoding"));
    }

    @Test
    void page_comesWithAStrictPolicy() throws IOException, InterruptedException {
        HttpResponse<String> answer = get(address(), "Cookie", "tk-probe=1");
        String policy = header(answer, "Content-Security-Policy");
        assertTrue(policy.startsWith("default-src 'none'; script-src 'nonce-"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertEquals("no-referrer", header(answer, "Referrer-Policy"));
        assertEquals("no-store", header(answer, "Cache-Control"));
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private String shop() {
        return "https://" + RoomAdmin.hostOf(room) + "/buy/1?seat=A%201";
    }

    private String address() {
        return node.uri("/wait/" + room + "?return=" + URLEncoder.encode(shop(), StandardCharsets.UTF_8))
                .toString();
    }

    private BrowserContext browser(boolean javaScript) {
        BrowserContext context = chromium.browser()
                .newContext(new Browser.NewContextOptions().setLocale("en-US").setJavaScriptEnabled(javaScript));
        contexts.add(context);
        return context;
    }

    private Page visit(BrowserContext browser) {
        Page page = browser.newPage();
        visit(page);
        return page;
    }

    private void visit(Page page) {
        Response answer = page.navigate(address());
        assertEquals(200, answer.status());
    }

    /** As the node tells this browser. */
    private long position(Page page) {
        assertThat(page.locator(".rank")).hasText("1", SLOWLY);
        return ((Number) page.evaluate(
                        "room => fetch('/wait/_/api/v1/visits/current?room=' + room).then(a => a.json()).then(v => v.position)",
                        room))
                .longValue();
    }

    private JsonNode view() throws IOException, InterruptedException {
        return JSON.readTree(
                get(node.uri("/wait/_/api/v1/rooms/" + room + "/view").toString())
                        .body());
    }

    /** By the clocks of Seoul, with room for one. */
    private void scheduleOpening(Instant opening) throws IOException, InterruptedException {
        RoomAdmin.Answer set = RoomAdmin.call(
                node,
                "PUT",
                "/" + room + "/schedule",
                Map.of("If-Match", "*"),
                "{\"zone\": \"Asia/Seoul\", \"steps\": [{\"at\": \""
                        + LocalDateTime.ofInstant(opening, ZoneId.of("Asia/Seoul"))
                        + "\", \"state\": \"ACTIVE\", \"limit\": 1}]}");
        assertEquals(200, set.status(), () -> set.body().toString());
    }

    private static HttpResponse<String> get(String url, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
