package dev.turnkeeper.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnkeeperTest {

    private static final String ENTER = "https://queue.example.com/gate/enter?return=";

    private final Mint mint = new Mint("k1");
    private volatile Instant now = Mint.NOW.plusSeconds(1);
    private final InstantSource clock = () -> now;
    private StubNode node;
    private Turnkeeper turnkeeper;

    @BeforeEach
    void start() throws Exception {
        node = new StubNode(mint.published());
        open(FailureMode.CLOSED);
    }

    private void open(FailureMode mode) {
        turnkeeper = new Turnkeeper(settings(node.address()).withFailureMode(mode), clock);
        turnkeeper.ask();
    }

    private static Settings settings(URI node) {
        return Settings.of(node, URI.create("https://shop.example.com"))
                .withGate(URI.create("https://queue.example.com"))
                .withTimeout(Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() {
        turnkeeper.close();
        node.close();
    }

    @Test
    void whatNoRoomProtects_goesOn() {
        assertEquals(Verdict.Kind.UNPROTECTED, kind(FakeRequest.navigation("/")));
        assertEquals(Verdict.Kind.UNPROTECTED, kind(FakeRequest.navigation("/buyer?x=/buy/1")));
        assertEquals(Verdict.Kind.UNPROTECTED, kind(FakeRequest.navigation("/quiet/1")), "its room is INACTIVE");
    }

    @Test
    void navigationWithoutPass_goesToTheQueueAndBackToThatVeryLink() {
        Verdict verdict = turnkeeper.check(FakeRequest.navigation("/buy/1?colour=r%C3%B6t&x"));
        assertEquals(Verdict.Kind.TO_THE_QUEUE, verdict.kind());
        assertEquals(302, verdict.status());
        assertEquals(ENTER + "https%3A%2F%2Fshop.example.com%2Fbuy%2F1%3Fcolour%3Dr%25C3%25B6t%26x", location(verdict));
        assertEquals("no-store", verdict.headers().get("Cache-Control"));
    }

    @Test
    void ajaxWithoutPass_isToldSo() {
        Verdict verdict =
                turnkeeper.check(FakeRequest.ajax("/buy/stock").with("Referer", "https://shop.example.com/buy/1"));
        assertEquals(401, verdict.status());
        assertEquals("application/problem+json", verdict.headers().get("Content-Type"));
        assertEquals(ENTER + "https%3A%2F%2Fshop.example.com%2Fbuy%2F1", location(verdict));
        assertTrue(new String(verdict.body(), StandardCharsets.UTF_8).contains("\"status\":401"));
    }

    @Test
    void post_isNeverReplayed() {
        FakeRequest post = FakeRequest.navigation("/buy/order").by("POST");
        Verdict fromPage = turnkeeper.check(post.with("Referer", "https://shop.example.com/buy/7?a=b"));
        assertEquals(303, fromPage.status());
        assertEquals(ENTER + "https%3A%2F%2Fshop.example.com%2Fbuy%2F7%3Fa%3Db", location(fromPage));
        String entry = ENTER + "https%3A%2F%2Fshop.example.com%2Fbuy";
        assertEquals(entry, location(turnkeeper.check(post)));
        assertEquals(entry, location(turnkeeper.check(post.with("Referer", "https://evil.example.com/buy/1"))));
        assertEquals(
                entry, location(turnkeeper.check(post.with("Referer", "https://shop.example.com.evil.com/buy/1"))));
        assertEquals(entry, location(turnkeeper.check(post.with("Referer", "https://shop.example.com/other"))));
    }

    @Test
    void pass_opensFromHeaderAndCookie() {
        String pass = mint.pass();
        assertEquals(
                "j-1",
                turnkeeper
                        .check(withCookie("/buy/1", pass))
                        .pass()
                        .orElseThrow()
                        .id());
        assertEquals(Verdict.Kind.ADMITTED, kind(FakeRequest.ajax("/buy/1").with("X-Turnkeeper-Pass", pass)));
        assertEquals(
                Verdict.Kind.ADMITTED,
                kind(FakeRequest.navigation("/buy/1")
                        .with("Cookie", "a=b; tkp_buy=stale; tkp_buyer=x; tkp_buy=" + pass)),
                "a stale one beside it does no harm");
        assertEquals(Verdict.Kind.ADMITTED, kind(withCookie("/x/%2e%2e/buy/1", pass)));
        assertEquals(
                Verdict.Kind.TO_THE_QUEUE, kind(FakeRequest.navigation("/buy/1").with("Cookie", "tkp_other=" + pass)));
    }

    @Test
    void check_asksNobody() {
        long asked = node.asked.size();
        String pass = mint.pass();
        for (int i = 0; i < 100; i++) {
            turnkeeper.check(withCookie("/buy/" + i, pass));
            turnkeeper.check(FakeRequest.navigation("/buy/" + i));
        }
        assertEquals(asked, node.asked.size(), node.asked.toString());
    }

    @Test
    void copiedPass_opensNothing() {
        FakeRequest other = new FakeRequest("GET", "/buy/1", Map.of())
                .with("User-Agent", "another")
                .with("Sec-Fetch-Mode", "navigate")
                .with("Cookie", "tkp_buy=" + mint.pass());
        Verdict verdict = turnkeeper.check(other);
        assertEquals(Verdict.Kind.TO_THE_QUEUE, verdict.kind());
        assertEquals(List.of("tkp_buy=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure"), verdict.cookies());
    }

    @Test
    void forgedPass_isForbidden() {
        Verdict verdict = turnkeeper.check(withCookie("/buy/1", new Mint("k1").pass()));
        assertEquals(Verdict.Kind.FORBIDDEN, verdict.kind());
        assertEquals(403, verdict.status());
        assertFalse(verdict.headers().containsKey("Location"));
    }

    @Test
    void forgedPass_doesNoHarmBesideAGoodOne() {
        FakeRequest both = withCookie("/buy/1", mint.pass()).with("X-Turnkeeper-Pass", new Mint("k1").pass());
        assertEquals(Verdict.Kind.ADMITTED, kind(both));
    }

    @Test
    void floodOfCookies_isLookedAtWithinBounds() {
        String cookies = "tkp_buy=x; ".repeat(1000) + "tkp_buy=" + mint.pass();
        assertEquals(
                Verdict.Kind.TO_THE_QUEUE, kind(FakeRequest.navigation("/buy/1").with("Cookie", cookies)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/buy%2f1", "/%2562uy/1", "/\\buy", "/buy%00", "*", "", "/buy/1?a=\r\nSet-Cookie: a=b"})
    void unusableAddress_isForbiddenEvenWithAPass(String target) {
        assertEquals(403, turnkeeper.check(withCookie(target, mint.pass())).status());
    }

    @Test
    void preflight_goesOn() {
        FakeRequest preflight = FakeRequest.ajax("/buy/1").by("OPTIONS").with("Origin", "https://other.example.com");
        assertEquals(Verdict.Kind.TO_THE_QUEUE, kind(preflight), "no true one");
        assertEquals(Verdict.Kind.UNPROTECTED, kind(preflight.with("Access-Control-Request-Method", "POST")));
    }

    @Test
    void hostHeader_doesNotChooseTheRules() {
        assertEquals(
                Verdict.Kind.TO_THE_QUEUE,
                kind(FakeRequest.navigation("/buy/1").with("Host", "unprotected.example.com")));
    }

    @Test
    void handOver_becomesACookieAndACleanAddressOnce() {
        String pass = mint.pass();
        node.handOvers.put("once", pass);
        Verdict verdict = turnkeeper.check(FakeRequest.navigation("/buy/1?a=1&tk_pass=once&b=2"));
        assertEquals(Verdict.Kind.HANDED_OVER, verdict.kind());
        assertEquals("https://shop.example.com/buy/1?a=1&b=2", location(verdict));
        assertEquals(
                List.of("tkp_buy=" + pass + "; Path=/; Max-Age=598; HttpOnly; SameSite=Lax; Secure"),
                verdict.cookies());
        Verdict again = turnkeeper.check(FakeRequest.navigation("/buy/1?tk_pass=once"));
        assertEquals(Verdict.Kind.TO_THE_QUEUE, again.kind());
        assertEquals(ENTER + "https%3A%2F%2Fshop.example.com%2Fbuy%2F1", location(again), "without the spent token");
    }

    @Test
    void handOver_thatBringsAnothersPass_isNotTaken() {
        node.handOvers.put("theirs", mint.pass(Mint.claims().claim("ua", Browser.of("j-1", "another"))));
        assertEquals(Verdict.Kind.TO_THE_QUEUE, kind(FakeRequest.navigation("/buy/1?tk_pass=theirs")));
    }

    @Test
    void passInTheAddress_movesToACookie() {
        String pass = mint.pass();
        Verdict verdict = turnkeeper.check(FakeRequest.navigation("/buy/1?tk_pass=" + pass));
        assertEquals(Verdict.Kind.HANDED_OVER, verdict.kind());
        assertEquals("https://shop.example.com/buy/1", location(verdict));
        assertTrue(verdict.cookies().get(0).startsWith("tkp_buy=" + pass));
    }

    @Test
    void newKey_isFetchedOnceAndForgedIdsDoNotMakeItAskAgain() {
        Mint next = new Mint("k2");
        String pass = next.pass(Mint.header().keyID("k2"), Mint.claims());
        node.keys = new JWKSet(List.of(mint.key.toPublicJWK(), next.key.toPublicJWK()));
        long before = node.count("GET /.well-known/jwks.json");
        assertEquals(Verdict.Kind.ADMITTED, kind(withCookie("/buy/1", pass)));
        for (int i = 0; i < 50; i++) {
            String forged = next.pass(Mint.header().keyID("forged-" + i), Mint.claims());
            assertEquals(Verdict.Kind.TO_THE_QUEUE, kind(withCookie("/buy/1", forged)));
        }
        assertEquals(before + 1, node.count("GET /.well-known/jwks.json"));
    }

    @Test
    void revokedPass_opensNothing() {
        String pass = mint.pass();
        assertEquals(Verdict.Kind.ADMITTED, kind(withCookie("/buy/1", pass)));
        node.revoked =
                "{\"room\": \"buy\", \"revoked\": [{\"jti\": \"j-1\", \"exp\": \"2026-11-21T01:00:00Z\"}], \"next\": \"7\"}";
        turnkeeper.ask();
        assertEquals(Verdict.Kind.TO_THE_QUEUE, kind(withCookie("/buy/1", pass)));
        turnkeeper.ask();
        assertEquals(1, node.count("GET /api/v1/passes/revoked?room=buy&since=7"), node.asked.toString());
    }

    @Test
    void passOfAGenerationThatWasSentOut_opensNothing() {
        node.revoked = "{\"room\": \"buy\", \"revoked\": [], \"oldestGeneration\": 2, \"next\": \"7\"}";
        turnkeeper.ask();
        assertEquals(Verdict.Kind.TO_THE_QUEUE, kind(withCookie("/buy/1", mint.pass())));
        assertEquals(
                Verdict.Kind.ADMITTED,
                kind(withCookie("/buy/1", mint.pass(Mint.claims().claim("generation", 2)))));
    }

    @Test
    void completedPass_opensNothingAtOnce() {
        FakeRequest request = withCookie("/buy/thanks", mint.pass());
        assertTrue(turnkeeper.complete(request, "buy"));
        assertEquals(1, node.count("POST /api/v1/visits/current/complete"));
        assertEquals(Verdict.Kind.TO_THE_QUEUE, kind(request));
        assertFalse(turnkeeper.complete(withCookie("/buy/1", new Mint("k1").pass()), "buy"));
        assertEquals(1, node.count("POST /api/v1/visits/current/complete"), "a forged pass completes nobody");
    }

    @Test
    void use_isReportedInBatches() {
        for (int i = 0; i < 2500; i++) {
            String id = "j-" + i;
            turnkeeper.check(
                    withCookie("/buy/1", mint.pass(Mint.claims().jwtID(id).claim("ua", Browser.of(id, Mint.BROWSER)))));
        }
        turnkeeper.ask();
        assertEquals(3, node.count("POST /api/v1/passes/alive"));
        String told = String.join("", node.asked);
        assertTrue(told.contains("\"j-0\"") && told.contains("\"j-2499\""));
        turnkeeper.ask();
        assertEquals(3, node.count("POST /api/v1/passes/alive"), "nobody new");
    }

    @Test
    void agingPass_isRenewedInTheBackground() {
        String pass = mint.pass();
        Date end = Date.from(Mint.NOW.plusSeconds(1000));
        String later = mint.pass(
                Mint.claims().issueTime(Date.from(Mint.NOW.plusSeconds(400))).expirationTime(end));
        node.renewals.put(pass, later);
        FakeRequest request = withCookie("/buy/1", pass);
        assertEquals(List.of(), turnkeeper.check(request).cookies(), "young still");
        now = Mint.NOW.plusSeconds(400);
        turnkeeper.ask();
        AtomicReference<List<String>> cookies = new AtomicReference<>(List.of());
        await(() -> {
            cookies.set(turnkeeper.check(request).cookies());
            return !cookies.get().isEmpty();
        });
        assertTrue(cookies.get().get(0).startsWith("tkp_buy=" + later + "; Path=/; Max-Age=599;"), cookies::toString);
        assertEquals(1, node.count("POST /api/v1/visits/current/alive"));
    }

    @Test
    void outage_keepsWhoIsInsideAndMeetsOthersByTheFailureMode() {
        FakeRequest inside = withCookie("/buy/1", mint.pass());
        node.broken = true;
        now = Mint.NOW.plusSeconds(3600);
        turnkeeper.ask();
        assertFalse(turnkeeper.isReachable());
        assertEquals(Verdict.Kind.ADMITTED, kind(inside), "though its pass would be over by now");
        Verdict page = turnkeeper.check(FakeRequest.navigation("/buy/1").with("Accept-Language", "ko-KR,ko;q=0.9"));
        assertEquals(503, page.status());
        assertEquals("10", page.headers().get("Retry-After"));
        assertTrue(new String(page.body(), StandardCharsets.UTF_8).contains("lang=\"ko\""));
        assertEquals(
                "application/problem+json",
                turnkeeper.check(FakeRequest.ajax("/buy/1")).headers().get("Content-Type"));
        assertEquals(Verdict.Kind.FORBIDDEN, kind(withCookie("/buy/1", new Mint("k1").pass())));

        node.broken = false;
        turnkeeper.ask();
        assertEquals(Verdict.Kind.TO_THE_QUEUE, kind(inside), "the clock goes on again");
    }

    @Test
    void outage_opensWhereTheOperatorChoseSo() {
        turnkeeper.close();
        open(FailureMode.OPEN);
        node.broken = true;
        assertEquals(Verdict.Kind.TO_THE_QUEUE, kind(FakeRequest.navigation("/buy/1")), "one failure is no outage");
        now = now.plusSeconds(20);
        turnkeeper.ask();
        assertEquals(Verdict.Kind.OUTAGE_OPEN, kind(FakeRequest.navigation("/buy/1")));
        assertEquals(1, turnkeeper.letByInOutage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPEN", "CLOSED"})
    void nodeThatNeverAnswered_isAnOutageFromTheStart(FailureMode mode) {
        turnkeeper.close();
        node.broken = true;
        open(mode);
        Verdict verdict = turnkeeper.check(FakeRequest.navigation("/anything"));
        assertEquals(mode == FailureMode.OPEN ? Verdict.Kind.OUTAGE_OPEN : Verdict.Kind.OUTAGE_CLOSED, verdict.kind());
        node.broken = false;
        turnkeeper.ask();
        assertEquals(Verdict.Kind.UNPROTECTED, kind(FakeRequest.navigation("/anything")));
    }

    @Test
    void badRules_leaveTheOldOnesInForce() {
        node.rules = "{\"paths\": 3}";
        turnkeeper.ask();
        assertEquals(Verdict.Kind.TO_THE_QUEUE, kind(FakeRequest.navigation("/buy/1")));
    }

    private Verdict.Kind kind(ShopRequest request) {
        return turnkeeper.check(request).kind();
    }

    private static FakeRequest withCookie(String target, String pass) {
        return FakeRequest.navigation(target).with("Cookie", "tkp_buy=" + pass);
    }

    private static String location(Verdict verdict) {
        return verdict.headers().get("Location");
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "within 10 s");
            Thread.onSpinWait();
        }
    }
}
