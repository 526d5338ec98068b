package dev.turnkeeper.node;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.turnkeeper.room.FailureMode;
import dev.turnkeeper.screen.Chromium;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Visitors with a browser, behind nginx as it is shipped, at a grid whose nodes hang or die. What dies stays dead. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserGridIT {

    private static final LocatorAssertions.HasTextOptions SLOWLY =
            new LocatorAssertions.HasTextOptions().setTimeout(60_000);
    private static final String WATCH = """
            () => {
              window.screens = [];
              const main = document.querySelector('main');
              new MutationObserver(() => window.screens.push(main.dataset.screen))
                .observe(main, { attributes: true, attributeFilter: ['data-screen'] });
            }
            """;

    private static List<NodeProcess> nodes;
    private static Chromium chromium;

    private final List<BrowserContext> contexts = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        nodes = NodeProcess.grid(3, Map.of("TURNKEEPER_ADMIN_KEY", RoomAdmin.KEY));
        chromium = new Chromium();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        nodes.stream().filter(NodeProcess::isAlive).forEach(NodeProcess::kill);
    }

    @AfterEach
    void closeAll() {
        contexts.forEach(BrowserContext::close);
    }

    @Test
    @Order(1)
    void killedNode_takesNoPlaceAlong() throws IOException, InterruptedException {
        assumeTrue(NginxProcess.isInstalled(), "this test needs nginx: apt-get install nginx-light");
        try (SampleShop shop = SampleShop.start();
                NginxProcess nginx = NginxProcess.start(
                        "localhost", nodes.stream().map(NodeProcess::httpPort).toList(), shop.port(), "closed")) {
            RoomAdmin.Answer created = RoomAdmin.call(
                    nodes.get(0),
                    "POST",
                    "",
                    Map.of(),
                    "{\"id\": \"killed\", \"name\": \"Autumn concert\", \"limit\": 0, \"routes\": [{\"host\": \"localhost\","
                            + " \"path\": \"/killed/**\"}]}");
            assertEquals(201, created.status(), () -> created.body().toString());
            for (NodeProcess node : nodes) {
                Await.until(
                        10,
                        () -> "the room is known at " + node,
                        () -> RoomAdmin.read(node, "killed").status() == 200);
            }
            String link = "http://localhost:" + nginx.port() + "/killed/seat/7?row=A";
            Page ann = visit(link);
            assertThat(ann.locator(".rank")).hasText("1", SLOWLY);
            long position = position(ann);
            ann.evaluate(WATCH);
            NodeProcess[] carrier = new NodeProcess[1];
            Await.until(30, () -> "the page opens its stream\n" + NodeProcess.logs(nodes), () -> {
                ann.waitForTimeout(100);
                carrier[0] = carrier(nodes);
                return carrier[0] != null;
            });

            carrier[0].kill();
            List<NodeProcess> living =
                    nodes.stream().filter(node -> node != carrier[0]).toList();
            Await.until(60, () -> "the page has a stream at another node\n" + NodeProcess.logs(living), () -> {
                ann.waitForTimeout(100);
                return carrier(living) != null;
            });
            assertEquals(position, position(ann));
            assertThat(ann.locator(".rank")).hasText("1");
            List<?> screens = (List<?>) ann.evaluate("window.screens");
            assertTrue(
                    screens.stream().allMatch(screen -> screen.equals("waiting") || screen.equals("error")),
                    () -> "shown since the node died: " + screens);

            Page bob = visit(link);
            assertThat(bob.locator(".rank")).hasText("2", SLOWLY);
            assertEquals(200, RoomAdmin.setLimit(living.get(0), "killed", 1).status());
            assertThat(ann.locator("h1")).hasText("The shop: GET /killed/seat/7?row=A", SLOWLY);
            assertEquals(link, ann.url());
            assertThat(bob.locator(".rank")).hasText("1", SLOWLY);
        }
    }

    /** One node is left, and can give nothing out: who has a place keeps it, and newcomers come by one by themselves. */
    @Test
    @Order(2)
    void gridThatCannotAnswer_keepsPlacesAndHoldsNewcomers() throws IOException, InterruptedException {
        List<NodeProcess> others =
                new ArrayList<>(nodes.stream().filter(NodeProcess::isAlive).toList());
        NodeProcess left = others.remove(0);
        room(left, "held", FailureMode.HOLD);
        room(left, "barred", FailureMode.BLOCK);
        for (NodeProcess node : others) {
            Await.until(
                    10,
                    () -> "the rooms are known at " + node,
                    () -> RoomAdmin.read(node, "barred").status() == 200);
        }
        Page known = visit(wait(left, "held"));
        assertThat(known.locator(".rank")).hasText("1", SLOWLY);
        for (NodeProcess other : others) {
            other.pause();
        }
        Page newcomer;
        Page barred;
        try {
            newcomer = visit(wait(left, "held"));
            assertThat(newcomer.locator("h1")).hasText("One moment, please");
            assertThat(newcomer.locator(".rank")).isHidden();
            assertThat(newcomer.locator("[data-tk=next]")).containsText("Next try in");
            Chromium.screenshot(newcomer, "node-held-en-desktop-light");
            barred = visit(wait(left, "barred"));
            assertThat(barred.locator("h1")).hasText("One moment, please");
            known.reload();
            assertThat(known.locator(".rank")).hasText("1");
        } finally {
            for (NodeProcess other : others) {
                other.resume();
            }
        }
        assertThat(newcomer.locator(".rank")).hasText("2", SLOWLY);
        assertThat(barred.locator(".rank")).hasText("1", SLOWLY);
        assertThat(known.locator("h1")).hasText("You are in line");
        assertThat(known.locator(".rank")).hasText("1");
    }

    /** Whichever of these has a stream open; null where none has. */
    private static @Nullable NodeProcess carrier(List<NodeProcess> among) throws IOException, InterruptedException {
        for (NodeProcess node : among) {
            String metrics = new Shopper("metrics")
                    .send(node.uri("/metrics?scope=application"), "GET", Map.of("Accept", "text/plain"), "")
                    .body();
            if (metrics.lines()
                    .anyMatch(line ->
                            line.startsWith("turnkeeper_streams{") && !line.endsWith(" 0") && !line.endsWith(" 0.0"))) {
                return node;
            }
        }
        return null;
    }

    private static void room(NodeProcess node, String id, FailureMode failureMode)
            throws IOException, InterruptedException {
        RoomAdmin.Answer created = RoomAdmin.create(node, id, 0, failureMode);
        assertEquals(201, created.status(), () -> created.body().toString());
    }

    private static String wait(NodeProcess node, String room) {
        return node.uri("/wait/" + room).toString();
    }

    private Page visit(String url) {
        BrowserContext context = chromium.browser().newContext(new Browser.NewContextOptions().setLocale("en-US"));
        contexts.add(context);
        Page page = context.newPage();
        page.navigate(url);
        return page;
    }

    /** As a node tells this browser, whichever nginx asks. */
    private static long position(Page page) {
        return ((Number)
                        page.evaluate(
                                "() => fetch('/wait/_/api/v1/visits/current?room=killed').then(a => a.json()).then(v => v.position)"))
                .longValue();
    }
}
