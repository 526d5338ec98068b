package dev.turnkeeper.defence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges of addresses, at their edges. */
class CidrTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, 11.0.0.0",
        "10.1.2.3, 10.1.2.3, 10.1.2.4",
        "10.1.2.3/32, 10.1.2.3, 10.1.2.2",
        "::ffff:10.0.0.0/104, 10.255.255.255, 11.0.0.0",
        "2001:db8::/32, 2001:db8:ffff::1, 2001:db9::",
        "2001:db8::/64, 2001:db8::ffff:0:0:1, 2001:db8:0:1::",
        "2001:db8::/65, 2001:db8::7fff:0:0:0, 2001:db8::8000:0:0:0",
        "::1, ::1, ::2"
    })
    void range_endsWhereItsPrefixSays(String range, String inside, String outside) {
        Cidr cidr = Cidr.parse(range);
        assertEquals(true, cidr.contains(address(inside)));
        assertEquals(false, cidr.contains(address(outside)));
    }

    @Test
    void everything_isOfOneFamily() {
        assertEquals(true, Cidr.parse("0.0.0.0/0").contains(address("255.255.255.255")));
        assertEquals(false, Cidr.parse("0.0.0.0/0").contains(address("::1")));
        assertEquals(true, Cidr.parse("::/0").contains(address("ffff::1")));
        assertEquals(false, Cidr.parse("::/0").contains(address("10.0.0.1")));
    }

    @Test
    void mappedNetwork_isTheIpv4One() {
        assertEquals(Cidr.parse("10.0.0.0/8"), Cidr.parse("::ffff:10.0.0.0/104"));
        assertEquals(Cidr.parse("10.0.0.0/0"), Cidr.parse("::ffff:10.0.0.0/96"));
        assertEquals(Cidr.parse("10.0.0.1/32"), Cidr.parse("::ffff:10.0.0.1/128"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/8/8",
                "10.0.0.0/0008",
                "::/129",
                "::ffff:10.0.0.0/95",
                "::ffff:10.0.0.0/129",
                "localhost/8",
                "10.0.0.0/ 8"
            })
    void whatIsNone_isRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Cidr.parse(text));
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }
}
