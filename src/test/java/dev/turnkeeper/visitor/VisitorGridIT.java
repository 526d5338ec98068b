package dev.turnkeeper.visitor;

import static dev.turnkeeper.visitor.VisitorClient.call;
import static dev.turnkeeper.visitor.VisitorClient.enter;
import static dev.turnkeeper.visitor.VisitorClient.enterRoom;
import static dev.turnkeeper.visitor.VisitorClient.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnkeeper.node.NodeProcess;
import dev.turnkeeper.visitor.VisitorClient.Answer;
import dev.turnkeeper.visitor.VisitorClient.Events;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Visitors of pages and apps at three real nodes, honest ones and others. */
class VisitorGridIT {

    private static final String KEY = "key-of-a-test";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final List<NodeProcess> NODES = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        NODES.addAll(NodeProcess.grid(
                3,
                Map.of(
                        "TURNKEEPER_ADMIN_KEY", KEY,
                        "TURNKEEPER_STREAMS_PER_ADDRESS", "5",
                        "TURNKEEPER_DRAIN_SECONDS", "1")));
    }

    @AfterAll
    static void stop() {
        NODES.forEach(NodeProcess::close);
    }

    @Test
    void place_isKept_overRefreshSecondTabAndOtherNodes() throws IOException, InterruptedException {
        room("kept", 0, "");
        Answer first = enterRoom(node(0), "kept");
        assertEquals(201, first.status(), first.toString());
        assertEquals("WAITING", first.state());
        assertEquals("/api/v1/visits/current", first.header("Location"));
        String cookie = first.header("Set-Cookie");
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), cookie);

        Answer refreshed = enter(node(1), "{\"room\": \"kept\"}", "Cookie", cookie.split(";", 2)[0]);
        Answer secondTab = enter(node(2), "{\"room\": \"kept\"}", "Authorization", "Ticket " + first.ticket());
        Answer elsewhere = status(node(2), first.ticket());
        for (Answer again : List.of(refreshed, secondTab, elsewhere)) {
            assertEquals(200, again.status(), again.toString());
            assertEquals(first.position(), again.position());
            assertEquals(first.ticket(), again.ticket());
        }
        assertNotEquals(first.position(), enterRoom(node(1), "kept").position());
    }

    @Test
    void place_isKept_whenItsNodeIsKilled() throws IOException, InterruptedException {
        room("killed", 0, "");
        Answer first = enterRoom(node(2), "killed");
        TimeUnit.SECONDS.sleep(2);
        try {
            node(2).kill();
            Answer elsewhere = status(node(0), first.ticket());
            assertEquals("WAITING", elsewhere.state(), elsewhere.toString());
            assertEquals(first.position(), elsewhere.position());
        } finally {
            node(2).restart();
            node(2).awaitReady();
        }
    }

    @Test
    void admitted_hasTheSamePassOnEveryNode() throws IOException, InterruptedException {
        room("inside", 5, "\"entryUrl\": \"https://inside.example.com/buy/\"");
        String ticket = admitted("inside");
        Set<String> ids = new HashSet<>();
        for (NodeProcess node : NODES) {
            Answer visit = status(node, ticket);
            assertEquals("ADMITTED", visit.state(), visit.toString());
            assertEquals(
                    "https://inside.example.com/buy/",
                    visit.body().path("returnUrl").asText());
            assertFalse(visit.body().path("passExpiresAt").asText().isEmpty());
            ids.add(claims(visit.body().path("pass").asText()).path("jti").asText());
        }
        assertEquals(1, ids.size(), ids::toString);
    }

    @Test
    void pass_speaksForItsVisitor_untilTheVisitIsCompleted() throws IOException, InterruptedException {
        room("served", 5, "");
        String pass = status(node(0), admitted("served")).body().path("pass").asText();
        String[] asService = {"Authorization", "Pass " + pass, "User-Agent", "the shop's backend"};

        Answer alive = call(node(1), "POST", "/current/alive", "", asService);
        assertEquals("ADMITTED", alive.state(), alive.toString());
        String renewed = alive.body().path("pass").asText();
        assertEquals(claims(pass).path("jti"), claims(renewed).path("jti"));
        assertEquals(claims(pass).path("ua"), claims(renewed).path("ua"));

        assertEquals(
                "COMPLETED",
                call(node(1), "POST", "/current/complete", "", asService).state());
        Answer replayed = call(node(1), "POST", "/current/alive", "", asService);
        assertEquals("COMPLETED", replayed.state(), replayed.toString());
        assertTrue(replayed.body().path("pass").isMissingNode(), replayed.toString());
        String[] tampered = {"Authorization", "Pass " + pass.substring(0, pass.length() - 6) + "AAAAAA"};
        assertEquals(
                "pass-bad-signature",
                call(node(1), "POST", "/current/alive", "", tampered).problem());
    }

    @Test
    void end_isToldForAWhile_andWhoEntersAgainGoesToTheEnd() throws IOException, InterruptedException {
        room("ended", 0, "");
        Answer first = enterRoom(node(0), "ended");
        Answer second = enterRoom(node(0), "ended");
        Answer cancelled = call(node(0), "DELETE", "/current", "", "Authorization", "Ticket " + first.ticket());
        assertEquals("CANCELLED", cancelled.state(), cancelled.toString());
        assertEquals("CANCELLED", status(node(0), first.ticket()).state());
        Answer again = enter(node(0), "{\"room\": \"ended\"}", "Authorization", "Ticket " + first.ticket());
        assertEquals(201, again.status());
        assertTrue(again.position() > second.position(), again.toString());
    }

    @Test
    void reentry_goesToTheBack_whereTheRoomSaysSo() throws IOException, InterruptedException {
        room("requeued", 0, "\"requeueOnReenter\": true");
        Answer first = enterRoom(node(0), "requeued");
        Answer second = enterRoom(node(0), "requeued");
        Answer again = enter(node(0), "{\"room\": \"requeued\"}", "Authorization", "Ticket " + first.ticket());
        assertEquals(201, again.status(), again.toString());
        assertTrue(again.position() > second.position());
        assertEquals("CANCELLED", status(node(0), first.ticket()).state());
    }

    @Test
    void olderGeneration_isExpiredByTheReset() throws IOException, InterruptedException {
        room("reset", 0, "");
        String ticket = enterRoom(node(0), "reset").ticket();
        admin("POST", "/reset/reset", "{\"confirm\": \"reset\", \"inside\": \"out\"}");
        await(() -> status(node(1), ticket).state().equals("EXPIRED"));
        assertEquals("reset", status(node(1), ticket).body().path("reason").asText());
        assertEquals(
                1,
                enter(node(0), "{\"room\": \"reset\"}", "Authorization", "Ticket " + ticket)
                        .position());
    }

    @ParameterizedTest
    @CsvSource({"close, 409, closed", "drain, 409, closed", "deactivate, 201, NOT_CONTROLLED", "pause, 201, WAITING"})
    void newcomer_isToldWhatTheRoomsStateSays(String verb, int status, String word)
            throws IOException, InterruptedException {
        room("state-" + verb, 5, "");
        // Somebody inside, so that a draining room is not closed at once.
        admitted("state-" + verb);
        admin("POST", "/state-" + verb + "/" + verb, "");
        TimeUnit.SECONDS.sleep(2);
        Answer newcomer = enterRoom(node(0), "state-" + verb);
        assertEquals(status, newcomer.status(), newcomer.toString());
        assertEquals(word, status < 400 ? newcomer.state() : newcomer.problem());
        if (status >= 400) {
            assertFalse(newcomer.header("Retry-After").isEmpty());
        }
    }

    @Test
    void ticket_countsForItsVisitorItsRoomAndAsItWasWrittenOnly() throws IOException, InterruptedException {
        room("attacked", 0, "");
        room("other", 0, "");
        String ticket = enterRoom(node(0), "attacked").ticket();

        assertEquals("wrong-visitor", seen(ticket, "User-Agent", "another device"));
        assertEquals(
                "ticket-other-room",
                call(node(1), "GET", "/current?room=other", "", bearing(ticket)).problem());
        assertEquals(
                "ticket-other-room",
                call(node(1), "GET", "/current", "", "Cookie", "tk_other=" + ticket)
                        .problem());
        for (int at = 0; at < ticket.length(); at += 5) {
            char changed = ticket.charAt(at) == 'A' ? 'B' : 'A';
            String forged = ticket.substring(0, at) + changed + ticket.substring(at + 1);
            Answer refused = status(node(1), forged);
            assertEquals(401, refused.status(), refused.toString());
        }
        for (String broken : List.of("x", ticket + "A", ticket.substring(1), "A".repeat(4_000), "../../etc/passwd")) {
            Answer refused = status(node(1), broken);
            assertEquals(401, refused.status(), refused.toString());
            assertTrue(refused.header("WWW-Authenticate").startsWith("Ticket"), refused.toString());
        }
        // Whoever bought it enters as a newcomer, behind everybody.
        Answer buyer = enter(
                node(0), "{\"room\": \"attacked\"}", "Authorization", "Ticket " + ticket, "User-Agent", "the buyer's");
        assertEquals(201, buyer.status(), buyer.toString());
        assertTrue(buyer.position() > status(node(0), ticket).position());
        assertTrue(metric("turnkeeper_tickets_refused_total{reason=\"wrong_visitor\"") >= 1, "not counted");
        assertTrue(metric("turnkeeper_tickets_refused_total{reason=\"forged\"") >= 1, "not counted");
    }

    @Test
    void cookies_ofSeveralRooms_wantARoomNamed() throws IOException, InterruptedException {
        room("one", 0, "");
        room("two", 0, "");
        String cookies = "tk_one=" + enterRoom(node(0), "one").ticket() + "; tk_two="
                + enterRoom(node(0), "two").ticket();
        Answer several = call(node(0), "GET", "/current", "", "Cookie", cookies);
        assertEquals(400, several.status());
        assertEquals("several-tickets", several.problem());
        assertEquals(2, several.body().path("errors").size());
        assertEquals(
                "two",
                call(node(0), "GET", "/current?room=two", "", "Cookie", cookies)
                        .body()
                        .path("room")
                        .asText());
    }

    /** What a foreign page can make a visitor's browser send, cookie included. */
    @Test
    void cookie_isNotObeyed_whereAnotherSiteAsks() throws IOException, InterruptedException {
        room("forgery", 0, "");
        String ticket = enterRoom(node(0), "forgery").ticket();
        String[] cookie = {"Cookie", "tk_forgery=" + ticket};
        String[][] foreign = {
            {"Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "same-site"},
            {"Origin", "https://evil.example"},
            {"Origin", "null"},
            {"Content-Type", "text/plain"},
            {"Content-Type", "application/x-www-form-urlencoded"}
        };
        for (String[] from : foreign) {
            for (String path : List.of("/current/complete", "/current/leave", "/current/alive")) {
                Answer refused = call(node(0), "POST", path, "", cookie[0], cookie[1], from[0], from[1]);
                assertEquals("cross-site", refused.problem(), String.join(" ", from) + ": " + refused);
            }
            Answer refused = call(node(0), "DELETE", "/current", "", cookie[0], cookie[1], from[0], from[1]);
            assertEquals(403, refused.status(), refused.toString());
        }
        assertEquals("WAITING", status(node(0), ticket).state());
        String[] own = {cookie[0], cookie[1], "Sec-Fetch-Site", "same-origin"};
        assertEquals("WAITING", call(node(0), "POST", "/current/alive", "", own).state());
    }

    /** Images, previews, prefetches and forms of other sites can send these. */
    @Test
    void place_isTakenByJsonAlone() throws IOException, InterruptedException {
        room("baited", 0, "");
        String json = "{\"room\": \"baited\"}";
        assertEquals(405, call(node(0), "GET", "", "").status());
        assertEquals(405, call(node(0), "HEAD", "", "").status());
        for (String type :
                List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a")) {
            assertEquals(
                    415, call(node(0), "POST", "", json, "Content-Type", type).status());
        }
        assertEquals(1, enterRoom(node(0), "baited").position());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/buy/1",
                "https://shop.bad@evil.example/",
                "https://wanted.example.com@evil.example/buy/",
                "//wanted.example.com/buy/",
                "javascript:alert(1)",
                "https:\\\\wanted.example.com/buy/",
                "https://wanted.example.com/buy/%2e%2e%2f..",
                "https://wanted.example.com/free/"
            })
    void returnUrl_leadsIntoTheRoomOnly(String url) throws IOException, InterruptedException {
        roomOnce("wanted", 50);
        String ticket = admitted("wanted");
        Answer refused = call(
                node(0), "GET", "/current?url=" + URLEncoder.encode(url, StandardCharsets.UTF_8), "", bearing(ticket));
        assertEquals(400, refused.status(), refused.toString());
        String good = "https://wanted.example.com/buy/7?a=b";
        Answer sent = call(
                node(0), "GET", "/current?url=" + URLEncoder.encode(good, StandardCharsets.UTF_8), "", bearing(ticket));
        assertEquals(good, sent.body().path("returnUrl").asText(), sent.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"room\": 5}",
                "{\"room\": \"a\", \"url\": \"https://a/\"}",
                "{\"room\": \"a\", \"room\": \"b\"}",
                "{\"url\": \"shop\"}",
                "{\"url\": \"https://wanted.example.com/buy/%zz\"}",
                "{\"rooms\": \"a\"}",
                "{\"room\": \"a\"} {}",
                "{\"url\": \"https://u:p@wanted.example.com/\"}"
            })
    void body_isToldWhatIsWrong(String body) throws IOException, InterruptedException {
        roomOnce("wanted", 50);
        Answer refused = enter(node(0), body);
        assertEquals(400, refused.status(), refused.toString());
        assertFalse(refused.body().path("detail").asText().isBlank());
    }

    @Test
    void body_thatIsTooLong_isRefused() throws IOException, InterruptedException {
        assertEquals(
                413, enter(node(0), "{\"room\": \"" + "a".repeat(9_000) + "\"}").status());
        assertEquals(404, enter(node(0), "{\"room\": \"no-such-room\"}").status());
        assertEquals(
                "no-room",
                enter(node(0), "{\"url\": \"https://nobody.example/\"}").problem());
    }

    @Test
    void action_findsItsRoom() throws IOException, InterruptedException {
        admin(
                "POST",
                "",
                "{\"id\": \"menu\", \"name\": \"menu\", \"limit\": 5, \"routes\": [{\"host\": \"menu.example.com\","
                        + " \"path\": \"/m/**\", \"menu\": \"MNU*\"}]}");
        awaitRoom("menu");
        assertEquals(
                "menu",
                enter(node(0), "{\"action\": \"MNU01\"}").body().path("room").asText());
        assertEquals(404, enter(node(0), "{\"action\": \"NONE01\"}").status());
        assertEquals(
                "menu",
                enter(node(0), "{\"action\": \"MNU01\", \"host\": \"menu.example.com\"}")
                        .body()
                        .path("room")
                        .asText());
    }

    @Test
    void stream_tellsThePlaceAtOnce_thenTheTurn_andNewsOfTheRoom() throws IOException, InterruptedException {
        room("told", 0, "");
        String ticket = enterRoom(node(0), "told").ticket();
        try (Events events = Events.open(node(0), ticket)) {
            assertEquals("room", next(events).name());
            Events.Event position = next(events);
            assertEquals("position", position.name());
            assertEquals(1, position.data().path("rank").asLong());
            assertNotNull(events.await("position", 12), "no second position within ten seconds");

            admin("PUT", "/told/message", "{\"en\": \"Soon\"}");
            Events.Event news = events.await("room", 5);
            assertNotNull(news, "no word of the message");
            assertEquals("Soon", news.data().path("message").path("en").asText());

            admin("PATCH", "/told", "{\"limit\": 5}");
            Events.Event turn = events.await("admitted", 5);
            assertNotNull(turn, "no word of the turn");
            assertEquals("ADMITTED", turn.data().path("state").asText());
            assertFalse(turn.data().path("pass").asText().isEmpty());

            call(node(0), "POST", "/current/complete", "", bearing(ticket));
            assertNotNull(events.await("expired", 5), "no word of the end");
            await(events::hasEnded);
        }
    }

    @Test
    void stream_resumes_andTheNewerReplacesTheOlder() throws IOException, InterruptedException {
        room("resumed", 0, "");
        String ticket = enterRoom(node(0), "resumed").ticket();
        try (Events older = Events.open(node(0), ticket)) {
            assertEquals("room", next(older).name());
            String id = next(older).id();
            try (Events newer = Events.open(node(0), ticket, "Last-Event-ID", id)) {
                assertEquals("position", next(newer).name(), "what is known is told again");
                assertNotNull(older.await("replaced", 5), "two streams of one ticket");
                await(older::hasEnded);
                assertNull(newer.await("replaced", 1));
            }
            try (Events stranger = Events.open(node(0), ticket, "Last-Event-ID", "\"what's this\"")) {
                assertEquals("room", next(stranger).name());
            }
        }
    }

    @Test
    void stream_isRefusedBeyondTheCapOfAnAddress_andSaysGoodbye() throws IOException, InterruptedException {
        room("crowded", 0, "");
        List<Events> open = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                open.add(Events.open(node(1), enterRoom(node(0), "crowded").ticket()));
            }
            Answer sixth = call(
                    node(1),
                    "GET",
                    "/current/stream",
                    "",
                    bearing(enterRoom(node(0), "crowded").ticket()));
            assertEquals(503, sixth.status());
            assertEquals("too-many-streams", sixth.problem());
            assertFalse(sixth.header("Retry-After").isEmpty());

            node(1).askToStop();
            for (Events events : open) {
                await(events::hasEnded);
                assertTrue(events.wasToldToRetry(), "ended without a hint when to come back");
            }
        } finally {
            for (Events events : open) {
                events.close();
            }
            node(1).close();
            node(1).restart();
            node(1).awaitReady();
        }
    }

    @Test
    void view_hidesWhatTheRoomKeepsToItself_andIsNotSentTwice() throws IOException, InterruptedException {
        room("shown", 0, "\"publish\": [\"serving\", \"gone\"]");
        enterRoom(node(0), "shown");
        HttpResponse<String> first = get(node(0), "/api/v1/rooms/shown/view", "Cookie", "tk_shown=x");
        JsonNode view = JSON.readTree(first.body());
        assertTrue(view.path("serving").isNumber() && view.path("gone").isArray(), first.body());
        assertTrue(view.path("waiting").isNull() && view.path("issued").isNull(), first.body());
        assertEquals(
                "public, max-age=1, stale-while-revalidate=5",
                first.headers().firstValue("Cache-Control").orElse(""));
        assertEquals(
                "*", first.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
        assertTrue(first.headers().firstValue("Set-Cookie").isEmpty());
        await(() -> {
            String tag = get(node(0), "/api/v1/rooms/shown/view")
                    .headers()
                    .firstValue("ETag")
                    .orElse("");
            return get(node(0), "/api/v1/rooms/shown/view", "If-None-Match", tag)
                            .statusCode()
                    == 304;
        });
        assertEquals(404, get(node(0), "/api/v1/rooms/nobody/view").statusCode());
    }

    @Test
    void pagesOfTheServiceMayCall_othersMayNot() throws IOException, InterruptedException {
        room("cors", 0, "\"corsOrigins\": [\"https://app.example.org\"]");
        for (String origin : List.of("https://cors.example.com", "https://app.example.org")) {
            HttpResponse<String> allowed = get(node(0), "/api/v1/rules?host=cors.example.com", "Origin", origin);
            assertEquals(
                    origin,
                    allowed.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
            assertTrue(allowed.headers().allValues("Vary").contains("Origin"));
            assertTrue(allowed.headers()
                    .firstValue("Access-Control-Allow-Credentials")
                    .isEmpty());
        }
        for (String origin : List.of("https://evil.example", "null", "https://cors.example.com.evil.example", "x")) {
            HttpResponse<String> refused = get(node(0), "/api/v1/rules?host=cors.example.com", "Origin", origin);
            assertTrue(
                    refused.headers().firstValue("Access-Control-Allow-Origin").isEmpty(), origin);
        }
        Answer preflight = call(
                node(0),
                "OPTIONS",
                "",
                "",
                "Origin",
                "https://app.example.org",
                "Access-Control-Request-Method",
                "POST");
        assertEquals(204, preflight.status());
        assertEquals("Authorization, Content-Type, Last-Event-ID", preflight.header("Access-Control-Allow-Headers"));
    }

    @Test
    void whatIsOfOneRoom_onlyItsOwnPagesMayRead() throws IOException, InterruptedException {
        room("mine", 0, "\"corsOrigins\": [\"https://mine.example.org\"]");
        room("yours", 0, "\"corsOrigins\": [\"https://yours.example.org\"]");
        String ticket = enterRoom(node(0), "mine").ticket();
        String[] bearing = bearing(ticket);
        String mine = "https://mine.example.com";
        for (String origin : List.of(mine, "https://mine.example.org")) {
            assertEquals(origin, readable(enter(node(0), "{\"room\": \"mine\"}", "Origin", origin)));
            assertEquals(
                    origin,
                    readable(enter(node(0), "{\"url\": \"https://mine.example.com/buy/1\"}", "Origin", origin)));
            assertEquals(origin, readable(call(node(0), "GET", "/current", "", with(bearing, "Origin", origin))));
            assertEquals(origin, readable(tracer("host=mine.example.com&pageUrl=/buy/1", origin)));
        }
        for (String origin : List.of("https://yours.example.com", "https://yours.example.org")) {
            assertEquals("", readable(enter(node(0), "{\"room\": \"mine\"}", "Origin", origin)));
            assertEquals(
                    "", readable(enter(node(0), "{\"url\": \"https://mine.example.com/buy/1\"}", "Origin", origin)));
            assertEquals("", readable(call(node(0), "GET", "/current", "", with(bearing, "Origin", origin))));
            assertEquals("", readable(call(node(0), "POST", "/current/leave", "", with(bearing, "Origin", origin))));
            assertEquals("", readable(tracer("host=mine.example.com&pageUrl=/buy/1", origin)));
            assertEquals("", readable(call(node(0), "GET", "/current?room=mine", "", "Origin", origin)));
            assertEquals("", readable(preflight("?room=mine", origin)));
            // Of no room, so far as anybody can tell.
            assertEquals(origin, readable(preflight("", origin)));
            assertEquals(origin, readable(enter(node(0), "{\"room\": \"no-such-room\"}", "Origin", origin)));
            assertEquals(origin, readable(call(node(0), "GET", "/current", "", "Origin", origin)));
        }
        assertEquals("", readable(preflight("", "https://evil.example")));
    }

    /** Whose pages may read the answer. */
    private static String readable(Answer answer) {
        return answer.header("Access-Control-Allow-Origin");
    }

    private static String readable(HttpResponse<String> answer) {
        return answer.headers().firstValue("Access-Control-Allow-Origin").orElse("");
    }

    private static HttpResponse<String> tracer(String query, String origin) throws IOException, InterruptedException {
        return get(node(0), "/api/v1/tracer/access?" + query, "Origin", origin);
    }

    private static Answer preflight(String query, String origin) throws IOException, InterruptedException {
        return call(
                node(0), "OPTIONS", "/current" + query, "", "Origin", origin, "Access-Control-Request-Method", "GET");
    }

    private static String[] with(String[] headers, String name, String value) {
        return new String[] {headers[0], headers[1], name, value};
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline, "not within ten seconds");
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static Events.Event next(Events events) throws InterruptedException {
        Events.Event event = events.next(5);
        assertNotNull(event, "no event");
        return event;
    }

    private static NodeProcess node(int index) {
        return NODES.get(index);
    }

    private static String[] bearing(String ticket) {
        return new String[] {"Authorization", "Ticket " + ticket};
    }

    private static String seen(String ticket, String header, String value) throws IOException, InterruptedException {
        return call(node(1), "GET", "/current", "", "Authorization", "Ticket " + ticket, header, value)
                .problem();
    }

    private static JsonNode claims(String jwt) throws IOException {
        return JSON.readTree(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]));
    }

    private static String admitted(String room) throws IOException, InterruptedException {
        String ticket = enterRoom(node(0), room).ticket();
        await(() -> status(node(0), ticket).state().equals("ADMITTED"));
        for (NodeProcess node : NODES) {
            await(() -> status(node, ticket).state().equals("ADMITTED"));
        }
        return ticket;
    }

    private static void roomOnce(String id, int limit) throws IOException, InterruptedException {
        if (get(node(0), "/api/v1/rooms/" + id + "/view").statusCode() == 404) {
            room(id, limit, "");
        }
    }

    /** @param more fields as JSON */
    private static void room(String id, int limit, String more) throws IOException, InterruptedException {
        admin(
                "POST",
                "",
                "{\"id\": \"" + id + "\", \"name\": \"" + id + "\", \"limit\": " + limit
                        + ", \"routes\": [{\"host\": \"" + id + ".example.com\", \"path\": \"/buy/**\"}]"
                        + (more.isEmpty() ? "" : ", " + more) + "}");
        awaitRoom(id);
    }

    private static void awaitRoom(String id) throws IOException, InterruptedException {
        for (NodeProcess node : NODES) {
            await(() -> get(node, "/api/v1/rooms/" + id + "/view").statusCode() == 200);
        }
    }

    private static void admin(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(node(0).uri("/api/v1/admin/rooms" + path))
                .timeout(Duration.ofSeconds(10))
                .header("X-Api-Key", KEY)
                .header("If-Match", "*")
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertTrue(answer.statusCode() < 300, () -> method + " " + path + ": " + answer.statusCode() + answer.body());
    }

    private static HttpResponse<String> get(NodeProcess node, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.uri(path)).timeout(Duration.ofSeconds(10));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static double metric(String series) throws IOException, InterruptedException {
        double sum = 0;
        for (NodeProcess node : NODES) {
            sum += get(node, "/metrics?scope=application")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(series)
                            || line.replace("mp_scope=\"application\",", "").startsWith(series))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
        return sum;
    }
}
