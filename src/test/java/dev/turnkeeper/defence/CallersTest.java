package dev.turnkeeper.defence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallersTest {

    private static final Logger LOG = Logger.getLogger(Callers.class.getName());

    private final List<String> warnings = new ArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord said) {
            warnings.add(said.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Instant now = Instant.parse("2026-03-01T23:59:58.765Z");
    private final Callers callers = new Callers(TrustedProxies.of("10.0.0.0/8"), () -> now, Optional.of("X-Country"));

    @BeforeEach
    void listen() {
        LOG.addHandler(listener);
        LOG.setUseParentHandlers(false);
    }

    @AfterEach
    void stop() {
        LOG.removeHandler(listener);
        LOG.setUseParentHandlers(true);
    }

    @Test
    void headersOfStrangers_areWarnedAboutOnceAMinute() {
        HttpServletRequest request = request("203.0.113.1", Map.of("X-Forwarded-For", "198.51.100.7"));
        assertEquals("203.0.113.1", callers.of(request).address().toString());
        callers.of(request);
        now = now.plusSeconds(59);
        callers.of(request);
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).contains("203.0.113.1 sent X-Forwarded-For"), warnings::toString);
        assertTrue(warnings.get(0).contains("TURNKEEPER_TRUSTED_PROXIES"), warnings::toString);
        now = now.plusSeconds(1);
        callers.of(request);
        assertEquals(2, warnings.size(), warnings::toString);
    }

    @Test
    void trustedPeerAndSilentStranger_areNotWarnedAbout() {
        HttpServletRequest proxied = request("10.0.0.1", Map.of("X-Forwarded-For", "198.51.100.7"));
        assertEquals("198.51.100.7", callers.of(proxied).address().toString());
        callers.of(request("203.0.113.1", Map.of()));
        assertEquals(List.of(), warnings);
    }

    @Test
    void peersZone_isNotPartOfItsAddress() {
        assertEquals(
                "fe80::1",
                callers.of(request("fe80:0:0:0:0:0:0:1%2", Map.of())).address().toString());
    }

    private static HttpServletRequest request(String peer, Map<String, String> headers) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                CallersTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRemoteAddr" -> peer;
                    case "getHeader" -> headers.get(arguments[0]);
                    case "getHeaders" ->
                        Collections.enumeration(
                                headers.containsKey(arguments[0]) ? List.of(headers.get(arguments[0])) : List.of());
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
