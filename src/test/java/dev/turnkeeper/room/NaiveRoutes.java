package dev.turnkeeper.room;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The slow twin of {@link RouteTable}: every route of every room as a regular expression, then the best of them. */
final class NaiveRoutes {

    private final List<Room> rooms;

    NaiveRoutes(List<Room> rooms) {
        this.rooms = rooms;
    }

    private record Led(RoomId room, Route route) {}

    /** @param path plain and decoded, or a menu code */
    Optional<RoomId> match(String host, int port, String path, Optional<String> method) {
        List<Led> led = new ArrayList<>();
        for (Room room : rooms) {
            for (Route route : room.routes()) {
                if (host(route.host()).matcher(host).matches()
                        && (route.port().isEmpty() || route.port().getAsInt() == port)
                        && (route.methods().isEmpty()
                                || method.isEmpty()
                                || route.methods().contains(method.get()))
                        && page(route, path)) {
                    led.add(new Led(room.id(), route));
                }
            }
        }
        boolean menu = !path.startsWith("/");
        return led.stream()
                .min(Comparator.<Led>comparingInt(l -> l.route.host().startsWith("*") ? 1 : 0)
                        .thenComparing(l -> -l.route.host().length())
                        .thenComparing(l -> -length(menu, l.route))
                        .thenComparing(l -> l.route.port().isEmpty())
                        .thenComparing(l -> l.route.methods().isEmpty())
                        .thenComparing(l -> l.room))
                .map(Led::room);
    }

    private static boolean page(Route route, String path) {
        if (!path.startsWith("/")) {
            return route.menu()
                    .map(menu -> regex(menu, route, ".").matcher(path).matches())
                    .orElse(route.path().equals("/**"));
        }
        String slashed = path.endsWith("/") ? path : path + "/";
        return path(route.path(), route).matcher(slashed).matches()
                && route.exclude().stream()
                        .noneMatch(out -> path(out, route).matcher(slashed).matches());
    }

    private static Pattern host(String pattern) {
        return pattern.startsWith("*.")
                ? Pattern.compile(".*" + Pattern.quote(pattern.substring(1)))
                : Pattern.compile(Pattern.quote(pattern));
    }

    /** Paths are compared with a slash at the end, so that ** may stand for no segment at all. Segments are letters. */
    private static Pattern path(String pattern, Route route) {
        String regex = (pattern + "/")
                .replaceAll("/+", "/")
                .replace("**/", "<any>")
                .replace("*", "[^/]*")
                .replace("?", "[^/]")
                .replace("<any>", "(?:[^/]+/)*");
        return Pattern.compile(regex, flags(route));
    }

    private static Pattern regex(String pattern, Route route, String any) {
        return Pattern.compile(pattern.replace("?", any).replace("*", any + "*"), flags(route));
    }

    private static int flags(Route route) {
        return route.ignoreCase() ? Pattern.CASE_INSENSITIVE : 0;
    }

    private static int length(boolean menu, Route route) {
        if (menu) {
            return route.menu().map(NaiveRoutes::literal).orElse(-1);
        }
        String counted = "";
        for (String segment : route.path().substring(1).split("/")) {
            counted += segment.equals("**") ? "**" : segment.isEmpty() ? "" : "/" + segment;
        }
        return literal(counted);
    }

    private static int literal(String pattern) {
        String letters = pattern.replaceAll("[*?]", "");
        return 2 * letters.length() + (letters.equals(pattern) ? 1 : 0);
    }
}
