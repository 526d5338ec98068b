package dev.turnkeeper.defence;

import dev.turnkeeper.room.Room;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Whose pages may call from another origin: those that a room's routes name as hosts, over http or https, and its
 * {@code corsOrigins}. Immutable.
 */
final class Origins {

    private static final int ANY_PORT = 0;

    private final Set<String> named = new HashSet<>();
    private final Map<String, Set<Integer>> portsByHost = new HashMap<>();

    Origins(Collection<Room> rooms) {
        for (Room room : rooms) {
            named.addAll(room.web().corsOrigins());
            room.routes().forEach(route -> portsByHost
                    .computeIfAbsent(route.host(), host -> new HashSet<>())
                    .add(route.port().orElse(ANY_PORT)));
        }
    }

    /** @param origin as a browser sends it; never {@code null}, which sandboxed pages of anybody send */
    boolean allow(String origin) {
        String given = origin.toLowerCase(Locale.ROOT);
        if (named.contains(given)) {
            return true;
        }
        boolean secure = given.startsWith("https://");
        if (!secure && !given.startsWith("http://")) {
            return false;
        }
        return HostPort.parse(given.substring(secure ? 8 : 7))
                .filter(hostPort -> allow(hostPort.host(), hostPort.port().orElse(secure ? 443 : 80)))
                .isPresent();
    }

    private boolean allow(String host, int port) {
        for (String pattern = host; !pattern.isEmpty(); pattern = wider(pattern)) {
            Set<Integer> ports = portsByHost.getOrDefault(pattern, Set.of());
            if (ports.contains(ANY_PORT) || ports.contains(port)) {
                return true;
            }
        }
        return false;
    }

    /** a.b.c → *.b.c → *.c → nothing. */
    private static String wider(String pattern) {
        int dot = pattern.indexOf('.', pattern.startsWith("*.") ? 2 : 0);
        return dot < 0 ? "" : "*" + pattern.substring(dot);
    }
}
