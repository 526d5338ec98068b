package dev.turnkeeper.sdk;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How a service uses its waiting room.
 *
 * @param node where this process reaches the waiting room, as {@code http://10.0.0.5:8080}
 * @param shop where visitors reach the service, as {@code https://shop.example.com}: rules are matched against this host and
 *     port, never against a {@code Host} header, which a client may write as it likes
 * @param gate where visitors reach the waiting room's {@code /gate/}: its own address, or the shop's where it is mounted there
 * @param issuer the passes' {@code iss}; empty: the address of {@code gate}
 * @param timeout of every call to the waiting room
 * @param failureMode while the waiting room cannot be reached
 * @param outageAfter so long without an answer, and it counts as out of reach
 */
public record Settings(
        URI node,
        URI shop,
        URI gate,
        Optional<String> issuer,
        Duration timeout,
        FailureMode failureMode,
        Duration outageAfter) {

    public Settings {
        node = origin("node", node);
        shop = origin("shop", shop);
        gate = origin("gate", gate);
        positive("timeout", timeout);
        positive("outageAfter", outageAfter);
    }

    /** Visitors reach the waiting room where this process does; one second's timeout; closed after 15 s of silence. */
    public static Settings of(URI node, URI shop) {
        return new Settings(
                node, shop, node, Optional.empty(), Duration.ofSeconds(1), FailureMode.CLOSED, Duration.ofSeconds(15));
    }

    public Settings withGate(URI address) {
        return new Settings(node, shop, address, issuer, timeout, failureMode, outageAfter);
    }

    public Settings withIssuer(String iss) {
        return new Settings(node, shop, gate, Optional.of(iss), timeout, failureMode, outageAfter);
    }

    public Settings withTimeout(Duration atMost) {
        return new Settings(node, shop, gate, issuer, atMost, failureMode, outageAfter);
    }

    public Settings withFailureMode(FailureMode mode) {
        return new Settings(node, shop, gate, issuer, timeout, mode, outageAfter);
    }

    public Settings withOutageAfter(Duration silence) {
        return new Settings(node, shop, gate, issuer, timeout, failureMode, silence);
    }

    String expectedIssuer() {
        return issuer.orElseGet(gate::toString);
    }

    int shopPort() {
        if (shop.getPort() > 0) {
            return shop.getPort();
        }
        return isSecure() ? 443 : 80;
    }

    boolean isSecure() {
        return shop.getScheme().equals("https");
    }

    /** Scheme, host and port alone, in lower case, without a slash at the end. */
    private static URI origin(String name, URI address) {
        String scheme = address.getScheme();
        if (address.getHost() == null
                || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
                || address.getUserInfo() != null
                || !(address.getRawPath() == null
                        || address.getRawPath().isEmpty()
                        || address.getRawPath().equals("/"))
                || address.getRawQuery() != null
                || address.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    name + " must be scheme, host and port, as https://shop.example.com, but is " + address);
        }
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        return URI.create(
                scheme.toLowerCase(Locale.ROOT) + "://" + address.getHost().toLowerCase(Locale.ROOT) + port);
    }

    private static void positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than nothing, but is " + duration);
        }
    }
}
