package dev.turnkeeper.defence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class VisitorNamesTest {

    @Test
    void address_countsInWhicheverWayItIsWritten() {
        assertArrayEquals(
                VisitorNames.ofTracer("shop", "2001:db8::1", Optional.empty()),
                VisitorNames.ofTracer("shop", "2001:DB8:0:0::1", Optional.empty()));
        assertArrayEquals(
                new String[] {"shop", "ip", "192.0.2.1", "agent"},
                VisitorNames.ofTracer("shop", "::ffff:192.0.2.1", Optional.of("agent")));
    }

    @Test
    void login_isNoAddress() {
        assertArrayEquals(
                new String[] {"shop", "login", "kim"}, VisitorNames.ofTracer("shop", "kim", Optional.empty()));
        assertArrayEquals(new String[] {"queue", "login", "shop", "kim"}, VisitorNames.ofLogin("shop", "kim"));
    }

    @Test
    void masked_showsTheBeginning() {
        assertEquals("ki***", VisitorNames.masked("kim@example.com"));
        assertEquals("k***", VisitorNames.masked("k"));
        assertEquals("김철***", VisitorNames.masked("김철수"));
        assertEquals("192.0.2.x", VisitorNames.masked("192.0.2.77"));
        assertEquals("2001:db8:1::/48", VisitorNames.masked("2001:db8:1:2::3"));
    }
}
