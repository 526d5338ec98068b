package dev.turnkeeper.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final URI NODE = URI.create("http://10.0.0.5:8080");

    @Test
    void shop_isAnOrigin() {
        Settings settings = Settings.of(NODE, URI.create("HTTPS://Shop.Example.com/"));
        assertEquals("https://shop.example.com", settings.shop().toString());
        assertEquals(443, settings.shopPort());
        assertEquals(
                8443,
                Settings.of(NODE, URI.create("https://shop.example.com:8443")).shopPort());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.example.com",
                "ftp://shop.example.com",
                "https://a@shop.example.com",
                "https:///",
                "/",
                "https://shop.example.com/buy",
                "https://shop.example.com?x",
                "https://shop.example.com#x"
            })
    void whatIsNoOrigin_isRefused(String shop) {
        URI address = URI.create(shop);
        assertThrows(IllegalArgumentException.class, () -> Settings.of(NODE, address));
    }

    @Test
    void timesAreLongerThanNothing() {
        Settings settings = Settings.of(NODE, NODE);
        assertThrows(IllegalArgumentException.class, () -> settings.withTimeout(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> settings.withOutageAfter(Duration.ofSeconds(-1)));
    }

    @Test
    void issuer_isTheGateUnlessSaid() {
        Settings settings = Settings.of(NODE, NODE).withGate(URI.create("https://queue.example.com/"));
        assertEquals("https://queue.example.com", settings.expectedIssuer());
        assertEquals("urn:q", settings.withIssuer("urn:q").expectedIssuer());
    }
}
