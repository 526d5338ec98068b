package dev.turnkeeper.room;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rooms out of a {@code rooms.yaml}: a list under {@code rooms:}, each with the fields of the management API.
 *
 * @param rooms in the order of the file; empty where anything is wrong: a file counts whole or not at all
 * @param errors every fault, as {@code rooms.yaml line 12: limit: …}
 */
public record RoomsFile(List<RoomSettings> rooms, List<String> errors) {

    public RoomsFile {
        rooms = List.copyOf(rooms);
        errors = List.copyOf(errors);
    }

    /**
     * @param name what messages call the file
     * @throws IOException where it cannot be read at all
     */
    public static RoomsFile read(String name, Reader yaml) throws IOException {
        Tree tree = new Tree(name);
        Map<String, @Nullable Object> file;
        try (JsonParser parser = new YAMLFactory().createParser(yaml)) {
            file = tree.root(parser);
        } catch (JsonProcessingException notYaml) {
            int line = notYaml.getLocation() == null ? 1 : notYaml.getLocation().getLineNr();
            tree.error(
                    line,
                    "is not YAML: "
                            + notYaml.getOriginalMessage().lines().findFirst().orElse(""));
            return new RoomsFile(List.of(), tree.errors);
        }
        List<RoomSettings> rooms = tree.errors.isEmpty() ? rooms(tree, file) : List.of();
        return new RoomsFile(tree.errors.isEmpty() ? rooms : List.of(), tree.errors);
    }

    private static List<RoomSettings> rooms(Tree tree, Map<String, @Nullable Object> file) {
        for (String field : file.keySet()) {
            if (!field.equals("rooms")) {
                tree.error(field, field + ": is no field here; the one field is rooms, a list");
            }
        }
        if (!(file.get("rooms") instanceof List<?> list)) {
            tree.error("rooms", "rooms: must be a list of rooms, but is " + FieldReader.shown(file.get("rooms")));
            return List.of();
        }
        List<RoomSettings> rooms = new ArrayList<>();
        Set<RoomId> ids = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            String at = "rooms[" + i + "]";
            if (!(list.get(i) instanceof Map<?, ?> object)) {
                tree.error(at, at + ": must be a room with its fields, but is " + FieldReader.shown(list.get(i)));
                continue;
            }
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            object.forEach((field, value) -> fields.put(String.valueOf(field), value));
            CheckedSettings checked = RoomFields.read(fields);
            checked.errors()
                    .forEach(error -> tree.error(at + "." + error.field(), error.field() + ": " + error.detail()));
            checked.settings().ifPresent(room -> {
                if (!ids.add(room.id())) {
                    tree.error(at + ".id", "id: " + room.id() + " is there twice: give each room an id of its own");
                }
                RouteTable.of(rooms.stream().map(Room::of).toList())
                        .conflict(room)
                        .ifPresent(taken -> tree.error(
                                at + ".routes",
                                "routes: " + taken.route() + " is a route of room " + taken.other()
                                        + " already: one route leads to one room"));
                rooms.add(room);
            });
        }
        return rooms;
    }

    /** Plain maps, lists and values, and the line on which each of them stands. */
    private static final class Tree {

        private final String name;
        private final Map<String, Integer> lines = new HashMap<>();
        private final List<String> errors = new ArrayList<>();

        Tree(String name) {
            this.name = name;
        }

        /** A missing field is reported where the object that should have it begins. */
        void error(String path, String message) {
            String known = path;
            while (!known.isEmpty() && !lines.containsKey(known)) {
                known = known.substring(0, Math.max(0, Math.max(known.lastIndexOf('.'), known.lastIndexOf('['))));
            }
            error(lines.getOrDefault(known, 1), message);
        }

        void error(int line, String message) {
            errors.add(name + " line " + line + ": " + message);
        }

        Map<String, @Nullable Object> root(JsonParser parser) throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                error(1, "must begin with \"rooms:\" and a list of rooms below it");
                return Map.of();
            }
            Map<String, @Nullable Object> file = object(parser, "");
            if (parser.nextToken() != null) {
                error(parser.currentTokenLocation().getLineNr(), "must be one document, but another begins here");
            }
            return file;
        }

        private Map<String, @Nullable Object> object(JsonParser parser, String path) throws IOException {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                String at = path.isEmpty() ? field : path + "." + field;
                int line = parser.currentTokenLocation().getLineNr();
                if (object.containsKey(field)) {
                    error(line, field + ": is there twice: leave one of them out");
                }
                lines.put(at, line);
                parser.nextToken();
                object.put(field, value(parser, at));
            }
            return object;
        }

        private List<@Nullable Object> list(JsonParser parser, String path) throws IOException {
            List<@Nullable Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                String at = path + "[" + list.size() + "]";
                lines.put(at, parser.currentTokenLocation().getLineNr());
                list.add(value(parser, at));
            }
            return list;
        }

        private @Nullable Object value(JsonParser parser, String path) throws IOException {
            return switch (parser.currentToken()) {
                case START_OBJECT -> object(parser, path);
                case START_ARRAY -> list(parser, path);
                case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
                case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NULL -> null;
                default -> parser.getText();
            };
        }
    }
}
