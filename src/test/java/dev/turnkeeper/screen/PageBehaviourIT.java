package dev.turnkeeper.screen;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.turnkeeper.room.Screen;
import dev.turnkeeper.room.Skin;
import dev.turnkeeper.visit.WebVisit;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the waiting page does, in a real browser, with a node that says what the test wants. */
class PageBehaviourIT {

    private static final String CURRENT = "GET visits/current";
    private static final LocatorAssertions.HasTextOptions SLOWLY =
            new LocatorAssertions.HasTextOptions().setTimeout(15_000);

    private static Chromium chromium;

    private StubNode node;
    private BrowserContext context;

    @BeforeAll
    static void launch() {
        chromium = new Chromium();
    }

    @AfterAll
    static void quit() {
        chromium.close();
    }

    @BeforeEach
    void start() throws IOException {
        node = new StubNode(Sights.room(), Sights.waiting(1_234));
        node.say(CURRENT, 200, visit(WebVisit.State.WAITING, 1_000, 60_000));
        context = chromium.browser().newContext(new Browser.NewContextOptions().setLocale("en-US"));
    }

    @AfterEach
    void stop() {
        context.close();
        node.close();
    }

    @Test
    void stream_movesTheNumbersAndTheTabsTitle() throws IOException {
        Page page = openStreaming();
        node.push(
                "position",
                "{\"rank\":42,\"ahead\":41,\"behind\":7,\"waiting\":49,\"eta\":{\"lowSeconds\":120,\"highSeconds\":240}}");
        assertThat(page.locator(".rank")).hasText("42");
        assertThat(page.locator("[data-tk=ahead]")).hasText("41");
        assertThat(page.locator("[data-tk=behind]")).hasText("7");
        assertThat(page.locator("[data-tk=wait]")).hasText("2–4 min");
        assertEquals("42 · Autumn concert", page.title());
        assertEquals(98, page.evaluate("document.querySelector('progress').value"));
    }

    @Test
    void rank_neverRises() throws IOException {
        Page page = openStreaming();
        node.push("position", "{\"rank\":42}");
        assertThat(page.locator(".rank")).hasText("42");
        node.push("position", "{\"rank\":44,\"behind\":8}");
        assertThat(page.locator("[data-tk=behind]")).hasText("8");
        assertThat(page.locator(".rank")).hasText("42");
    }

    @Test
    void withoutStreams_thePagePolls() {
        node.streaming(false);
        Page page = open();
        assertThat(page.locator(".rank")).hasText("1,000", SLOWLY);
        assertThat(page.locator("main")).hasAttribute("data-screen", "waiting");
    }

    @Test
    void brokenStream_isPolledOver() throws IOException {
        Page page = openStreaming();
        node.cutStreams();
        assertThat(page.locator(".rank")).hasText("1,000", SLOWLY);
    }

    @Test
    void pause_isSaidAndKeepsThePlace() throws IOException {
        Page page = openStreaming();
        node.push("room", "{\"state\":\"PAUSED\",\"message\":{\"en\":\"Back in <b>5</b> minutes\"}}");
        assertThat(page.locator("h1")).hasText("Entry is paused");
        assertThat(page.locator("[data-tk=message]")).hasText("Back in <b>5</b> minutes");
        assertThat(page.locator(".rank")).hasText("1,234");
        node.push("room", "{\"state\":\"ACTIVE\",\"message\":null}");
        assertThat(page.locator("h1")).hasText("You are in line");
        assertThat(page.locator("[data-tk=message]")).isHidden();
    }

    @Test
    void offline_keepsThePlaceAndGoesOnByItself() {
        Page page = openStreaming();
        context.setOffline(true);
        assertThat(page.locator("h1")).hasText("You are offline");
        assertThat(page.locator(".rank")).hasText("1,234");
        Chromium.screenshot(page, "offline-en-desktop-light");
        Chromium.assertAccessible(page, "offline");
        context.setOffline(false);
        assertThat(page.locator("h1")).hasText("You are in line", SLOWLY);
        assertThat(page.locator(".rank")).hasText("1,000", SLOWLY);
    }

