package dev.turnkeeper.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.turnkeeper.room.GatewaySettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OriginsTest {

    private static final GatewaySettings THREE =
            new GatewaySettings(List.of("http://a", "http://b", "http://c"), false, 2_000, 30_000, Optional.empty());

    private Instant now = Instant.parse("2026-11-21T23:59:58Z");
    private final Origins origins = new Origins(() -> now);

    @Test
    void origins_takeTurns() {
        assertEquals("abcabc", next(6));
    }

    @Test
    void originThatFailed_isLeftOutForAWhile() {
        origins.failed("http://b");
        assertEquals("acacac", next(6));
        now = now.plusSeconds(5);
        assertEquals("abc", next(3));
    }

    @Test
    void whereAllFailed_allAreTried() {
        THREE.origins().forEach(origins::failed);
        assertEquals("abc", next(3));
    }

    private String next(int times) {
        return Stream.generate(() -> origins.next(THREE).substring("http://".length()))
                .limit(times)
                .reduce("", String::concat);
    }
}
