package dev.turnkeeper.defence;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * The proxies whose word about their caller is believed. Each hop's word is taken from the right, as long as the hop that
 * gave it is one of ours; the first other address is the caller, and what stands left of it is the caller's own invention.
 *
 * <p>{@code X-Forwarded-For} goes before {@code Forwarded}: nearly every proxy sets the first and hands the second through
 * untouched, so that a caller could write it. A proxy that sets {@code Forwarded} alone must remove {@code X-Forwarded-*}.
 */
final class TrustedProxies {

    /** What an untrusted peer sends in vain. */
    static final List<String> HEADERS = List.of(
            "X-Forwarded-For",
            "Forwarded",
            "X-Forwarded-Proto",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Original-URL",
            "X-Forwarded-Uri");

    private final List<Cidr> ranges;

    private TrustedProxies(List<Cidr> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /**
     * @param list addresses and CIDR ranges, comma-separated; {@code loopback} for this machine, {@code none} for nobody
     * @throws IllegalArgumentException naming the entry, what would be right, and the variable
     */
    public static TrustedProxies of(String list) {
        List<Cidr> ranges = new ArrayList<>();
        for (String entry : list.split(",", -1)) {
            String range = entry.trim().toLowerCase(Locale.ROOT);
            try {
                switch (range) {
                    case "none" -> {}
                    case "loopback" -> {
                        ranges.add(Cidr.parse("127.0.0.0/8"));
                        ranges.add(Cidr.parse("::1"));
                    }
                    default -> ranges.add(Cidr.parse(range));
                }
            } catch (IllegalArgumentException refused) {
                throw new IllegalArgumentException(
                        "TURNKEEPER_TRUSTED_PROXIES holds \"" + entry.trim() + "\": " + refused.getMessage()
                                + ". Give addresses or ranges separated by commas, such as 10.0.0.0/8,2001:db8::/32,"
                                + " or loopback, or none",
                        refused);
            }
        }
        return new TrustedProxies(ranges);
    }

    public boolean trusts(IpAddress hop) {
        for (Cidr range : ranges) {
            if (range.contains(hop)) {
                return true;
            }
        }
        return false;
    }

    /**
     * @param peer the other end of the connection
     * @param headers all values of a header in the order they came; empty where it is absent
     */
    public Caller caller(IpAddress peer, Function<String, List<String>> headers) {
        if (!trusts(peer)) {
            return Caller.direct(peer);
        }
        List<String> forwardedFor = headers.apply("X-Forwarded-For");
        List<String> forwarded = headers.apply("Forwarded");
        return forwardedFor.isEmpty() && !forwarded.isEmpty()
                ? byForwarded(peer, forwarded)
                : byXForwarded(peer, forwardedFor, headers);
    }

    private Caller byXForwarded(IpAddress peer, List<String> forwardedFor, Function<String, List<String>> headers) {
        IpAddress caller = peer;
        int hops = 0;
        for (String element : ForwardedHeader.fromTheRight(forwardedFor)) {
            Optional<IpAddress> hop = address(element);
            if (!trusts(caller) || hop.isEmpty()) {
                break;
            }
            caller = hop.get();
            hops++;
        }
        Optional<HostPort> host = said(headers.apply("X-Forwarded-Host"), hops).flatMap(HostPort::parse);
        OptionalInt port = said(headers.apply("X-Forwarded-Port"), hops)
                .map(HostPort::port)
                .orElse(OptionalInt.empty());
        return new Caller(
                caller,
                scheme(said(headers.apply("X-Forwarded-Proto"), hops)),
                host.map(HostPort::host),
                port.isPresent() ? port : host.map(HostPort::port).orElse(OptionalInt.empty()));
    }

    private Caller byForwarded(IpAddress peer, List<String> lines) {
        IpAddress caller = peer;
        Map<String, String> word = Map.of();
        for (String element : ForwardedHeader.fromTheRight(lines)) {
            if (!trusts(caller)) {
                break;
            }
            Map<String, String> parameters = ForwardedHeader.parameters(element);
            Optional<IpAddress> hop = address(parameters.getOrDefault("for", ""));
            if (!parameters.isEmpty()) {
                word = parameters;
            }
            if (hop.isEmpty()) {
                break;
            }
            caller = hop.get();
        }
        Optional<HostPort> host = Optional.ofNullable(word.get("host")).flatMap(HostPort::parse);
        return new Caller(
                caller,
                scheme(Optional.ofNullable(word.get("proto"))),
                host.map(HostPort::host),
                host.map(HostPort::port).orElse(OptionalInt.empty()));
    }

    /** The element that the hop next to the caller added; proxies that overwrite instead of appending leave only one. */
    private static Optional<String> said(List<String> lines, int hops) {
        List<String> elements = ForwardedHeader.fromTheRight(lines);
        return elements.isEmpty()
                ? Optional.empty()
                : Optional.of(elements.get(Math.min(Math.max(hops, 1), elements.size()) - 1));
    }

    private static Optional<IpAddress> address(String element) {
        // "unknown" and "_hidden" (RFC 7239) are no addresses, and neither is a name.
        return HostPort.parse(element).map(HostPort::host).flatMap(IpAddress::parse);
    }

    private static Optional<String> scheme(Optional<String> word) {
        return word.map(scheme -> scheme.toLowerCase(Locale.ROOT))
                .filter(scheme -> scheme.equals("http") || scheme.equals("https"));
    }

    @Override
    public String toString() {
        return "trusted proxies " + ranges;
    }
}
