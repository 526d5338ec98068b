package dev.turnkeeper.defence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TrustedProxiesProperty {

    private final TrustedProxies proxies = TrustedProxies.of("10.0.0.0/8");

    @Property
    void caller_isTheFirstStrangerBehindOurOwnProxies(@ForAll("chains") List<String> chain, @ForAll int cut) {
        String expected = naiveCaller(chain);
        String peer = chain.get(chain.size() - 1);
        List<String> header = chain.subList(0, chain.size() - 1);
        // The same list on one line or on two.
        int at = header.isEmpty() ? 0 : Math.floorMod(cut, header.size() + 1);
        List<String> lines = new ArrayList<>();
        if (at > 0) {
            lines.add(String.join(",", header.subList(0, at)));
        }
        if (at < header.size()) {
            lines.add(String.join(" , ", header.subList(at, header.size())));
        }
        assertEquals(expected, caller(peer, "X-Forwarded-For", lines));
        List<String> forwarded = lines.stream()
                .map(line -> "for=" + line.replace(" ", "").replace(",", ";proto=http, for="))
                .toList();
        assertEquals(expected, caller(peer, "Forwarded", forwarded));
    }

    @Property
    void whatStrangersWroteInFront_changesNothing(@ForAll String forged) {
        String header = forged.replace('\n', ' ') + ", 203.0.113.9";
        assertEquals("203.0.113.9", caller("10.0.0.1", "X-Forwarded-For", List.of(header)));
        assertEquals("203.0.113.9", caller("10.0.0.1", "Forwarded", List.of("for=" + forged + ", for=203.0.113.9")));
        assertEquals("203.0.113.9", caller("10.0.0.1", "Forwarded", List.of(forged, "for=203.0.113.9;by=10.0.0.1")));
    }

    private static String naiveCaller(List<String> chain) {
        int at = chain.size() - 1;
        while (at > 0 && chain.get(at).startsWith("10.") && !chain.get(at - 1).equals("unknown")) {
            at--;
        }
        return chain.get(at);
    }

    private String caller(String peer, String name, List<String> lines) {
        return proxies.caller(IpAddress.parse(peer).orElseThrow(), header -> header.equals(name) ? lines : List.of())
                .address()
                .toString();
    }

    /** From the far end to our peer. */
    @Provide
    Arbitrary<List<String>> chains() {
        Arbitrary<String> hops = Arbitraries.of("10.0.0.1", "10.200.3.4", "203.0.113.9", "198.51.100.7", "unknown");
        return hops.list().ofMinSize(1).ofMaxSize(7).filter(chain -> !chain.get(chain.size() - 1)
                .equals("unknown"));
    }
}
