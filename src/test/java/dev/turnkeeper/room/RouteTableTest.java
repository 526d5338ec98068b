package dev.turnkeeper.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {

    private static final RouteTable BUY = table(Route.of("shop.example.com", "/buy/**"));

    private static final RouteTable EXCLUDING = table(new Route(
            "shop.example.com",
            OptionalInt.empty(),
            "/buy/**",
            List.of(),
            List.of("/buy/static/**"),
            Optional.empty(),
            false));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/buy",
                "/buy/",
                "/buy/1",
                "//buy",
                "/./buy/1",
                "/x/../buy/1",
                "/../buy",
                "/b%75y/1",
                "/buy;jsessionid=1/x",
                "/x/..;a=b/buy",
                "/x/%2e%2e/buy/1",
                "/buy?x=1",
                "/buy#x",
                "https://shop.example.com/buy/1",
                "https://other.example.com/buy/1?a",
                "http:///buy/1",
                "https:/buy",
                " /buy "
            })
    void match_readsAPathAsAServerMight(String page) {
        assertEquals("r0", found(BUY, page), page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/buyer",
                "/BUY",
                "/x/buy",
                "/buy/..",
                "/buy/%2e%2e/x",
                "https://shop.example.com",
                "?/buy",
                "#/buy",
                "buy",
                "TRF01"
            })
    void match_leavesOtherPagesAlone(String page) {
        assertEquals(RouteMatch.Kind.NONE, match(BUY, page).kind(), page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/buy%2f1",
                "/x%2F..%2Fbuy",
                "/x%5cbuy",
                "/buy%00",
                "/%2562uy",
                "/%25%36%32uy",
                "/buy%",
                "/buy%2",
                "/buy%zz",
                "/buy/%c0%af",
                "/buy/%ff",
                "\\buy",
                "/\\buy",
                "https://shop.example.com\\buy",
                "/buy;%2f",
                "/buy\u0000",
                "https://shop.example.com/%2e%2e%2fbuy"
            })
    void match_refusesWhatServersReadDifferently(String page) {
        if (page.startsWith("\\")) {
            assertEquals(RouteMatch.Kind.NONE, match(BUY, page).kind(), "a menu code may hold anything");
            return;
        }
        RouteMatch match = match(BUY, page);
        assertEquals(RouteMatch.Kind.REFUSED, match.kind(), page);
        assertTrue(match.refusal().isPresent());
    }

    /** Ways in that some server would open: it takes dots, doubled slashes or parameters for part of a name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/buy/1/../../free",
                "/buy/../free",
                "/free/../buy/1",
                "/free/..;/buy/1",
                "/buy/..;/..;/free",
                "/buy/%2e%2e/free",
                "/buy/.%2E/free",
                "/free/%2e./buy/1",
                "/buy;x/1",
                "/buy/;/1",
                "/;x/buy/1",
                "//buy//1",
                "/./buy",
                "/buy/static;/../1",
                "/buy/static/..;/1",
                "/buy//static/1",
                "/buy/static/../1",
                "/buy/1/../static/x",
                "/buy/1/..;/static/x"
            })
    void matchHoweverRead_controlsWhatSomeServerReadsAsControlled(String page) {
        assertEquals("r0", inEveryReading(EXCLUDING, page).room().orElseThrow().value(), page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/free",
                "/free;x=1/y",
                "/a/../free",
                "//free",
                "/free/./x",
                "/buy/static/x",
                "/free..",
                "/..."
            })
    void matchHoweverRead_leavesAloneWhatNoServerReadsAsControlled(String page) {
        assertEquals(RouteMatch.NONE, inEveryReading(EXCLUDING, page), page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/buy%2f1", "/free/%2e%2e%2fbuy", "/%2562uy", "/buy%00", "/a\\..\\buy", "/buy%", "/free;%zz"})
    void matchHoweverRead_refusesWhatNobodyCanRead(String page) {
        assertEquals(RouteMatch.Kind.REFUSED, inEveryReading(EXCLUDING, page).kind(), page);
    }

    @Test
    void matchHoweverRead_refusesAPathThatTwoRoomsLayClaimTo() {
        RouteTable table = table(Route.of("shop.example.com", "/buy/**"), Route.of("shop.example.com", "/quiet/**"));
        assertEquals(
                RouteMatch.Kind.REFUSED,
                inEveryReading(table, "/quiet/../buy/1").kind());
        assertEquals(RouteMatch.Kind.FOUND, inEveryReading(table, "/quiet/./1").kind());
    }

    @Test
    void match_takesOneLayerOfPercentAndOtherScripts() {
        RouteTable table = table(Route.of("shop.example.com", "/예매/100%/**".replace("%", "?")));
        assertEquals("r0", found(table, "/%EC%98%88%EB%A7%A4/100%25/1"));
        assertEquals("r0", found(table, "/예매/100%25/1"));
    }

    @ParameterizedTest
    @CsvSource({
        "/a/*,/a/b,true",
        "/a/*,/a,false",
        "/a/*,/a/b/c,false",
        "/a/?,/a/b,true",
        "/a/?,/a/bc,false",
        "/**,/,true",
        "/,/,true",
        "/,/a,false",
        "/**/c,/c,true",
        "/**/c,/a/b/c,true",
        "/**/c,/a/c/b,false",
        "/a/**/c,/a/c,true",
        "/a/**/c/**,/a/x/c/d,true",
        "/a*c,/abbc,true",
        "/a*c,/ab/c,false",
        "/*.html,/x.html,true",
        "/a/,/a,true",
        "/**/a/**/b,/a/a/b/x,false"
    })
    void match_followsAntPatterns(String pattern, String page, boolean matches) {
        assertEquals(
                matches ? RouteMatch.Kind.FOUND : RouteMatch.Kind.NONE,
                match(table(Route.of("shop.example.com", pattern)), page).kind());
    }

    @ParameterizedTest
    @CsvSource({
        "*.example.com,shop.example.com,true", "*.example.com,a.shop.example.com,true",
                "*.example.com,example.com,false",
        "*.example.com,badexample.com,false", "shop.example.com,SHOP.Example.com.,true",
                "shop.example.com,example.com,false",
        "xn--bj0bj06e.com,한국.com,false"
    })
    void match_comparesHosts(String pattern, String host, boolean matches) {
        RouteMatch match = table(Route.of(pattern, "/**")).match(new RouteRequest(host, 443, "/", Optional.empty()));
        assertEquals(matches ? RouteMatch.Kind.FOUND : RouteMatch.Kind.NONE, match.kind());
    }

    @Test
    void match_takesTheMostSpecific() {
        RouteTable table = table(
                Route.of("*.example.com", "/buy/vip/special"),
                Route.of("shop.example.com", "/**"),
                Route.of("shop.example.com", "/buy/**"),
                new Route(
                        "shop.example.com",
                        OptionalInt.of(443),
                        "/buy/**",
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        false),
                new Route(
                        "shop.example.com",
                        OptionalInt.empty(),
                        "/buy/**",
                        List.of("POST"),
                        List.of(),
                        Optional.empty(),
                        false),
                Route.of("shop.example.com", "/buy/vip/*"),
                Route.of("shop.example.com", "/buy/vip"));
        assertEquals("r1", found(table, "/"));
        assertEquals("r3", found(table, "/buy/x"));
        assertEquals(
                "r4",
                table.match(request(8443, "/buy/x", "POST"))
                        .room()
                        .orElseThrow()
                        .value());
        assertEquals(
                "r2",
                table.match(request(8443, "/buy/x", "GET")).room().orElseThrow().value());
        assertEquals("r5", found(table, "/buy/vip/special"));
        assertEquals("r6", found(table, "/buy/vip"));
    }

    @Test
    void match_withoutAMethodTakesRoutesOfAnyMethod() {
        RouteTable table = table(new Route(
                "shop.example.com", OptionalInt.empty(), "/buy", List.of("POST"), List.of(), Optional.empty(), false));
        assertEquals("r0", found(table, "/buy"));
        assertEquals(
                RouteMatch.Kind.NONE, table.match(request(443, "/buy", "GET")).kind());
    }

    @Test
    void match_leavesOutWhatIsExcluded_forALessSpecificRouteToTake() {
        Route buy = new Route(
                "shop.example.com",
                OptionalInt.empty(),
                "/buy/**",
                List.of(),
                List.of("/buy/static/**"),
                Optional.empty(),
                false);
        assertEquals(RouteMatch.Kind.NONE, match(table(buy), "/buy/static/x.js").kind());
        assertEquals("r1", found(table(buy, Route.of("shop.example.com", "/**")), "/buy/static/x.js"));
        assertEquals("r0", found(table(buy), "/buy/static/../1"));
    }

    @Test
    void match_knowsMenuCodes() {
        RouteTable table = table(menu("TRF*"), menu("TRF01"), menu("ADM?"), Route.of("shop.example.com", "/buy/**"));
        assertEquals("r0", found(table, "TRF99"));
        assertEquals("r1", found(table, "TRF01"));
        assertEquals("r2", found(table, "ADM1"));
        assertEquals(RouteMatch.Kind.NONE, match(table, "trf01").kind());
        assertEquals(RouteMatch.Kind.NONE, match(table, "ADM12").kind());
    }

    @Test
    void match_takesMenuCodesForAHostThatIsControlledAsAWhole() {
        assertEquals("r0", found(table(Route.of("shop.example.com", "/**")), "TRF01"));
        assertEquals("r1", found(table(Route.of("shop.example.com", "/**"), menu("TRF*")), "TRF01"));
    }

    @Test
    void match_ignoresCaseWhereTheRouteSaysSo() {
        RouteTable table = table(new Route(
                "shop.example.com",
                OptionalInt.empty(),
                "/Buy/**",
                List.of(),
                List.of("/buy/OUT"),
                Optional.of("Trf*"),
                true));
        assertEquals("r0", found(table, "/bUY/x"));
        assertEquals("r0", found(table, "tRF1"));
        assertEquals(RouteMatch.Kind.NONE, match(table, "/BUY/out").kind());
    }

    @Test
    void match_ofAHostWithoutRoutesIsNoneWhateverThePage() {
        assertEquals(
                RouteMatch.Kind.NONE,
                BUY.match(new RouteRequest("other.example.com", 443, "/%2f", Optional.empty()))
                        .kind());
    }

    @Test
    void explain_saysWhyForEveryRouteOfTheHost() {
        RouteTable table = table(
                Route.of("shop.example.com", "/buy/**"),
                Route.of("shop.example.com", "/**"),
                Route.of("shop.example.com", "/sell/**"),
                new Route(
                        "shop.example.com",
                        OptionalInt.of(80),
                        "/buy/**",
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        false));
        RouteExplanation explained = table.explain(request(443, "/x/../buy;a/1?q", "GET"));
        assertEquals("/buy/1", explained.page());
        assertEquals("r0", explained.match().room().orElseThrow().value());
        List<String> verdicts = explained.candidates().stream()
                .map(candidate -> candidate.room() + " " + candidate.verdict())
                .toList();
        assertEquals(
                List.of(
                        "r2 another path: the route is for /sell/**",
                        "r3 another port: the route is for 80",
                        "r0 matches, and is the most specific",
                        "r1 matches, but a more specific route comes first"),
                verdicts);
    }

    @ParameterizedTest
    @CsvSource({
        "https://Shop.example.com/buy?x,Shop.example.com,443", "http://shop:8080,shop,8080", "http://shop/,shop,80",
        "HTTPS://[::1]:9/x,[::1],9", "https://[::1]/x,[::1],443", "https://shop:/x,shop,443"
    })
    void ofUrl_readsHostAndPort(String url, String host, int port) {
        RouteRequest request = RouteRequest.ofUrl(url, Optional.empty()).orElseThrow();
        assertEquals(host, request.host());
        assertEquals(port, request.port());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/buy",
                "ftp://shop/",
                "https://",
                "https:///buy",
                "https://me@shop/",
                "https://shop\\evil/",
                "https://shop:0/",
                "https://shop:99999/",
                "https://shop:x/",
                "https://shop:123456/",
                "javascript://shop/"
            })
    void ofUrl_isEmptyForWhatIsNoUrlOfAShop(String url) {
        assertEquals(Optional.empty(), RouteRequest.ofUrl(url, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "shop.example.com, b",
        "SHOP.example.com., b",
        "x.sub.example.com, w",
        "sub.example.com, nobody",
        "plain.example.com, nobody",
        "example.com, nobody"
    })
    void gateway_isOfTheHostsFirstRoomThatHasOne(String host, String room) throws IOException {
        List<Room> rooms = RoomsFile.read("test", new StringReader("""
                                rooms:
                                  - {id: a, name: A, limit: 1, routes: [{host: shop.example.com, path: /a/**}]}
                                  - {id: c, name: C, limit: 1, routes: [{host: shop.example.com, path: /c/**}], gateway: {origins: ["http://c"]}}
                                  - {id: b, name: B, limit: 1, routes: [{host: shop.example.com, path: /b/**}], gateway: {origins: ["http://b"]}}
                                  - {id: w, name: W, limit: 1, routes: [{host: "*.sub.example.com"}], gateway: {origins: ["http://w"]}}
                                  - {id: p, name: P, limit: 1, routes: [{host: plain.example.com}]}
                                """)).rooms().stream()
                .map(Room::of)
                .toList();
        assertEquals(5, rooms.size());
        assertEquals(
                room,
                RouteTable.of(rooms)
                        .gateway(host)
                        .map(found -> found.id().value())
                        .orElse("nobody"));
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "'', /",
        "/buy, /buy",
        "/buy/, /buy/",
        "//buy//./2;x=1/?q=%2F.., /buy/2/",
        "/a/../b/.., /",
        "/a/b/.., /a/",
        "/a/b/., /a/b/",
        "/b%75y/%ED%95%9C%20x, /buy/%ED%95%9C%20x",
        "/한글/:@!$&'()*+=~, '/%ED%95%9C%EA%B8%80/:@!$&''()*+=~'",
        "/a%3Bb%3F%23%25, /a%3Bb%3F%23%25",
        "/a|b<c>, /a%7Cb%3Cc%3E"
    })
    void path_isWrittenAsItWasMatched(String page, String path) {
        RouteRequest request = new RouteRequest("shop.example.com", 443, page == null ? "" : page, Optional.empty());
        assertEquals(Optional.of(path), request.path());
        RouteRequest again = new RouteRequest("shop.example.com", 443, path, Optional.empty());
        assertEquals(request.path(), again.path());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%2fb", "/a%5Cb", "/a\\b", "/a%00", "/%2562", "/%zz", "menu"})
    void path_thatIsRefused_isNotWritten(String page) {
        assertEquals(Optional.empty(), new RouteRequest("shop.example.com", 443, page, Optional.empty()).path());
    }

    private static Route menu(String menu) {
        return new Route(
                "shop.example.com",
                OptionalInt.empty(),
                "/m/" + menu.charAt(0),
                List.of(),
                List.of(),
                Optional.of(menu),
                false);
    }

    /** Route i leads to the room r{i}. */
    static RouteTable table(Route... routes) {
        List<Room> rooms = new ArrayList<>();
        for (int i = 0; i < routes.length; i++) {
            rooms.add(Room.of(RoomSettings.of(new RoomId("r" + i), 1, routes[i])));
        }
        return RouteTable.of(rooms);
    }

    private static RouteRequest request(int port, String page, String method) {
        return new RouteRequest("shop.example.com", port, page, Optional.of(method));
    }

    private static RouteMatch inEveryReading(RouteTable table, String page) {
        return table.matchHoweverRead(new RouteRequest("shop.example.com", 443, page, Optional.of("GET")));
    }

    private static RouteMatch match(RouteTable table, String page) {
        return table.match(new RouteRequest("shop.example.com", 443, page, Optional.empty()));
    }

    private static String found(RouteTable table, String page) {
        return match(table, page).room().map(RoomId::value).orElse("nothing");
    }
}
