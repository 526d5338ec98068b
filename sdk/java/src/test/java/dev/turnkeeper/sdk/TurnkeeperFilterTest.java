package dev.turnkeeper.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The filter in a real container, over real HTTP. */
class TurnkeeperFilterTest {

    @TempDir
    Path folder;

    private final Mint mint = new Mint("k1");
    private final HttpClient browser = HttpClient.newHttpClient();
    private StubNode node;
    private Tomcat tomcat;

    @BeforeEach
    void startNode() throws IOException {
        node = new StubNode(mint.published());
    }

    @AfterEach
    void stop() throws LifecycleException {
        if (tomcat != null) {
            tomcat.stop();
            tomcat.destroy();
        }
        node.close();
    }

    private void startShop(Map<String, String> parameters) throws LifecycleException {
        tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.setSilent(true);
        Context context = tomcat.addContext("", folder.toString());
        FilterDef filter = new FilterDef();
        filter.setFilterName("turnkeeper");
        filter.setFilterClass(TurnkeeperFilter.class.getName());
        parameters.forEach(filter::addInitParameter);
        context.addFilterDef(filter);
        FilterMap everything = new FilterMap();
        everything.setFilterName("turnkeeper");
        everything.addURLPattern("/*");
        context.addFilterMap(everything);
        Tomcat.addServlet(context, "shop", new Shop());
        context.addServletMappingDecoded("/", "shop");
        tomcat.getConnector();
        tomcat.start();
    }

    private void startShop() throws LifecycleException {
        startShop(Map.of(
                "node", node.address().toString(),
                "shop", "https://shop.example.com",
                "gate", "https://queue.example.com",
                "timeoutMillis", "5000",
                "failureMode", "closed"));
    }

    private static final class Shop extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            PassClaims pass = (PassClaims) request.getAttribute(TurnkeeperFilter.PASS);
            response.getWriter().print(pass == null ? "nobody" : pass.visitor());
        }
    }

    @Test
    void passThatIsGood_reachesTheShopWithItsVisitor() throws Exception {
        startShop();
        assertEquals("nobody", get("/").body());
        HttpResponse<String> inside = get("/buy/1", "Cookie", "tkp_buy=" + currentPass());
        assertEquals(200, inside.statusCode());
        assertEquals("v-1", inside.body());
    }

    @Test
    void withoutPass_theShopIsNotReached() throws Exception {
        startShop();
        HttpResponse<String> page = get("/buy/1?a=%C3%B6", "Accept", "text/html");
        assertEquals(302, page.statusCode());
        assertEquals(
                "https://queue.example.com/gate/enter?return=https%3A%2F%2Fshop.example.com%2Fbuy%2F1%3Fa%3D%25C3%25B6",
                page.headers().firstValue("Location").orElseThrow());
        HttpResponse<String> ajax = get("/buy/1");
        assertEquals(401, ajax.statusCode());
        assertTrue(ajax.body().contains("no-pass"));
        assertTrue(ajax.headers().firstValue("Content-Type").orElseThrow().startsWith("application/problem+json"));
    }

    @Test
    void handOver_setsTheCookie() throws Exception {
        startShop();
        String pass = currentPass();
        node.handOvers.put("once", pass);
        HttpResponse<String> back = get("/buy/1?tk_pass=once", "Accept", "text/html");
        assertEquals(
                "https://shop.example.com/buy/1",
                back.headers().firstValue("Location").orElseThrow());
        String cookie = back.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(cookie.startsWith("tkp_buy=" + pass + ";"), cookie);
        assertEquals(
                "v-1",
                get("/buy/1", "Cookie", cookie.substring(0, cookie.indexOf(';')))
                        .body());
    }

    @Test
    void shopStarts_thoughTheWaitingRoomIsDown() throws Exception {
        node.broken = true;
        startShop();
        assertEquals(503, get("/buy/1").statusCode());
    }

    @Test
    void settingsThatAreMissing_stopTheStart() {
        LifecycleException refused = assertThrows(LifecycleException.class, () -> {
            startShop(Map.of("node", node.address().toString()));
            throw new LifecycleException(
                    String.valueOf(tomcat.getHost().findChildren()[0].getState().isAvailable()));
        });
        assertEquals("false", refused.getMessage());
    }

    private String currentPass() {
        Instant now = Instant.now();
        return mint.pass(Mint.claims()
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600))));
    }

    private HttpResponse<String> get(String target, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + tomcat.getConnector().getLocalPort() + target))
                .header("User-Agent", Mint.BROWSER);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
