package dev.turnkeeper.defence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReachTest {

    private static final List<String> INTERNAL = List.of(
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "::10.0.0.1",
            "64:ff9b::a00:1",
            "100::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:a00:1::1",
            "3fff::1");

    @Test
    void internalAddresses_areRefused() {
        Reach reach = Reach.of("");
        assertEquals(
                List.of(),
                INTERNAL.stream()
                        .filter(address -> reach.allows("shop.example.com", 443, address(address)))
                        .toList());
    }

    @Test
    void publicAddresses_areAllowed() {
        Reach reach = Reach.of(" ");
        for (String address :
                List.of("1.1.1.1", "11.0.0.1", "172.32.0.1", "198.20.0.1", "223.255.255.255", "2606:4700::1111")) {
            assertTrue(reach.allows("shop.example.com", 443, address(address)), address);
        }
    }

    @Test
    void listedTargets_areAllowedThere_andNowhereElse() {
        Reach reach = Reach.of("hooks.Internal:8443, 127.0.0.1:9000,10.1.0.0/16,[fd00::1]:80,fd12::/16,");
        assertTrue(reach.allows("hooks.internal", 8443, address("192.168.1.1")));
        assertTrue(reach.allows("HOOKS.internal", 8443, address("192.168.1.1")));
        assertEquals(false, reach.allows("hooks.internal", 443, address("192.168.1.1")));
        assertEquals(false, reach.allows("other.internal", 8443, address("192.168.1.1")));
        assertTrue(reach.allows("127.0.0.1", 9000, address("127.0.0.1")));
        assertEquals(false, reach.allows("127.0.0.1", 9001, address("127.0.0.1")));
        assertTrue(reach.allows("whatever", 1, address("10.1.255.255")));
        assertEquals(false, reach.allows("whatever", 1, address("10.2.0.0")));
        assertTrue(reach.allows("fd00::1", 80, address("fd00::1")));
        assertTrue(reach.allows("whatever", 1, address("fd12::9")));
    }

    @Test
    void wrongEntry_isNamed() {
        for (String wrong : List.of("hooks.internal", "10.0.0.0/33", "http://a/", "a:0", "a:b")) {
            String said = assertThrows(IllegalArgumentException.class, () -> Reach.of("a:1," + wrong))
                    .getMessage();
            assertTrue(said.contains("TURNKEEPER_PROBE_ALLOW") && said.contains('"' + wrong + '"'), said);
        }
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(literal, impossible);
        }
    }
}
