package dev.turnkeeper.node;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.turnkeeper.screen.Chromium;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole way of a visitor with a browser: through nginx as it is shipped, to a shop that only lets in whom the gate lets. */
class BrowserJourneyIT {

    private static final String ROOM = "journey";
    private static final LocatorAssertions.HasTextOptions SLOWLY =
            new LocatorAssertions.HasTextOptions().setTimeout(30_000);

    @Test
    void deepLink_leadsOverTheWaitingPageToThatVeryLinkAndOn() throws IOException, InterruptedException {
        assumeTrue(NginxProcess.isInstalled(), "this test needs nginx: apt-get install nginx-light");
        try (NodeProcess node = NodeProcess.start(Map.of("TURNKEEPER_ADMIN_KEY", RoomAdmin.KEY));
                SampleShop shop = SampleShop.start();
                NginxProcess nginx = NginxProcess.start("localhost", node.httpPort(), shop.port(), "closed");
                Chromium chromium = new Chromium()) {
            RoomAdmin.Answer created = RoomAdmin.call(
                    node,
                    "POST",
                    "",
                    Map.of(),
                    "{\"id\": \"" + ROOM
                            + "\", \"name\": \"Autumn concert\", \"limit\": 0, \"routes\": [{\"host\": \"localhost\","
                            + " \"path\": \"/" + ROOM + "/**\"}]}");
            assertEquals(201, created.status(), () -> created.body().toString());
            String host = "http://localhost:" + nginx.port();
            String link = host + "/" + ROOM + "/seat/7?row=A&x=1%262";

            BrowserContext ann = browser(chromium);
            Page page = ann.newPage();
            page.navigate(link);
            assertTrue(page.url().startsWith(host + "/wait/" + ROOM + "?return="), page.url());
            assertThat(page.locator(".rank")).hasText("1", SLOWLY);
            page.reload();
            assertThat(page.locator(".rank")).hasText("1");
            Page bob = browser(chromium).newPage();
            bob.navigate(link);
            assertThat(bob.locator(".rank")).hasText("2", SLOWLY);
            assertTrue(shop.seen().isEmpty(), "nobody is in yet: " + shop.seen());

            assertEquals(200, RoomAdmin.setLimit(node, ROOM, 1).status());
            assertThat(page.locator("h1")).hasText("The shop: GET /" + ROOM + "/seat/7?row=A&x=1%262", SLOWLY);
            assertEquals(link, page.url());
            assertThat(bob.locator(".rank")).hasText("1", SLOWLY);

            page.navigate(host + "/" + ROOM + "/second");
            assertThat(page.locator("h1")).hasText("The shop: GET /" + ROOM + "/second");
            page.evaluate(
                    "path => { const form = document.createElement('form'); form.method = 'post'; form.action = path;"
                            + " form.innerHTML = '<input name=seat value=7>'; document.body.append(form); form.submit(); }",
                    "/" + ROOM + "/order");
            assertThat(page.locator("h1")).hasText("The shop: POST /" + ROOM + "/order");
            assertTrue(
                    shop.seen().stream()
                            .anyMatch(seen ->
                                    seen.method().equals("POST") && seen.body().equals("seat=7")),
                    () -> "the form did not come through: " + shop.seen());
            assertEquals(
                    200,
                    page.evaluate(
                            "path => fetch(path, { headers: { Accept: 'application/json' } }).then(a => a.status)",
                            "/" + ROOM + "/api"));

            // Back leads to the shop's own pages: the waiting page has left no trace in the history.
            page.goBack();
            assertFalse(page.url().contains("/wait/"), page.url());
            assertThat(bob.locator("h1")).hasText("You are in line");
            assertEquals(
                    401,
                    bob.evaluate(
                            "path => fetch(path, { headers: { Accept: 'application/json' } }).then(a => a.status)",
                            "/" + ROOM + "/api"));
        }
    }

    private static BrowserContext browser(Chromium chromium) {
        return chromium.browser().newContext(new Browser.NewContextOptions().setLocale("en-US"));
    }
}
