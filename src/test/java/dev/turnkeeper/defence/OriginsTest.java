package dev.turnkeeper.defence;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomFields;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose pages may call from elsewhere. */
class OriginsTest {

    private final Origins origins = new Origins(List.of(
            room("any-port", Map.of("host", "shop.example.com")),
            room("one-port", Map.of("host", "secure.example.com", "port", 8443)),
            room("https", Map.of("host", "bank.example", "port", 443)),
            room("wide", Map.of("host", "*.mall.example"))));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example.com",
                "http://shop.example.com",
                "https://shop.example.com:8080",
                "HTTPS://Shop.Example.COM",
                "https://secure.example.com:8443",
                "https://bank.example",
                "https://bank.example:443",
                "https://a.mall.example",
                "https://a.b.mall.example",
                "https://partner.example:9"
            })
    void hostsOfRoutes_andNamedOrigins_areAllowed(String origin) {
        assertTrue(origins.allow(origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                "https://",
                "https://example.com",
                "https://evil-shop.example.com",
                "https://shop.example.com.evil.example",
                "https://secure.example.com",
                "http://secure.example.com:8080",
                "http://bank.example",
                "https://mall.example",
                "https://evilmall.example",
                "https://partner.example",
                "https://partner.example:90",
                "ftp://shop.example.com",
                "shop.example.com",
                "https://shop.example.com/",
                "https://user@shop.example.com",
                "https://*.mall.example.evil.example"
            })
    void others_areNot(String origin) {
        assertFalse(origins.allow(origin));
    }

    @Test
    void noRooms_noOrigins() {
        assertFalse(new Origins(List.of()).allow("https://shop.example.com"));
    }

    private static Room room(String id, Map<String, Object> route) {
        return Room.of(RoomFields.read(Map.of(
                        "id",
                        id,
                        "name",
                        id,
                        "limit",
                        1,
                        "routes",
                        List.of(route),
                        "corsOrigins",
                        List.of("https://partner.example:9")))
                .settings()
                .orElseThrow());
    }
}
