package dev.turnkeeper.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Visitors of the sample shop, with the SDK's filter in it, behind a real node. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ShopIT {

    private static final String VIEW = "/api/v1/rooms/sample-shop/view";
    private static final String NOBODY_WALKS_IN = ".*\"serving\":(\\d+),\"issued\":\\1,.*";

    private static RunningShop running;

    @BeforeAll
    static void start() throws Exception {
        running = new RunningShop();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void deepLink_leadsThroughTheQueueAndBackToThatVeryLink() throws Exception {
        running.limit(0);
        Visitor visitor = new Visitor("a browser");
        // A lowered limit is in force with the next tick; until then a newcomer may still walk in.
        within(Duration.ofSeconds(10), () -> "places are still free", () -> visitor.look(running.node(VIEW))
                .body()
                .matches(NOBODY_WALKS_IN));
        URI link = running.shop("/buy/aurora?seat=A%201");
        HttpResponse<String> waiting = visitor.go(link);
        assertEquals("/wait/sample-shop", waiting.uri().getPath(), waiting::toString);
        running.limit(1);
        HttpResponse<String> inside = awaitInside(visitor, link);
        assertEquals(link, inside.uri());
        assertTrue(inside.body().contains("You are in"), inside.body());

        assertEquals(200, visitor.go(running.shop("/buy/harbour")).statusCode(), "a second page");
        assertEquals(200, visitor.ajax(running.shop("/buy/seats")).statusCode(), "a call");
        String pass = visitor.cookie("tkp_sample-shop").orElseThrow().getValue();

        Visitor copier = new Visitor("another browser");
        copier.bring("tkp_sample-shop", pass);
        assertEquals(302, copier.look(running.shop("/buy/harbour")).statusCode(), "a copied pass");

        HttpResponse<String> thanks = visitor.post(running.shop("/buy/order"));
        assertEquals("/thanks", thanks.uri().getPath());
        Visitor replayer = new Visitor("a browser");
        replayer.bring("tkp_sample-shop", pass);
        assertEquals(302, replayer.look(running.shop("/buy/harbour")).statusCode(), "a pass that is done with");
        running.limit(0);
    }

    @Test
    void withoutPass_nothingOfTheShopIsReached() throws Exception {
        Visitor visitor = new Visitor("a browser");
        HttpResponse<String> call = visitor.ajax(running.shop("/buy/seats"));
        assertEquals(401, call.statusCode());
        assertTrue(call.headers().firstValue("Location").orElseThrow().contains("/gate/enter?return="));
        for (String trick : new String[] {"/x/../buy/aurora", "/%62uy/aurora", "//buy/aurora", "/buy;a=b/aurora"}) {
            assertEquals(302, visitor.look(URI.create(running.shop("") + trick)).statusCode(), trick);
        }
        // 403 by the filter, where the container has not said 400 before.
        int escaped = visitor.look(running.shop("/buy%2faurora")).statusCode();
        assertTrue(escaped == 403 || escaped == 400, () -> "an escaped slash: " + escaped);
        assertEquals(200, visitor.look(running.shop("/")).statusCode(), "what no room protects");
    }

    @Test
    void forgedPass_isForbidden() throws Exception {
        Visitor visitor = new Visitor("a browser");
        // alg none, and everything else as it should be
        visitor.bring("tkp_sample-shop", "eyJhbGciOiJub25lIiwidHlwIjoidGtwK2p3dCJ9.eyJhdWQiOiJzYW1wbGUtc2hvcCJ9.");
        assertEquals(403, visitor.look(running.shop("/buy/aurora")).statusCode());
    }

    @Test
    void visitThatEndsAtTheNode_endsAtTheShopWithinSeconds() throws Exception {
        Visitor visitor = new Visitor("a browser");
        running.limit(1);
        awaitInside(visitor, running.shop("/buy/midnight"));
        String pass = visitor.cookie("tkp_sample-shop").orElseThrow().getValue();
        assertEquals(200, running.complete(pass));
        within(
                Duration.ofSeconds(10),
                () -> "the pass still opens",
                () -> visitor.look(running.shop("/buy/midnight")).statusCode() == 302);
        running.limit(0);
    }

    /** Last: the node does not come back. */
    @Test
    @Order(Integer.MAX_VALUE)
    void waitingRoomThatDies_keepsThoseInsideAndClosesForOthers() throws Exception {
        Visitor inside = new Visitor("a browser");
        running.limit(1);
        awaitInside(inside, running.shop("/buy/midnight"));
        running.killNode();
        Visitor newcomer = new Visitor("a newcomer's browser");
        within(
                Duration.ofSeconds(40),
                () -> "newcomers are still sent to a dead waiting room",
                () -> newcomer.look(running.shop("/buy/aurora")).statusCode() == 503);
        HttpResponse<String> still = inside.look(running.shop("/buy/midnight"));
        assertEquals(200, still.statusCode());
        assertFalse(newcomer.look(running.shop("/buy/aurora")).body().contains("You are in"));
    }

    private static HttpResponse<String> awaitInside(Visitor visitor, URI link) throws Exception {
        URI enter = running.node("/gate/enter?return=" + URLEncoder.encode(link.toString(), StandardCharsets.UTF_8));
        AtomicReference<HttpResponse<String>> last = new AtomicReference<>();
        within(
                Duration.ofSeconds(30),
                () -> "still in the queue: " + last.get() + " " + last.get().body(),
                () -> {
                    last.set(visitor.go(enter));
                    return last.get().uri().equals(link);
                });
        return visitor.go(link);
    }

    private static void within(Duration time, Supplier<String> failure, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                fail(failure.get());
            }
            Thread.sleep(250);
        }
    }
}
