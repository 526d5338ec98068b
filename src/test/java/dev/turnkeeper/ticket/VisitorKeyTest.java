package dev.turnkeeper.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class VisitorKeyTest {

    private final VisitorKey.Maker maker = new VisitorKey.Maker("a secret of the grid".getBytes());

    @Test
    void sameVisitor_hasTheSameKeyOnEveryNode() {
        VisitorKey.Maker elsewhere = new VisitorKey.Maker(new byte[32]);
        elsewhere.use("a secret of the grid".getBytes());
        assertEquals(maker.of("room", "login", "kim"), elsewhere.of("room", "login", "kim"));
    }

    @Test
    void parts_areKeptApart() {
        assertNotEquals(maker.of("ab", "c"), maker.of("a", "bc"));
        assertNotEquals(maker.of("room", "login", "10.0.0.1"), maker.of("room", "ip", "10.0.0.1"));
    }

    @Test
    void anotherSecret_makesOtherKeys() {
        VisitorKey before = maker.of("room", "login", "kim");
        maker.use("another secret of a grid".getBytes());
        assertNotEquals(before, maker.of("room", "login", "kim"));
    }

    @Test
    void shortSecret_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new VisitorKey.Maker(new byte[15]));
    }
}
