package dev.turnkeeper.node;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.turnkeeper.screen.Chromium;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What three real nodes say of their grid, while some of them are stopped, killed and started again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GridSightIT {

    private static final String PATH = "/admin/grid";
    private static final int DRAIN_SECONDS = 8;
    private static final LocatorAssertions.HasTextOptions SLOWLY =
            new LocatorAssertions.HasTextOptions().setTimeout(30_000);

    private final List<NodeProcess> nodes = new ArrayList<>();
    private @Nullable Chromium chromium;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        nodes.addAll(NodeProcess.grid(
                3,
                Map.of(
                        "TURNKEEPER_ADMIN_KEY",
                        RoomAdmin.KEY,
                        "TURNKEEPER_DRAIN_SECONDS",
                        String.valueOf(DRAIN_SECONDS))));
        assertEquals(201, RoomAdmin.create(nodes.get(0), "seen", 5).status());
        chromium = new Chromium();
    }

    @AfterAll
    void stop() {
        if (chromium != null) {
            chromium.close();
        }
        nodes.parallelStream().forEach(NodeProcess::close);
    }

    @Test
    @Order(1)
    void wholeGrid_isSeenWhole_byEveryNode() throws IOException, InterruptedException {
        Set<String> addresses = nodes.stream().map(GridSightIT::address).collect(Collectors.toCollection(TreeSet::new));
        for (NodeProcess node : nodes) {
            Await.until(30, () -> "the whole grid, at " + node, () -> isWhole(sight(node)));
            JsonNode sight = sight(node);
            assertEquals(address(node), sight.path("node").asText());
            assertEquals(3, sight.path("configured").asInt());
            assertEquals(3, sight.path("present").asInt());
            assertEquals(addresses, texts(sight.path("nodes"), "address"));
            assertEquals(Set.of("true"), texts(sight.path("nodes"), "configured"));
            assertTrue(addresses.contains(sight.at("/group/leader").asText()), sight::toString);
            assertEquals(3, sight.at("/group/configured").asInt());
            assertTrue(sight.at("/tick/ageMillis").asLong() < 3_000, sight::toString);
            assertTrue(sight.at("/calls/answered").asLong() > 0, sight::toString);
            assertTrue(sight.at("/calls/p50Micros").asLong() > 0, sight::toString);
            assertTrue(sight.at("/exchange/receivedBytes").asLong() > 0, sight::toString);
            for (JsonNode other : sight.path("nodes")) {
                assertEquals(
                        other.path("address").asText().equals(address(node)),
                        other.path("self").asBoolean());
                assertEquals("CORE", other.path("seat").asText());
                assertTrue(other.path("ticksBehind").asLong(99) <= 2, sight::toString);
            }
            assertFalse(sight.toString().contains(node.dataFolder().getFileName() + "/"), "no paths");
        }
        Await.until(30, () -> "a winner that all agree on", () -> {
            JsonNode room = room(sight(nodes.get(0)));
            return addresses.contains(room.path("decidedBy").asText())
                    && room.path("standing").asText().equals("MOVING")
                    && room.path("decidedAgoMillis").asLong() < 10_000;
        });
    }

    @Test
    @Order(1)
    void grid_isForViewers() throws IOException, InterruptedException {
        NodeProcess node = nodes.get(0);
        assertEquals(401, ManagementClient.nobody(node).get(PATH).status());
        ManagementClient admin = ManagementClient.key(node, RoomAdmin.KEY);
        assertEquals(403, key(admin, "\"roles\": [\"stats\"]").get(PATH).status());
        assertEquals(200, key(admin, "\"roles\": [\"viewer\"]").get(PATH).status());
        assertEquals(
                403,
                key(admin, "\"roles\": [\"admin\"], \"rooms\": [\"seen\"]")
                        .get(PATH)
                        .status());
        ManagementClient.Answer posted = admin.call("POST", PATH, "{}");
        assertEquals(405, posted.status(), posted::toString);
        assertTrue(
                posted.http().headers().firstValue("Allow").orElse("").contains("GET"),
                () -> posted.http().headers().toString());
        ManagementClient.Answer answer = admin.get(PATH);
        assertEquals(
                "no-store", answer.http().headers().firstValue("Cache-Control").orElse(""));
    }

    @Test
    @Order(2)
    void nodeThatStops_saysSo_andIsMissedAfterwards() throws IOException, InterruptedException {
        NodeProcess stopping = nodes.get(2);
        stopping.askToStop();
        Await.until(
                DRAIN_SECONDS,
                () -> "it is seen to stop",
                () -> node(sight(nodes.get(0)), stopping).path("state").asText().equals("STOPPING"));
        Await.until(60, () -> "it is gone", () -> !stopping.isAlive());
        Await.until(30, () -> "it is missed", () -> !node(sight(nodes.get(0)), stopping)
                .path("present")
                .asBoolean(true));
        stopping.restart();
        stopping.awaitReady();
        Await.until(60, () -> "all is well again", () -> isWhole(sight(nodes.get(0))));
    }

    @Test
    @Order(3)
    void killedNode_isMissed_andNoOtherMayFail_untilItIsBack() throws IOException, InterruptedException {
        NodeProcess watching = nodes.get(0);
        NodeProcess killed = nodes.get(1);
        assertEquals(1, sight(watching).at("/group/mayFail").asInt());
        Page page = page(watching, "en-US", 1280, ColorScheme.LIGHT);
        assertThat(page.locator(".verdict")).hasText("3 of 3 nodes; one may fail", SLOWLY);
        assertThat(page.locator(".nodes li")).hasCount(3);
        Chromium.assertAccessible(page, "grid");
        Chromium.screenshot(page, "console-grid");
        killed.kill();
        Await.until(
                30, () -> "it is missed", () -> sight(watching).path("present").asInt() == 2);
        JsonNode sight = sight(watching);
        JsonNode dead = node(sight, killed);
        assertFalse(dead.path("present").asBoolean(), sight::toString);
        assertEquals("CORE", dead.path("seat").asText(), "it still counts");
        assertTrue(dead.path("configured").asBoolean());
        for (String unknown : List.of("name", "state", "ticksBehind")) {
            assertTrue(dead.path(unknown).isNull(), unknown);
        }
        assertEquals(3, sight.at("/group/size").asInt());
        assertEquals(2, sight.at("/group/present").asInt());
        assertTrue(sight.at("/group/majority").asBoolean());
        assertEquals(0, sight.at("/group/mayFail").asInt(), sight::toString);
        assertThat(page.locator(".verdict")).hasText("2 of 3 nodes; none may fail", SLOWLY);
        Locator row = page.locator(".nodes li", new Page.LocatorOptions().setHasText(address(killed)));
        assertThat(row.locator(".state")).hasText("Missing");
        Chromium.assertAccessible(page, "grid without one");
        Chromium.screenshot(page, "console-grid-missing");
        Await.until(
                30,
                () -> "the others move on",
                () -> sight(watching).path("givesPlaces").asBoolean()
                        && !sight(watching).at("/group/leader").isNull());
        killed.restart();
        Await.until(120, () -> "it is back: " + quietly(watching), () -> isWhole(sight(watching)));
    }

    @Test
    @Order(4)
    void lastOne_knowsThatTheMajorityIsMissing() throws IOException, InterruptedException {
        NodeProcess last = nodes.get(0);
        Page page = page(last, "ko-KR", 390, ColorScheme.DARK);
        assertThat(page.locator(".verdict")).hasText("노드 3대 중 3대 정상. 1대까지 멈춰도 됩니다", SLOWLY);
        Chromium.screenshot(page, "console-grid-phone");
        nodes.get(1).kill();
        nodes.get(2).kill();
        Await.until(60, () -> "the failure mode: " + quietly(last), () -> {
            JsonNode sight = sight(last);
            return !sight.at("/group/majority").asBoolean(true)
                    && !sight.path("givesPlaces").asBoolean(true)
                    && room(sight).path("standing").asText().equals("BROKEN");
        });
        JsonNode sight = sight(last);
        assertEquals("DEGRADED", sight.path("state").asText());
        assertEquals("DEGRADED", node(sight, last).path("state").asText());
        assertEquals(1, sight.path("present").asInt());
        assertEquals(1, sight.at("/group/present").asInt());
        assertEquals(0, sight.at("/group/mayFail").asInt());
        assertTrue(sight.at("/group/leader").isNull(), sight::toString);
        assertEquals("HOLD", room(sight).path("failureMode").asText());
        assertTrue(sight.at("/tick/ageMillis").asLong() >= 3_000, sight::toString);
        assertThat(page.locator(".verdict")).hasText("과반수가 없습니다. 대기실이 장애 모드로 동작합니다", SLOWLY);
        assertThat(page.locator(".state.BROKEN")).hasText("장애 모드 HOLD", SLOWLY);
        assertEquals(
                true,
                page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                "nothing sticks out to the side");
        Chromium.assertAccessible(page, "grid without a majority");
        Chromium.screenshot(page, "console-grid-lost-phone");
    }

    private Page page(NodeProcess node, String locale, int width, ColorScheme scheme) {
        Page page = Objects.requireNonNull(chromium)
                .browser()
                .newContext(new Browser.NewContextOptions()
                        .setLocale(locale)
                        .setViewportSize(width, 900)
                        .setColorScheme(scheme))
                .newPage();
        page.navigate(node.uri("/console/#/grid").toString());
        page.locator("button.quiet[type=button]").click();
        page.locator("input[type=password]").fill(RoomAdmin.KEY);
        page.keyboard().press("Enter");
        return page;
    }

    /** All there, all ready, and each with a seat that one of them may lose. */
    private static boolean isWhole(JsonNode sight) {
        return sight.path("present").asInt() == 3
                && sight.path("givesPlaces").asBoolean()
                && sight.at("/group/majority").asBoolean()
                && sight.at("/group/mayFail").asInt() == 1
                && texts(sight.path("nodes"), "state").equals(Set.of("READY"));
    }

    private static JsonNode sight(NodeProcess node) throws IOException, InterruptedException {
        ManagementClient.Answer answer =
                ManagementClient.key(node, RoomAdmin.KEY).get(PATH);
        assertEquals(200, answer.status(), answer::toString);
        return answer.body();
    }

    private static String quietly(NodeProcess node) {
        try {
            return sight(node).toString();
        } catch (IOException none) {
            return none.toString();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static ManagementClient key(ManagementClient admin, String what) throws IOException, InterruptedException {
        ManagementClient.Answer made = admin.call("POST", "/admin/api-keys", "{\"name\": \"test\", " + what + "}");
        assertEquals(201, made.status(), made::toString);
        return ManagementClient.key(admin.node(), made.body().path("key").asText());
    }

    private static String address(NodeProcess node) {
        return "127.0.0.1:" + node.gridPort();
    }

    private static JsonNode node(JsonNode sight, NodeProcess node) {
        return StreamSupport.stream(sight.path("nodes").spliterator(), false)
                .filter(known -> known.path("address").asText().equals(address(node)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row of " + node + " in " + sight));
    }

    private static JsonNode room(JsonNode sight) {
        return sight.at("/rooms/0");
    }

    private static Set<String> texts(JsonNode rows, String field) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.path(field).asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
