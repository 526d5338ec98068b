package dev.turnkeeper.defence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    private final TrustedProxies proxies = TrustedProxies.of("127.0.0.0/8, ::1, 10.0.0.0/8, 2001:db8:1::/48");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // peer | X-Forwarded-For | who it is
                "127.0.0.1 | 203.0.113.9 | 203.0.113.9",
                "127.0.0.1 | 198.51.100.1, 203.0.113.9 | 203.0.113.9",
                "127.0.0.1 | 203.0.113.9, 10.1.1.1 | 203.0.113.9",
                "127.0.0.1 | 198.51.100.1, 203.0.113.9, 10.1.1.1,10.2.2.2 | 203.0.113.9",
                "127.0.0.1 | 10.1.1.1, 10.2.2.2 | 10.1.1.1",
                "127.0.0.1 | 203.0.113.9:4711 | 203.0.113.9",
                "127.0.0.1 | [2001:db8::9]:4711 | 2001:db8::9",
                "127.0.0.1 | 2001:DB8::9 | 2001:db8::9",
                "::1 | ::ffff:203.0.113.9 | 203.0.113.9",
                "::ffff:127.0.0.1 | 203.0.113.9 | 203.0.113.9",
                "2001:db8:1::5 | 203.0.113.9 | 203.0.113.9",
                "203.0.113.1 | 198.51.100.1 | 203.0.113.1",
                "127.0.0.1 | 203.0.113.9, unknown | 127.0.0.1",
                "127.0.0.1 | 203.0.113.9, unknown, 10.1.1.1 | 10.1.1.1",
                "127.0.0.1 | 203.0.113.9, shop.example.com | 127.0.0.1",
                "127.0.0.1 | 203.0.113.9, | 127.0.0.1",
                "127.0.0.1 | 203.0.113.9, fe80::1%eth0 | 127.0.0.1",
                "127.0.0.1 | 203.0.113.9, 0x7f.1.1.1 | 127.0.0.1",
                "127.0.0.1 | ' ' | 127.0.0.1",
            })
    void forwardedFor_isReadFromTheRightToTheFirstStranger(String peer, String header, String caller) {
        assertEquals(
                caller,
                caller(peer, Map.of("X-Forwarded-For", List.of(header)))
                        .address()
                        .toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "127.0.0.1 | for=203.0.113.9 | 203.0.113.9",
                "127.0.0.1 | For=\"[2001:db8:cafe::17]:4711\" | 2001:db8:cafe::17",
                "127.0.0.1 | for=\"203.0.113.9:80\";proto=https;by=10.0.0.1 | 203.0.113.9",
                "127.0.0.1 | for=198.51.100.1, for=203.0.113.9;proto=https, for=10.1.1.1 | 203.0.113.9",
                "127.0.0.1 | for=\"unclosed, for=203.0.113.9 | 203.0.113.9",
                "127.0.0.1 | for=198.51.100.1;x=\"a,b\", for=10.1.1.1;x=\"c,d\" | 198.51.100.1",
                "127.0.0.1 | for=unknown | 127.0.0.1",
                "127.0.0.1 | for=203.0.113.9, for=_hidden | 127.0.0.1",
                "127.0.0.1 | for=2001:db8::1 | 2001:db8::1",
                "127.0.0.1 | for | 127.0.0.1",
                "127.0.0.1 | proto=https | 127.0.0.1",
                "127.0.0.1 | for=\"203.0.113.9\"x;proto=http | 127.0.0.1",
                "203.0.113.1 | for=198.51.100.1 | 203.0.113.1",
            })
    void forwarded_isReadFromTheRightToTheFirstStranger(String peer, String header, String caller) {
        assertEquals(
                caller,
                caller(peer, Map.of("Forwarded", List.of(header))).address().toString());
    }

    @Test
    void severalHeaderLines_areOneList() {
        Caller caller = caller(
                "127.0.0.1", Map.of("X-Forwarded-For", List.of("198.51.100.1", "203.0.113.9", "10.1.1.1, 10.2.2.2")));
        assertEquals("203.0.113.9", caller.address().toString());
    }

    @Test
    void forwarded_isNotBelievedBesideForwardedFor() {
        Caller caller = caller(
                "127.0.0.1",
                Map.of("X-Forwarded-For", List.of("203.0.113.9"), "Forwarded", List.of("for=198.51.100.1;host=evil")));
        assertEquals("203.0.113.9", caller.address().toString());
        assertEquals(Optional.empty(), caller.host());
    }

    @Test
    void schemeHostAndPort_areThoseOfTheHopNextToTheCaller() {
        Caller caller = caller(
                "127.0.0.1",
                Map.of(
                        "X-Forwarded-For", List.of("203.0.113.9, 10.1.1.1"),
                        "X-Forwarded-Proto", List.of("ftp, HTTPS, http"),
                        "X-Forwarded-Host", List.of("evil.example, Shop.Example.com:8443, inner:80"),
                        "X-Forwarded-Port", List.of("9443")));
        assertEquals(Optional.of("https"), caller.scheme());
        assertEquals(Optional.of("shop.example.com"), caller.host());
        assertEquals(OptionalInt.of(9443), caller.port());
    }

    @Test
    void schemeHostAndPort_comeFromForwardedToo() {
        Caller caller = caller(
                "127.0.0.1",
                Map.of(
                        "Forwarded",
                        List.of("for=1.1.1.1;proto=http, for=203.0.113.9;proto=https;host=\"[2001:db8::1]:81\"")));
        assertEquals(Optional.of("https"), caller.scheme());
        assertEquals(Optional.of("2001:db8::1"), caller.host());
        assertEquals(OptionalInt.of(81), caller.port());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp", "javascript", "https:", "", "httpsx"})
    void schemeThatIsNotOfTheWeb_isNotBelieved(String scheme) {
        Caller caller = caller(
                "127.0.0.1", Map.of("X-Forwarded-For", List.of("203.0.113.9"), "X-Forwarded-Proto", List.of(scheme)));
        assertEquals(Optional.empty(), caller.scheme());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "user@host", "host:0", "host:65536", "host:", "[::1", "[::1]x", "[host]", ""})
    void unsoundHost_isNotBelieved(String host) {
        Caller caller = caller(
                "127.0.0.1", Map.of("X-Forwarded-For", List.of("203.0.113.9"), "X-Forwarded-Host", List.of(host)));
        assertEquals(Optional.empty(), caller.host());
    }

    @Test
    void stranger_isBelievedNothing() {
        Caller caller = caller(
                "203.0.113.1",
                Map.of("X-Forwarded-Proto", List.of("https"), "X-Forwarded-Host", List.of("shop.example.com")));
        assertEquals(Caller.direct(address("203.0.113.1")), caller);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/x",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "::/129",
                "proxy.example.com",
                "10.0.0/8",
                "127.0.0.1,,::1",
                "10.0.0.0/8;::1",
                "fe80::1%eth0",
                "::ffff:10.0.0.0/95",
                "10.0.0.0/٨"
            })
    void badRange_isRefusedNamingEntryAndVariable(String list) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> TrustedProxies.of(list));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith("TURNKEEPER_TRUSTED_PROXIES holds \""), message);
        assertTrue(message.contains("10.0.0.0/8,2001:db8::/32"), message);
    }

    @Test
    void mappedRange_coversIpv4() {
        assertTrue(TrustedProxies.of("::ffff:10.0.0.0/104").trusts(address("10.255.0.1")));
        assertFalse(TrustedProxies.of("::ffff:10.0.0.0/104").trusts(address("11.0.0.1")));
    }

    @Test
    void words_standForThisMachineAndForNobody() {
        assertTrue(TrustedProxies.of("loopback").trusts(address("127.9.9.9")));
        assertTrue(TrustedProxies.of("Loopback").trusts(address("::1")));
        assertFalse(TrustedProxies.of("none").trusts(address("127.0.0.1")));
    }

    @Test
    void everything_canBeTrusted() {
        TrustedProxies all = TrustedProxies.of("0.0.0.0/0,::/0");
        assertTrue(all.trusts(address("203.0.113.9")));
        assertTrue(all.trusts(address("2001:db8::1")));
    }

    private Caller caller(String peer, Map<String, List<String>> headers) {
        return proxies.caller(address(peer), header -> headers.getOrDefault(header, List.of()));
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }
}
