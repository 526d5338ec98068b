package dev.turnkeeper.room;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A route as operators write it, and its rules. */
final class RouteFields {

    private static final List<String> KNOWN =
            List.of("host", "port", "path", "methods", "exclude", "menu", "ignoreCase");
    private static final int LONGEST = 512;
    private static final int MOST = 100;
    private static final int LONGEST_HOST = 253;

    private RouteFields() {}

    static Map<String, @Nullable Object> write(Route route) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("host", route.host());
        route.port().ifPresent(port -> fields.put("port", port));
        fields.put("path", route.path());
        fields.put("methods", route.methods());
        fields.put("exclude", route.exclude());
        route.menu().ifPresent(menu -> fields.put("menu", menu));
        fields.put("ignoreCase", route.ignoreCase());
        return fields;
    }

    /** Empty where a host is missing; every other fault is among the reader's errors too. */
    static Optional<Route> read(FieldReader reader) {
        reader.onlyKnown(KNOWN, field -> Optional.empty());
        Optional<String> host = host(reader);
        OptionalInt port = reader.has("port")
                ? OptionalInt.of((int) reader.number("port", 1, 1, 65_535, "leave it out for any port"))
                : OptionalInt.empty();
        String path =
                reader.text("path", LONGEST, "write a pattern like /buy/**").orElse(Route.EVERYTHING);
        pathFault(path).ifPresent(fault -> reader.refuse("path", fault));
        List<String> exclude = reader.texts("exclude", MOST, LONGEST, "list patterns like /buy/static/**");
        for (int i = 0; i < exclude.size(); i++) {
            String field = "exclude[" + i + "]";
            pathFault(exclude.get(i)).ifPresent(fault -> reader.refuse(field, fault));
        }
        List<String> methods =
                reader.texts("methods", 20, 20, "list methods like POST, or leave it out for any").stream()
                        .map(method -> method.toUpperCase(Locale.ROOT))
                        .distinct()
                        .toList();
        for (String method : methods) {
            if (!method.chars().allMatch(c -> c >= 'A' && c <= 'Z' || c == '-')) {
                reader.refuse(
                        "methods", "must be HTTP methods, but one is " + FieldReader.shown(method) + ": write POST");
            }
        }
        Optional<String> menu = reader.text("menu", LONGEST, "write a menu code or a pattern like TRF*");
        menu.flatMap(RouteFields::menuFault).ifPresent(fault -> reader.refuse("menu", fault));
        boolean ignoreCase = reader.flag("ignoreCase", false);
        return host.map(given -> new Route(given, port, path, methods, exclude, menu, ignoreCase));
    }

    private static Optional<String> host(FieldReader reader) {
        if (!reader.has("host")) {
            reader.refuse("host", "is required: give the host that visitors ask for, for example shop.example.com");
            return Optional.empty();
        }
        Optional<String> given = reader.text("host", LONGEST_HOST, "give a host name like shop.example.com");
        if (given.isEmpty()) {
            return given;
        }
        String host = HostName.normal(given.get());
        String name = host.startsWith("*.") ? host.substring(2) : host;
        if (!isHostName(name)) {
            reader.refuse(
                    "host",
                    "must be a host name or address, perhaps with *. before it, but is "
                            + FieldReader.shown(given.get())
                            + ": give it without scheme, port and path, as shop.example.com or *.example.com");
            return Optional.empty();
        }
        return Optional.of(host);
    }

    private static boolean isHostName(String name) {
        if (name.isEmpty() || name.startsWith(".") || name.endsWith(".") || name.contains("..")) {
            return false;
        }
        boolean ipv6 = name.indexOf(':') >= 0;
        return name.chars()
                .allMatch(c -> ipv6
                        ? Character.digit(c, 16) >= 0 || c == ':' || c == '.'
                        : c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.');
    }

    private static Optional<String> pathFault(String pattern) {
        String found = ", but is " + FieldReader.shown(pattern) + ": ";
        if (!pattern.startsWith("/")) {
            return Optional.of("must begin with /" + found + "write /"
                    + FieldReader.shown(pattern).replace("\"", "") + " (menu codes go into menu)");
        }
        for (String segment : pattern.substring(1).split("/", -1)) {
            if (segment.contains("**") && !segment.equals("**")) {
                return Optional.of("must have ** as a whole segment only" + found + "write * within a segment");
            }
            if (segment.equals(".") || segment.equals("..")) {
                return Optional.of("must have no . or .. segments" + found + "write the path they lead to");
            }
        }
        if (pattern.contains("//")) {
            return Optional.of("must have no empty segments" + found + "write single slashes");
        }
        for (char c : new char[] {'%', ';', '#', '\\', '{', '}'}) {
            if (pattern.indexOf(c) >= 0) {
                return Optional.of("must not contain " + c + found
                        + "patterns are compared with decoded paths without query and parameters; use * and **");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> menuFault(String menu) {
        return menu.startsWith("/") || menu.contains("?") && menu.contains("=") || menu.contains("#")
                ? Optional.of("must be a menu code or a pattern over menu codes, but is " + FieldReader.shown(menu)
                        + ": write TRF01 or TRF*; paths go into path")
                : Optional.empty();
    }
}
