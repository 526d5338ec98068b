package dev.turnkeeper.visitor;

import dev.turnkeeper.answer.JsonText;
import dev.turnkeeper.room.HostRoutes;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.room.Route;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which requests for a host lead to which room, for SDKs that ask about their own. */
final class Rules {

    private static final int USUAL_LENGTH = 2_048;

    private Rules() {}

    /** An unknown host has none. */
    static byte[] json(Rooms rooms, String host) {
        HostRoutes routes = rooms.routes().ofHost(host);
        Set<RoomId> led = new TreeSet<>();
        routes.paths().forEach(leading -> led.add(leading.room()));
        JsonText described = new JsonText(USUAL_LENGTH);
        led.forEach(id -> rooms.find(id).ifPresent(room -> described.raw(id.value(), describe(room))));
        return new JsonText(USUAL_LENGTH)
                .field("host", host)
                .raw("rooms", described.toString())
                .raw("paths", list(routes.paths()))
                .raw("menus", list(routes.menus()))
                .toBytes();
    }

    private static String describe(Room room) {
        return new JsonText(128)
                .field("state", room.state().name())
                .field("sessionTimeoutSeconds", room.policy().sessionTimeoutSeconds())
                .field("entryUrl", room.web().entryUrl())
                .field("bindPassTo", room.web().bindPassTo())
                .toString();
    }

    private static StringBuilder list(List<HostRoutes.Leading> routes) {
        StringBuilder list = new StringBuilder("[");
        String between = "";
        for (HostRoutes.Leading leading : routes) {
            list.append(between).append(rule(leading));
            between = ",";
        }
        return list.append(']');
    }

    private static String rule(HostRoutes.Leading leading) {
        Route route = leading.route();
        JsonText json = new JsonText(256).field("room", leading.room().value()).field("host", route.host());
        if (route.port().isPresent()) {
            json.field("port", route.port().getAsInt());
        } else {
            json.nothing("port");
        }
        return json.field("path", route.path())
                .field("methods", route.methods())
                .field("exclude", route.exclude())
                .field("menu", route.menu())
                .field("ignoreCase", route.ignoreCase())
                .toString();
    }
}
