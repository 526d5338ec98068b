package dev.turnkeeper.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebFieldsTest {

    @Test
    void read_takesWhatOperatorsWrite() {
        Map<String, Object> fields = with("bindPassTo", List.of("ip", "login"));
        fields.put("requeueOnReenter", true);
        fields.put("maxAddressesPerPass", 0);
        fields.put("identifyVisitor", true);
        fields.put("corsOrigins", List.of("HTTPS://Shop.Example.com:443/", "http://localhost:3000"));
        fields.put("publish", List.of());
        fields.put("entryUrl", "https://shop.example.com/예매");
        fields.put("gateway", Map.of("origins", List.of("http://10.0.0.5:8080"), "health", "/up"));
        fields.put("screen", Map.of("entry", "BUTTON", "html", "<p>\n대기</p>"));
        fields.put("languages", List.of("en", "en"));
        fields.put("message", Map.of("zh-TW", "稍等"));
        assertEquals(
                new WebPolicy(
                        true,
                        Set.of(BindTo.IP, BindTo.LOGIN),
                        0,
                        true,
                        List.of("https://shop.example.com", "http://localhost:3000"),
                        Set.of(),
                        Optional.of("https://shop.example.com/%EC%98%88%EB%A7%A4"),
                        Optional.of(new GatewaySettings(
                                List.of("http://10.0.0.5:8080"), false, 2_000, 30_000, Optional.of("/up"))),
                        new Screen(Skin.PLAIN, Screen.Entry.BUTTON, Optional.of("<p>\n대기</p>")),
                        List.of("en"),
                        Map.of("zh-TW", "稍等"),
                        0),
                read(fields).web());
    }

    @Test
    void write_isReadAsTheSame() {
        Map<String, Object> fields = with("gateway", Map.of("origins", List.of("https://a.example")));
        fields.put("message", Map.of("ko", "잠시만요"));
        fields.put("bindPassTo", List.of());
        Room room = Room.of(read(fields));
        assertEquals(
                Optional.of(room.settings()),
                RoomFields.replace(room, RoomFields.write(room)).settings());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "*",
                "shop.example.com",
                "ftp://a.example",
                "https://a.example/path",
                "https://a.example?q",
                "https://a.example#f",
                "https://user@a.example",
                "https://user:pw@a.example",
                "https://",
                "https://a.example:0",
                "https://a.example:65536",
                "https://a.example\\evil",
                "javascript:alert(1)"
            })
    void origins_areRefusedUnlessTheyAreOrigins(String origin) {
        assertEquals(
                "corsOrigins[0]",
                onlyError(with("corsOrigins", List.of(origin))).field());
        assertEquals(
                "gateway.origins[0]",
                onlyError(with("gateway", Map.of("origins", List.of(origin)))).field());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/buy/",
                "//a.example/",
                "javascript:alert(1)",
                "data:text/html,x",
                "https://user@a.example/",
                "https://shop.example.com@evil.example/",
                "https://evil.example\\@shop.example.com/",
                "https:///buy",
                "https://a.example/ b"
            })
    void entryUrl_isRefusedUnlessAbsoluteAndPlain(String url) {
        FieldError error = onlyError(with("entryUrl", url));
        assertEquals("entryUrl", error.field());
        assertTrue(error.detail().contains("https://shop.example.com/buy/"), error.detail());
    }

    @ParameterizedTest
    @CsvSource({"maxAddressesPerPass,-1", "maxAddressesPerPass,101", "entryPassSeconds,-1", "entryPassSeconds,86401"})
    void numbers_areBounded(String field, int value) {
        assertEquals(field, onlyError(with(field, value)).field());
    }

    @ParameterizedTest
    @CsvSource({
        "connectTimeoutMillis,99",
        "connectTimeoutMillis,60001",
        "readTimeoutMillis,99",
        "readTimeoutMillis,600001"
    })
    void gatewayTimes_areBounded(String field, int value) {
        Map<String, Object> gateway = Map.of("origins", List.of("http://a.example"), field, value);
        assertEquals("gateway." + field, onlyError(with("gateway", gateway)).field());
    }

    @Test
    void wrongTypesAreNamedWithTheirPath() {
        assertEquals("gateway", onlyError(with("gateway", "http://a")).field());
        assertEquals("gateway.origins", onlyError(with("gateway", Map.of())).field());
        assertEquals(
                "gateway.origins",
                onlyError(with("gateway", Map.of("origins", List.of()))).field());
        assertEquals(
                "gateway.origins",
                onlyError(with("gateway", Map.of("origins", "http://a"))).field());
        assertEquals(
                "gateway.health",
                onlyError(with("gateway", Map.of("origins", List.of("http://a"), "health", "up")))
                        .field());
        assertEquals(
                "gateway.colour",
                onlyError(with("gateway", Map.of("origins", List.of("http://a"), "colour", 1)))
                        .field());
        assertEquals("screen", onlyError(with("screen", List.of())).field());
        assertEquals(
                "screen.skin",
                onlyError(with("screen", Map.of("skin", "PLAIN"))).field());
        assertEquals(
                "screen.entry",
                onlyError(with("screen", Map.of("entry", "auto"))).field());
        assertEquals(
                "screen.html",
                onlyError(with("screen", Map.of("html", "x".repeat(16_385)))).field());
        assertEquals(
                "screen.html",
                onlyError(with("screen", Map.of("html", "\u0000"))).field());
        assertEquals("message", onlyError(with("message", "Hello")).field());
        assertEquals("message.KO", onlyError(with("message", Map.of("KO", "x"))).field());
        assertEquals(
                "message.ko",
                onlyError(with("message", Map.of("ko", "x".repeat(501)))).field());
        assertEquals("languages", onlyError(with("languages", List.of("fr"))).field());
        assertEquals(
                "publish[0]", onlyError(with("publish", List.of("visitors"))).field());
        assertEquals("bindPassTo", onlyError(with("bindPassTo", "ip")).field());
        assertEquals(
                "bindPassTo[1]", onlyError(with("bindPassTo", List.of("ip", 7))).field());
        assertEquals(
                "identifyVisitor", onlyError(with("identifyVisitor", "yes")).field());
    }

    @Test
    void largestText_isStored() {
        Room room = Room.of(read(with("screen", Map.of("html", "대".repeat(16_384)))));
        assertEquals(
                room, StoredRoom.ofBytes(StoredRoom.of(room).toBytes()).room().orElseThrow());
    }

    @Test
    void messages_areFew() {
        Map<String, Object> many = new HashMap<>();
        IntStream.range(0, 21).forEach(i -> many.put("a" + (char) ('a' + i), "x"));
        assertEquals(1, RoomFields.read(with("message", many)).errors().size());
    }

    @Test
    void patch_mergesObjects() {
        Map<String, Object> fields =
                with("gateway", Map.of("origins", List.of("http://a.example"), "requireLogin", true, "health", "/up"));
        fields.put("message", Map.of("ko", "하나", "en", "one"));
        Room room = Room.of(read(fields));
        Map<String, Object> gateway = new HashMap<>(Map.of("readTimeoutMillis", 500));
        gateway.put("health", null);
        Map<String, Object> message = new HashMap<>(Map.of("en", "two"));
        message.put("ko", null);
        Map<String, Object> patch = new HashMap<>(Map.of("gateway", gateway, "message", message));
        WebPolicy web = RoomFields.patch(room, patch).settings().orElseThrow().web();
        assertEquals(
                Optional.of(new GatewaySettings(List.of("http://a.example"), true, 2_000, 500, Optional.empty())),
                web.gateway());
        assertEquals(Map.of("en", "two"), web.message());
        patch.put("gateway", null);
        assertEquals(
                Optional.empty(),
                RoomFields.patch(room, patch).settings().orElseThrow().web().gateway());
    }

    @Test
    void message_replacesTheWhole() {
        Room room = Room.of(read(with("message", Map.of("ko", "하나"))));
        assertEquals(
                Map.of("en", "two"),
                RoomFields.message(room, new HashMap<>(Map.of("en", "two")))
                        .settings()
                        .orElseThrow()
                        .web()
                        .message());
        assertEquals(
                List.of("no language"),
                RoomFields.message(room, new HashMap<>(Map.of("no language", "x"))).errors().stream()
                        .map(FieldError::field)
                        .toList());
    }

    private static RoomSettings read(Map<String, Object> fields) {
        CheckedSettings checked = RoomFields.read(fields);
        assertEquals(List.of(), checked.errors());
        return checked.settings().orElseThrow();
    }

    private static Map<String, Object> with(String field, Object value) {
        Map<String, Object> fields = new HashMap<>(Map.of("id", "shop", "name", "Shop", "limit", 5));
        fields.put(field, value);
        return fields;
    }

    private static FieldError onlyError(Map<String, Object> fields) {
        List<FieldError> errors = RoomFields.read(fields).errors();
        assertEquals(1, errors.size(), errors.toString());
        return errors.get(0);
    }
}