    @Test
    void serverError_keepsThePlaceAndTriesAgain() {
        node.streaming(false);
        node.say(CURRENT, 500, "{}");
        Page page = open();
        assertThat(page.locator("h1")).hasText("We cannot reach the line just now", SLOWLY);
        assertThat(page.locator(".rank")).hasText("1,234");
        assertThat(page.locator("[data-tk=next]")).containsText("Next try in");
        Chromium.screenshot(page, "error-with-place-en-desktop-light");
        node.say(CURRENT, 200, visit(WebVisit.State.WAITING, 900, 60_000));
        page.locator("[data-do=retry]").click();
        assertThat(page.locator(".rank")).hasText("900", SLOWLY);
    }

    @Test
    void turn_takesTheVisitorOn() throws IOException {
        Page page = openStreaming();
        node.push("admitted", visit(WebVisit.State.ADMITTED, 0, 5_000));
        assertThat(page.locator("h1")).hasText("It is your turn");
        Chromium.assertAccessible(page, "admitted");
        Chromium.screenshot(page, "admitted-en-desktop-light");
        page.waitForURL(Pattern.compile(".*/gate/enter\\?return=https%3A%2F%2Fshop\\.example\\.com%2Fbuy%2F"));
        assertFalse(node.calls().contains("POST visits/current/leave"), "going on is not leaving");
    }

    @Test
    void turn_waitsForTheButtonWhereTheRoomSaysSo() throws IOException {
        node.show(
                Sights.room(new Screen(Skin.PLAIN, Screen.Entry.BUTTON, Optional.empty()), Map.of()),
                Sights.waiting(3));
        Page page = openStreaming();
        page.clock().install();
        node.push("admitted", visit(WebVisit.State.ADMITTED, 0, 60_000));
        assertThat(page.locator("h1")).hasText("It is your turn");
        page.clock().runFor(20_000);
        assertThat(page.locator("[data-tk=left]")).containsText(Pattern.compile("1:(3|4)\\d"));
        assertEquals("Your turn · Autumn concert", page.title());
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Go on now"))
                .click();
        page.waitForURL(Pattern.compile(".*/gate/enter.*"));
    }

    @Test
    void leaving_isConfirmedAndLastsOverAReload() {
        node.say("DELETE visits/current", 204, "");
        node.say(
                "POST visits", 201, visit(WebVisit.State.WAITING, 5_000, 60_000).replace("4321", "9999"));
        Page page = openStreaming();
        assertThat(page.getByText("If you come back, you start at the end")).isHidden();
        page.getByText("Leave the line").click();
        assertThat(page.getByText("If you come back, you start at the end")).isVisible();
        assertFalse(node.calls().contains("DELETE visits/current"));
        page.getByText("Leave and give up my place").click();
        assertThat(page.locator("h1")).hasText("You have left the line");
        assertTrue(page.url().contains("left=1"), page.url());
        page.getByText("Join the line again").click();
        assertThat(page.locator(".rank")).hasText("5,000", SLOWLY);
        assertFalse(page.url().contains("left=1"), page.url());
    }

    @Test
    void closing_tellsTheNode() {
        Page page = openStreaming();
        page.close();
        await(() -> node.calls().contains("POST visits/current/leave"));
    }

    @Test
    void closingOneOfTwoTabs_makesTheOtherHeardAtOnce() {
        Page one = openStreaming();
        Page two = context.newPage();
        two.navigate(node.url("/wait/concert"));
        two.waitForTimeout(500);
        int before = looks();
        two.close();
        await(() -> looks() > before, one);
    }

    @Test
    void replacedStream_pollsInstead() throws IOException {
        Page page = openStreaming();
        node.say(CURRENT, 200, visit(WebVisit.State.WAITING, 800, 1_000));
        node.push("position", "{\"rank\":1000,\"nextPollMillis\":1000}");
        assertThat(page.locator(".rank")).hasText("1,000");
        node.push("replaced", "{}");
        assertThat(page.locator(".rank")).hasText("800", SLOWLY);
    }

