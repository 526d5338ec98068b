package dev.turnkeeper.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases that the SDKs match rules by: the node says the same to them. */
class RouteConformanceTest {

    private static JsonNode conformance;
    private static RouteTable table;

    @BeforeAll
    static void read() throws Exception {
        conformance = new ObjectMapper()
                .readTree(Path.of("sdk/conformance/routes.json").toFile());
        table = RouteTable.of(rooms());
    }

    private static Collection<Room> rooms() {
        Map<String, List<Route>> byRoom = new LinkedHashMap<>();
        for (JsonNode rule : conformance.at("/rules/paths")) {
            byRoom.computeIfAbsent(rule.get("room").asText(), room -> new ArrayList<>())
                    .add(route(rule));
        }
        return byRoom.entrySet().stream()
                .map(room -> Room.of(RoomSettings.of(
                        new RoomId(room.getKey()), 1, room.getValue().toArray(Route[]::new))))
                .toList();
    }

    private static Route route(JsonNode rule) {
        return new Route(
                rule.get("host").asText(),
                rule.get("port").isNull()
                        ? OptionalInt.empty()
                        : OptionalInt.of(rule.get("port").asInt()),
                rule.get("path").asText(),
                texts(rule.get("methods")),
                texts(rule.get("exclude")),
                Optional.empty(),
                rule.get("ignoreCase").asBoolean());
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    static Stream<JsonNode> cases() {
        return StreamSupport.stream(conformance.get("cases").spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void request_leadsWhereTheSdksSay(JsonNode given) {
        int port = given.path("port").asInt(443);
        Optional<String> method = Optional.of(given.path("method").asText("GET"));
        RouteMatch match = table.match(
                new RouteRequest("shop.example.com", port, given.get("path").asText(), method));
        JsonNode room = given.get("room");
        if (room.isBoolean()) {
            assertEquals(RouteMatch.Kind.REFUSED, match.kind());
        } else {
            assertEquals(
                    room.isNull() ? Optional.empty() : Optional.of(room.asText()),
                    match.room().map(RoomId::value));
        }
    }
}
