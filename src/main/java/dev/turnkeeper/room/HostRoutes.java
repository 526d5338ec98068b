package dev.turnkeeper.room;

import java.util.List;

/**
 * The routes that may lead requests for one host, each list in the order of matching: the first that matches leads.
 *
 * @param menus those that may lead menu codes
 */
public record HostRoutes(List<Leading> paths, List<Leading> menus) {

    /** A route and where it leads. */
    public record Leading(RoomId room, Route route) {}

    public HostRoutes {
        paths = List.copyOf(paths);
        menus = List.copyOf(menus);
    }
}
