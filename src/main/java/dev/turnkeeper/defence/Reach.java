package dev.turnkeeper.defence;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where this node goes on somebody's word, as to a webhook: public addresses, and what the operator of the node lists
 * besides. Asked about each address that a name led to, just before it is called: what a name leads to may change.
 */
public final class Reach {

    private static final List<Cidr> NOT_PUBLIC = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    // Below 2000::/3: protocols' own, Teredo, documentation, and 6to4, which hides an IPv4 address.
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20")
            .map(Cidr::parse)
            .toList();

    /** All IPv6 that is given out; loopback, ULA, link-local, multicast and translated IPv4 lie outside. */
    private static final Cidr GIVEN_OUT = Cidr.parse("2000::/3");

    private final List<Cidr> ranges = new ArrayList<>();
    private final List<HostPort> targets = new ArrayList<>();

    private Reach() {}

    /**
     * @param list {@code host:port} and CIDR ranges, separated by commas; may be empty
     * @throws IllegalArgumentException naming the entry, what would be right, and the variable
     */
    public static Reach of(String list) {
        Reach reach = new Reach();
        Stream.of(list.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .forEach(reach::add);
        return reach;
    }

    private void add(String entry) {
        try {
            if (entry.indexOf('/') >= 0 || IpAddress.parse(entry).isPresent()) {
                ranges.add(Cidr.parse(entry));
                return;
            }
        } catch (IllegalArgumentException refused) {
            throw wrong(entry, String.valueOf(refused.getMessage()));
        }
        targets.add(HostPort.parse(entry)
                .filter(target -> target.port().isPresent())
                .orElseThrow(() -> wrong(entry, "it is no host:port")));
    }

    private static IllegalArgumentException wrong(String entry, String why) {
        return new IllegalArgumentException(
                "TURNKEEPER_PROBE_ALLOW holds \"" + entry + "\": " + why
                        + ". Give host:port or ranges of addresses separated by commas, such as hooks.internal:8443,10.1.0.0/16");
    }

    /**
     * @param host as it was asked for: a name, or an address without brackets
     * @param address that it led to
     */
    public boolean allows(String host, int port, InetAddress address) {
        String name = host.toLowerCase(Locale.ROOT);
        return targets.stream()
                        .anyMatch(target ->
                                target.host().equals(name) && target.port().getAsInt() == port)
                // An address of this machine's own links has a zone, and is then no literal.
                || IpAddress.parse(address.getHostAddress())
                        .filter(found -> isPublic(found) || ranges.stream().anyMatch(range -> range.contains(found)))
                        .isPresent();
    }

    @Override
    public String toString() {
        return "public addresses, " + ranges + ", " + targets;
    }

    private static boolean isPublic(IpAddress address) {
        return (address.family() == IpAddress.Family.V4 || GIVEN_OUT.contains(address))
                && NOT_PUBLIC.stream().noneMatch(range -> range.contains(address));
    }
}
