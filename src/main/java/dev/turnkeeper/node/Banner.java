package dev.turnkeeper.node;

import dev.turnkeeper.grid.GridMember;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.stream.Collectors;

/** What an operator sees once a node is ready: version, rooms, members, addresses. */
final class Banner {

    private Banner() {}

    static String of(NodeSettings settings, Grid grid, String warmUp) {
        String base = "http://localhost:" + settings.httpPort();
        StringBuilder banner = new StringBuilder("Turnkeeper " + version() + " is ready");
        banner.append("\n  grid     ")
                .append(grid.hazelcast().members().stream().map(Banner::member).collect(Collectors.joining(", ")));
        if (grid.rooms().all().isEmpty()) {
            banner.append("\n  rooms    none yet: nothing is controlled");
        }
        for (Room room : grid.rooms().all()) {
            banner.append(String.format(
                    "%n  room     %-20s %-9s limit %-8d %s",
                    room.id(),
                    room.state(),
                    room.limit(),
                    room.routes().stream().map(Banner::route).collect(Collectors.joining(", "))));
        }
        return banner.append("\n  warm-up  ")
                .append(warmUp)
                .append("\n  TRACER   ")
                .append(base)
                .append("/api/v1/tracer/access")
                .append("\n  manage   ")
                .append(base)
                .append("/api/v1/admin/rooms")
                .append("\n  health   ")
                .append(base)
                .append("/health/ready   metrics ")
                .append(base)
                .append("/metrics   api ")
                .append(base)
                .append("/openapi")
                .toString();
    }

    private static String member(GridMember member) {
        return member.address() + (member.self() ? " (this node)" : "");
    }

    private static String route(Route route) {
        return route.host()
                + route.path()
                + route.menu().map(menu -> " or menu " + menu).orElse("");
    }

    static String version() {
        Properties properties = new Properties();
        try (InputStream in = Banner.class.getResourceAsStream("/turnkeeper-version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties.getProperty("version", "of unknown version");
    }
}
