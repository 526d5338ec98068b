package dev.turnkeeper.sdk;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which requests of one host lead to which room, as the node told: {@code GET /api/v1/rules}. Immutable. */
final class Rules {

    private final Map<String, RoomRule> rooms;
    private final List<PathRule> paths;

    private Rules(Map<String, RoomRule> rooms, List<PathRule> paths) {
        this.rooms = Map.copyOf(rooms);
        this.paths = List.copyOf(paths);
    }

    /** @param controlled false: everybody may pass, as the operator said */
    record RoomRule(String id, boolean controlled, Optional<String> entryUrl) {}

    private record PathRule(
            String room, int port, AntPattern path, Set<String> methods, List<AntPattern> exclude, boolean ignoreCase) {

        boolean leads(List<String> segments, int givenPort, String method) {
            List<String> given = ignoreCase
                    ? segments.stream()
                            .map(segment -> segment.toLowerCase(Locale.ROOT))
                            .toList()
                    : segments;
            return (port == 0 || port == givenPort)
                    && (methods.isEmpty() || methods.contains(method))
                    && path.matches(given)
                    && exclude.stream().noneMatch(pattern -> pattern.matches(given));
        }
    }

    static Rules parse(String json) throws ParseException {
        Map<String, Object> rules = Json.parse(json);
        if (!(rules.get("paths") instanceof List)) {
            throw new ParseException("no paths", 0);
        }
        Map<String, RoomRule> rooms = new HashMap<>();
        if (rules.get("rooms") instanceof Map<?, ?> given) {
            for (Map.Entry<?, ?> room : given.entrySet()) {
                if (room.getKey() instanceof String id && room.getValue() instanceof Map<?, ?> fields) {
                    rooms.put(id, room(id, fields));
                }
            }
        }
        List<PathRule> paths = new ArrayList<>();
        for (Map<String, Object> rule : Json.objects(rules, "paths")) {
            paths.add(path(rule));
        }
        return new Rules(rooms, paths);
    }

    private static RoomRule room(String id, Map<?, ?> fields) {
        Optional<String> entryUrl = fields.get("entryUrl") instanceof String url ? Optional.of(url) : Optional.empty();
        return new RoomRule(id, !"INACTIVE".equals(fields.get("state")), entryUrl);
    }

    private static PathRule path(Map<String, Object> rule) throws ParseException {
        boolean ignoreCase = Boolean.TRUE.equals(rule.get("ignoreCase"));
        List<AntPattern> exclude = new ArrayList<>();
        for (String pattern : Json.texts(rule, "exclude")) {
            exclude.add(new AntPattern(pattern, ignoreCase));
        }
        return new PathRule(
                Json.text(rule, "room"),
                rule.get("port") instanceof Number port ? port.intValue() : 0,
                new AntPattern(Json.text(rule, "path"), ignoreCase),
                Set.copyOf(Json.texts(rule, "methods")),
                List.copyOf(exclude),
                ignoreCase);
    }

    /** The room of a request; the first rule leads, since the node put the most specific first. */
    Optional<RoomRule> room(List<String> segments, int port, String method) {
        return paths.stream()
                .filter(rule -> rule.leads(segments, port, method))
                .findFirst()
                .map(rule -> rooms.getOrDefault(rule.room(), new RoomRule(rule.room(), true, Optional.empty())));
    }

    Set<String> roomIds() {
        return rooms.keySet();
    }

    boolean isEmpty() {
        return paths.isEmpty();
    }
}