    @Test
    void resetLine_isEnteredAgainWithinHalfAMinute() throws IOException {
        node.say(
                "POST visits",
                201,
                visit(WebVisit.State.WAITING, 77, 60_000).replace("\"generation\":1", "\"generation\":2"));
        Page page = openStreaming();
        page.clock().install();
        node.push("expired", visit(WebVisit.State.EXPIRED, 0, 0, ",\"reason\":\"reset\""));
        assertThat(page.locator("h1")).hasText("The line starts anew");
        page.clock().runFor(31_000);
        assertThat(page.locator(".rank")).hasText("77", SLOWLY);
    }

    @Test
    void expiredPlace_asksTheVisitor() throws IOException {
        node.say(
                "POST visits", 201, visit(WebVisit.State.WAITING, 5_000, 60_000).replace("4321", "9999"));
        Page page = openStreaming();
        page.clock().install();
        node.push("expired", visit(WebVisit.State.EXPIRED, 0, 0));
        assertThat(page.locator("h1")).hasText("Your place has lapsed");
        page.clock().runFor(120_000);
        assertFalse(node.calls().contains("POST visits"), "nobody stands in line who does not want to");
        page.clock().resume();
        page.getByText("Join the line again").click();
        assertThat(page.locator(".rank")).hasText("5,000", SLOWLY);
    }

    @Test
    void liveRegion_doesNotChatter() throws IOException {
        Page page = openStreaming();
        page.clock().install();
        assertEquals(1, page.locator("[role=status], [aria-live]").count());
        String first = page.locator("[role=status]").textContent();
        assertTrue(first.contains("You are in line") && first.contains("1,234"), first);
        for (int rank = 1_200; rank > 1_190; rank--) {
            node.push("position", "{\"rank\":" + rank + "}");
            assertThat(page.locator(".rank")).hasText("1," + (rank - 1_000));
            page.clock().runFor(2_000);
        }
        assertEquals(first, page.locator("[role=status]").textContent());
        page.clock().runFor(12_000);
        assertThat(page.locator("[role=status]")).containsText("1,191");
    }

    @Test
    void notification_isOnlyAskedForByTheVisitorAndRings() throws IOException {
        context.addInitScript("""
                window.told = [];
                window.Notification = class { constructor(text) { told.push(text); } };
                Notification.permission = 'default';
                Notification.requestPermission = async () => { told.push('asked'); Notification.permission = 'granted'; return 'granted'; };
                navigator.vibrate = (pattern) => { told.push('vibrates'); return true; };
                const Oscillator = window.OscillatorNode;
                const start = Oscillator.prototype.start;
                window.OscillatorNode.prototype.start = function (at) { told.push('sounds'); return start.call(this, at); };
                const plain = AudioScheduledSourceNode.prototype.start;
                AudioScheduledSourceNode.prototype.start = function (at) { told.push('sounds'); return plain.call(this, at); };
                """);
        node.show(
                Sights.room(new Screen(Skin.PLAIN, Screen.Entry.BUTTON, Optional.empty()), Map.of()),
                Sights.waiting(3));
        Page page = openStreaming();
        page.waitForTimeout(1_000);
        assertEquals(List.of(), page.evaluate("told"));
        page.getByText("Tell me when it is my turn").click();
        assertThat(page.locator("[data-do=notify]")).hasText("You will be told. Turn off");
        assertEquals(List.of("asked"), page.evaluate("told"));
        node.push("admitted", visit(WebVisit.State.ADMITTED, 0, 60_000));
        assertThat(page.locator("h1")).hasText("It is your turn");
        List<?> told = (List<?>) page.evaluate("told");
        assertTrue(told.containsAll(List.of("sounds", "vibrates", "It is your turn")), told::toString);
    }

