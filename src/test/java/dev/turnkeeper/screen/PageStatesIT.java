package dev.turnkeeper.screen;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.Screen;
import dev.turnkeeper.room.Skin;
import dev.turnkeeper.visit.WebVisit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state of the waiting page in a real browser, said by a node that says what the test wants. */
class PageStatesIT {

    private static Chromium chromium;

    private StubNode node;
    private final List<BrowserContext> contexts = new ArrayList<>();

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
        node = new StubNode(Sights.room(Screen.USUAL, Sights.MESSAGE), Sights.waiting(1_234));
    }

    @AfterEach
    void stop() {
        contexts.forEach(BrowserContext::close);
        node.close();
    }

    static Stream<Arguments> states() {
        return Stream.of(
                Arguments.of("waiting", Sights.waiting(1_234)),
                Arguments.of("paused", Sights.waitingIn("paused", "PAUSED")),
                Arguments.of("closed", Sights.waitingIn("closed", "CLOSED")),
                Arguments.of(
                        "before",
                        Sights.refused(
                                "before",
                                "{\"type\":\"failed\",\"status\":409,\"problem\":\"closed\"},{\"type\":\"room\",\"state\":\"CLOSED\","
                                        + "\"opensAt\":\"2030-01-01T10:00:00Z\",\"now\":\"2030-01-01T08:59:00Z\"}")),
                Arguments.of("full", failed(503, "overloaded")),
                Arguments.of("crowded", failed(429, "too-many-places")),
                Arguments.of("held", failed(503, "held")),
                Arguments.of("blocked", Sights.ended("blocked", WebVisit.State.REVOKED, "")),
                Arguments.of("expired", Sights.ended("expired", WebVisit.State.EXPIRED, "")),
                Arguments.of("reset", Sights.ended("reset", WebVisit.State.EXPIRED, ",\"reason\":\"reset\"")),
                Arguments.of("cancelled", Sights.ended("cancelled", WebVisit.State.CANCELLED, "")),
                Arguments.of("completed", Sights.ended("completed", WebVisit.State.COMPLETED, "")),
                Arguments.of("cookies", Sights.refused("cookies", "{\"type\":\"refused\",\"refusal\":\"cookies\"}")),
                Arguments.of("unknown", Sights.refused("unknown", "{\"type\":\"refused\",\"refusal\":\"unknown\"}")),
                Arguments.of("error", Sights.refused("error", "{\"type\":\"failed\",\"status\":500}")),
                Arguments.of("ready", Sights.ended("ready", WebVisit.State.ADMITTED, "")));
    }

    private static Sight failed(int status, String problem) {
        return Sights.refused(
                Map.of("overloaded", "full", "too-many-places", "crowded").getOrDefault(problem, problem),
                "{\"type\":\"failed\",\"status\":" + status + ",\"problem\":\"" + problem
                        + "\",\"retryAfterSeconds\":30}");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void state_isAccessibleInEverySkinAndScheme(String name, Sight sight) {
        node.show(room(name), sight);
        Page page = open("ko-KR", 360, true);
        assertThat(page.locator("main")).hasAttribute("data-screen", name);
        assertThat(page.locator("h1")).hasText(Language.of("ko").heading(name));
        for (Skin skin : Skin.values()) {
            page.evaluate("skin => { document.documentElement.dataset.skin = skin; }", skin.toString());
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.emulateMedia(
                        new Page.EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
                Chromium.assertAccessible(page, name + " in " + skin + ", " + scheme);
            }
        }
    }

    @Test
    void judge_findsPlantedFaults() {
        Page page = open("en-US", 360, true);
        page.evaluate("() => { document.querySelector('.lead').style.color = '#ccc'; }");
        assertThrows(AssertionError.class, () -> Chromium.assertAccessible(page, "pale text"));
        page.reload();
        page.evaluate("() => document.documentElement.removeAttribute('lang')");
        assertThrows(AssertionError.class, () -> Chromium.assertAccessible(page, "no language"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void state_looksTheSameWithoutJavaScript(String name, Sight sight) {
        node.show(room(name), sight);
        Page page = open("en-US", 360, false);
        assertThat(page.locator("h1")).hasText(Language.of("en").heading(name));
        assertThat(page.locator("main .lead")).hasText(Language.of("en").lead(name));
        assertEquals(sight.isWaiting(), page.locator(".rank").isVisible());
        assertFalse(page.locator("[data-do=notify]").isVisible(), "what needs JavaScript is not offered");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void state_isPictured(String name, Sight sight) {
        node.show(room(name), sight);
        for (String locale : List.of("ko-KR", "en-US")) {
            for (int width : new int[] {360, 1280}) {
                Page page = open(locale, width, true);
                assertThat(page.locator("main")).hasAttribute("data-screen", name);
                for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                    Chromium.screenshot(
                            page,
                            String.join(
                                    "-",
                                    name,
                                    locale.substring(0, 2),
                                    width == 360 ? "phone" : "desktop",
                                    scheme.name().toLowerCase()));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Skin.class)
    void skin_isPictured(Skin skin) {
        node.show(
                Sights.room(new Screen(skin, Screen.Entry.AUTO, Optional.empty()), Sights.MESSAGE),
                Sights.waiting(12_345));
        Page page = open("ko-KR", 360, true);
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            Chromium.screenshot(page, "skin-" + skin + "-" + scheme.name().toLowerCase());
        }
    }

    private Room room(String name) {
        return name.equals("ready")
                ? Sights.room(new Screen(Skin.PLAIN, Screen.Entry.BUTTON, Optional.empty()), Map.of())
                : Sights.room(Screen.USUAL, name.equals("waiting") ? Sights.MESSAGE : Map.of());
    }

    private Page open(String locale, int width, boolean javaScript) {
        BrowserContext context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setLocale(locale)
                        .setViewportSize(width, width == 1280 ? 800 : 740)
                        .setJavaScriptEnabled(javaScript));
        contexts.add(context);
        Page page = context.newPage();
        page.navigate(node.url("/wait/concert?return=x"));
        return page;
    }
}
