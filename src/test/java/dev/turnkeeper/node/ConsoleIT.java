package dev.turnkeeper.node;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.turnkeeper.screen.Chromium;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An operator's console in a real browser, on a real node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {

    private static final String FIRST_PASSWORD = "a password of the test";
    private static final LocatorAssertions.HasTextOptions SLOWLY =
            new LocatorAssertions.HasTextOptions().setTimeout(30_000);

    private final ExecutorService threads = TracerClient.threads();
    private NodeProcess node;
    private Chromium chromium;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        node = NodeProcess.start(
                Map.of("TURNKEEPER_ADMIN_KEY", RoomAdmin.KEY, "TURNKEEPER_ADMIN_PASSWORD", FIRST_PASSWORD));
        chromium = new Chromium();
    }

    @AfterAll
    void end() throws IOException {
        if (chromium != null) {
            chromium.close();
        }
        if (node != null) {
            node.close();
        }
        threads.shutdownNow();
    }

    @Test
    void operator_makesARoom_watchesACrowd_raisesTheLimit_andSeesItEnter() throws IOException, InterruptedException {
        List<String> faults = new ArrayList<>();
        Page page = console("en-US", 1280, ColorScheme.LIGHT);
        page.onPageError(faults::add);
        page.onConsoleMessage(said -> {
            if (said.type().equals("error")) {
                faults.add(said.text());
            }
        });
        logIn(page);
        assertThat(page.locator("h1")).hasText("Rooms");

        press(page, "New room");
        page.getByLabel("Id (").fill("autumn");
        page.getByLabel("Name").fill("Autumn concert");
        page.getByLabel("Limit").fill("2");
        page.getByLabel("Host").fill(RoomAdmin.hostOf("autumn"));
        page.getByLabel("Path").fill("/buy/**");
        press(page, "Create");
        Locator card = page.locator(".card", new Page.LocatorOptions().setHasText("Autumn concert"));
        assertThat(card.locator("[data-count=waiting]")).hasText("0", SLOWLY);

        TracerClient visitor = new TracerClient(threads);
        for (int i = 0; i < 9; i++) {
            String name = "visitor-" + i;
            Await.until(30, () -> name + " has a place", () -> !visitor.ask(node, RoomAdmin.hostOf("autumn"), name)
                    .held());
        }
        assertThat(card.locator("[data-count=waiting]")).hasText("7", SLOWLY);
        Chromium.assertAccessible(page, "dashboard");
        Chromium.screenshot(page, "console-dashboard");

        card.click();
        assertThat(page.locator("h1")).hasText("Autumn concert");
        assertThat(page.locator(".funnel [data-count=inside]")).hasText("2", SLOWLY);
        page.locator("input[name=limit-number]").fill("5");
        assertThat(page.locator(".done")).hasText(Pattern.compile("^Limit: 2 → 5"), SLOWLY);
        assertThat(page.locator(".funnel [data-count=waiting]")).hasText("4", SLOWLY);
        assertThat(page.locator(".funnel [data-count=inside]")).hasText("5", SLOWLY);
        assertEquals(5, RoomAdmin.read(node, "autumn").body().path("limit").asLong());
        assertThat(page.locator("canvas")).isVisible();
        Chromium.assertAccessible(page, "room");
        Chromium.screenshot(page, "console-room");

        press(page, "Undo");
        assertThat(page.locator("input[name=limit-number]")).hasValue("2");
        assertEquals(2, RoomAdmin.read(node, "autumn").body().path("limit").asLong());

        press(page, "Let in");
        assertThat(page.locator(".funnel [data-count=waiting]")).hasText("0", SLOWLY);
        press(page, "Pause");
        assertThat(page.locator(".state")).hasText("Paused");
        press(page, "Close");
        press(page, "Go on");
        assertThat(page.locator(".state")).hasText("Closed");
        assertEquals(
                "CLOSED", RoomAdmin.read(node, "autumn").body().path("state").asText());
        assertEquals(List.of(), faults, "what the browser complained of");
    }

    @Test
    void emergency_holdsEveryRoom_isSeenOnEveryPage_andIsEnded() throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "held", 10).status());
        Page page = console("en-US", 1280, ColorScheme.LIGHT);
        logIn(page);
        Locator card = page.locator(".card", new Page.LocatorOptions().setHasText("held"));
        assertThat(card.locator(".state")).hasText("Active", SLOWLY);
        page.getByText("Emergency switch").click();
        page.locator("input[name=emergency-minutes]").fill("3");
        press(page, "Hold everybody");
        press(page, "Cancel");
        assertThat(page.locator(".emergency")).hasCount(0);
        press(page, "Hold everybody");
        press(page, "Go on");
        assertThat(page.locator(".emergency")).containsText("Emergency: nobody is let in");
        assertThat(page.locator(".emergency")).containsText("ends in 2 min");
        assertThat(card.locator(".state")).hasText("Paused", SLOWLY);
        assertEquals("ACTIVE", RoomAdmin.read(node, "held").body().path("state").asText());
        Chromium.assertAccessible(page, "emergency");
        Chromium.screenshot(page, "console-emergency");
        card.click();
        assertThat(page.locator(".emergency")).isVisible();
        press(page, "End it now");
        assertThat(page.locator(".emergency")).hasCount(0);
    }

    @Test
    void auditLog_tellsWhoChangedWhat() throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "audited", 10).status());
        assertEquals(200, RoomAdmin.setLimit(node, "audited", 20).status());
        Page page = console("ko-KR", 390, ColorScheme.LIGHT);
        logIn(page);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("감사 기록"))
                .click();
        Locator entries = page.locator(".audit li");
        assertThat(entries.first()).containsText("room audited");
        page.locator("input[name=audit-room]").fill("audited");
        press(page, "보기");
        assertThat(entries).hasCount(2);
        assertThat(entries.first()).containsText("room.patch · room audited");
        assertThat(entries.first()).containsText("\"limit\":20");
        assertThat(entries.nth(1)).containsText("room.create");
        Chromium.assertAccessible(page, "audit");
        Chromium.screenshot(page, "console-audit");
    }

    @Test
    void block_isMadeAndLifted_andAViewerSeesItAlone() throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "guarded", 10).status());
        Page page = console("ko-KR", 390, ColorScheme.DARK);
        logIn(page);
        page.navigate(node.uri("/console/#/rooms/guarded").toString());
        Locator blocks = page.locator(".blocks");
        assertThat(blocks).containsText("차단된 방문자가 없습니다.");
        page.locator("input[name=block-who]").fill("<b>kim");
        page.locator("input[name=block-minutes]").fill("3");
        press(page, "차단하기");
        assertThat(blocks.locator("li code")).hasText("<b***");
        assertThat(blocks.locator("li")).containsText("2분");
        assertThat(page.locator("input[name=block-who]")).hasValue("");
        page.locator("select[name=block-kind]").selectOption("ip");
        page.locator("input[name=block-who]").fill("203.0.113");
        press(page, "차단하기");
        assertThat(blocks.locator("[role=alert]")).containsText("IPv4");
        page.locator("input[name=block-who]").fill("203.0.113.7");
        press(page, "차단하기");
        assertThat(blocks.locator("li code")).hasText(new String[] {"<b***", "203.0.113.x"});
        assertEquals(
                true,
                page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                "nothing sticks out to the side");
        Chromium.assertAccessible(page, "blocks");
        Chromium.screenshot(page, "console-blocks-phone");

        assertEquals(
                201,
                ManagementClient.key(node, RoomAdmin.KEY)
                        .call(
                                "POST",
                                "/admin/accounts",
                                "{\"name\": \"onlooker\", \"password\": \"long enough\", \"roles\": [\"viewer\"]}")
                        .status());
        Page viewer = console("en-US", 1280, ColorScheme.LIGHT);
        viewer.getByLabel("Name").fill("onlooker");
        viewer.locator("input[type=password]").fill("long enough");
        viewer.keyboard().press("Enter");
        assertThat(viewer.locator("h1")).hasText("Rooms", SLOWLY);
        viewer.navigate(node.uri("/console/#/rooms/guarded").toString());
        assertThat(viewer.locator(".blocks li")).hasCount(2);
        assertThat(viewer.locator(".blocks button")).hasCount(0);

        blocks.locator("li").first().locator("button").click();
        assertThat(blocks.locator("li code")).hasText(new String[] {"203.0.113.x"});
        assertThat(viewer.locator(".blocks li"))
                .hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(20_000));
    }

    @Test
    void changeOfAnother_isNotOverwritten() throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "shared", 10).status());
        Page page = console("en-US", 1280, ColorScheme.LIGHT);
        logIn(page);
        page.navigate(node.uri("/console/#/rooms/shared").toString());
        assertThat(page.locator("input[name=limit-number]")).hasValue("10");
        assertEquals(200, RoomAdmin.setLimit(node, "shared", 20).status());
        page.locator("input[name=limit-number]").fill("11");
        assertThat(page.locator("[role=alert]")).hasText(Pattern.compile("Somebody else has changed this room"));
        assertThat(page.locator("input[name=limit-number]")).hasValue("20");
        assertEquals(20, RoomAdmin.read(node, "shared").body().path("limit").asLong());
    }

    @Test
    void firstLogin_onAPhone_inKoreanAndDark_choosesAPassword_andShowsEverything()
            throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "phone", 3).status());
        Page page = console("ko-KR", 390, ColorScheme.DARK);
        page.getByLabel("이름").fill("admin");
        page.locator("input[type=password]").fill(FIRST_PASSWORD);
        page.keyboard().press("Enter");
        assertThat(page.locator("[role=status]")).hasText("다른 사람이 정한 비밀번호입니다. 새 비밀번호를 정하세요.", SLOWLY);
        page.locator("input[autocomplete=new-password]").fill("a password of my own");
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText("대기실");
        page.locator(".card", new Page.LocatorOptions().setHasText("phone")).click();
        assertThat(page.locator(".state")).hasText("운영 중");
        assertThat(page.locator(".funnel [data-count=inside]")).hasText("0", SLOWLY);
        assertEquals(
                true,
                page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                "nothing sticks out to the side");
        Chromium.assertAccessible(page, "room on a phone");
        Chromium.screenshot(page, "console-room-phone");
    }

    @Test
    void live_isForViewers_andTellsEverySecond() throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "watched", 3).status());
        assertEquals(401, live("/api/v1/admin/live", Map.of()).statusCode());
        assertEquals(401, live("/api/v1/admin/rooms/watched/live", Map.of()).statusCode());
        Map<String, String> key = Map.of("X-Api-Key", RoomAdmin.KEY);
        assertEquals(404, live("/api/v1/admin/rooms/nobody/live", key).statusCode());
        assertEquals(404, live("/api/v1/admin/live?rooms=watched,nobody", key).statusCode());
        HttpResponse<java.util.stream.Stream<String>> stream = live("/api/v1/admin/rooms/watched/live", key);
        assertEquals(200, stream.statusCode());
        assertEquals(
                "text/event-stream",
                stream.headers().firstValue("Content-Type").orElse("").split(";")[0]);
        try (var lines = stream.body()) {
            List<String> told = lines.filter(line -> line.startsWith("data: {\"room\""))
                    .limit(3)
                    .toList();
            assertTrue(told.stream().allMatch(line -> line.contains("\"room\":\"watched\"")), told::toString);
            assertFalse(told.get(0).equals(told.get(2)), "another second: " + told);
        }
    }

    private HttpResponse<java.util.stream.Stream<String>> live(String path, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.uri(path));
        headers.forEach(request::header);
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofLines());
    }

    private Page console(String locale, int width, ColorScheme scheme) {
        BrowserContext browser = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setLocale(locale)
                        .setViewportSize(width, 900)
                        .setColorScheme(scheme));
        Page page = browser.newPage();
        page.navigate(node.uri("/console").toString());
        return page;
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private void logIn(Page page) {
        page.locator("button.quiet[type=button]").click();
        page.locator("input[type=password]").fill(RoomAdmin.KEY);
        page.keyboard().press("Enter");
        assertThat(page.locator(".office")).isVisible();
    }
}