    @Test
    void language_isChosenAndRemembered() {
        Page page = openStreaming();
        page.getByText("日本語").click();
        assertThat(page.locator("h1")).hasText("順番をお待ちください");
        assertEquals("ja", page.getAttribute("html", "lang"));
        assertTrue(context.cookies().stream()
                .anyMatch(cookie -> cookie.name.equals("tk-lang") && cookie.value.equals("ja")));
        Chromium.assertAccessible(page, "in Japanese");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ko", "en", "ja", "zh"})
    void narrowPage_neverScrollsSideways(String language) {
        node.show(Sights.room(), Sights.waiting(12_345_678));
        Page page = context.newPage();
        page.setViewportSize(320, 640); // 1280 px at 400 %
        page.navigate(node.url("/wait/concert?lang=" + language));
        page.locator("summary").click();
        assertEquals(320, page.evaluate("document.documentElement.scrollWidth"));
        Chromium.screenshot(page, "narrow-" + language);
    }

    @Test
    void keyboard_reachesEverything() {
        Page page = openStreaming();
        StringBuilder reached = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            page.keyboard().press("Tab");
            reached.append(page.evaluate("document.activeElement.textContent.trim()"))
                    .append('|');
            assertTrue(
                    (Boolean) page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'"),
                    () -> "no visible focus on the last of " + reached);
        }
        assertEquals("한국어|English|日本語|简体中文|Tell me when it is my turn|Leave the line|", reached.toString());
        page.keyboard().press("Enter");
        assertThat(page.getByText("Leave and give up my place")).isVisible();
    }

    @Test
    void ownHtml_isFilledInAndRunsNoScript() throws IOException {
        String own = """
                <!doctype html><html><head><title>x</title><style>h2 { color: rgb(1, 2, 3) }</style></head>
                <body><h2>Own page of {{roomName}}</h2><p>You are number {{ rank }}</p>
                <p data-on="paused">Tea break</p><p data-if="message" data-tk="message"></p>
                <img src="/nothing.png" onerror="window.hacked = 1" alt=""><script>window.hacked = 2</script>
                <a href="javascript:window.hacked=3" id="bad">x</a></body></html>
                """;
        node.show(
                Sights.room(new Screen(Skin.PLAIN, Screen.Entry.AUTO, Optional.of(own)), Map.of()),
                Sights.waiting(1_234));
        Page page = openStreaming();
        assertThat(page.locator("h2")).hasText("Own page of Autumn concert");
        assertThat(page.getByText("You are number 1,234")).isVisible();
        assertEquals("rgb(1, 2, 3)", page.evaluate("getComputedStyle(document.querySelector('h2')).color"));
        assertThat(page.getByText("Tea break")).isHidden();
        node.push("position", "{\"rank\":12}");
        assertThat(page.getByText("You are number 12")).isVisible();
        node.push("room", "{\"state\":\"PAUSED\"}");
        assertThat(page.getByText("Tea break")).isVisible();
        page.locator("#bad").click();
        assertEquals(null, page.evaluate("window.hacked"));
    }

    @Test
    void page_asksNobodyElse() {
        List<String> asked = new CopyOnWriteArrayList<>();
        Page page = context.newPage();
        page.onRequest(request -> asked.add(request.url()));
        page.navigate(node.url("/wait/concert"));
        await(node::hasStream);
        assertTrue(
                asked.stream().allMatch(url -> url.startsWith(node.url("/")) || url.startsWith("data:")),
                asked::toString);
        List<String> firstLoad = asked.stream()
                .filter(url -> url.startsWith("http") && !url.contains("/api/"))
                .toList();
        assertEquals(3, firstLoad.size(), firstLoad::toString);
    }

    private int looks() {
        return (int) node.calls().stream().filter(CURRENT::equals).count();
    }

    private Page open() {
        Page page = context.newPage();
        page.navigate(node.url("/wait/concert"));
        return page;
    }

    private Page openStreaming() {
        Page page = open();
        await(node::hasStream, page);
        return page;
    }

    private static String visit(WebVisit.State state, long rank, int nextPollMillis) {
        return visit(state, rank, nextPollMillis, "");
    }

    private static String visit(WebVisit.State state, long rank, int nextPollMillis, String more) {
        return Sights.json(Sights.visit(state, rank), more)
                .replace("\"nextPollMillis\":60000", "\"nextPollMillis\":" + nextPollMillis);
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 15_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> "not within 15 s; calls so far: " + node.calls());
            try {
                Thread.sleep(50);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Meanwhile the page's own events are handled. */
    private void await(BooleanSupplier condition, Page page) {
        long deadline = System.nanoTime() + 15_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> "not within 15 s; calls so far: " + node.calls());
            page.waitForTimeout(50);
        }
    }
}
