package dev.turnkeeper.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomsFileTest {

    @Test
    void read_takesTheSample() throws IOException {
        try (Reader sample = new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream("/sample-rooms.yaml")), StandardCharsets.UTF_8)) {
            RoomsFile file = RoomsFile.read("sample-rooms.yaml", sample);
            assertEquals(List.of(), file.errors());
            assertEquals(2, file.rooms().get(0).policy().limit());
            assertEquals(
                    "shop.example.com/buy/** menu TRF*",
                    file.rooms().get(0).routes().get(0).toString());
        }
    }

    @Test
    void read_tellsEveryFaultWithItsLine() throws IOException {
        RoomsFile file = read("""
                rooms:
                  - id: one
                    name: One
                    limit: many
                    routes:
                      - host: a.b
                        path: buy
                  - id: Two
                    limit: 5
                    colour: red
                """);
        assertEquals(List.of(), file.rooms());
        assertEquals(
                List.of(
                        "rooms.yaml line 7: routes[0].path: ",
                        "rooms.yaml line 4: limit: ",
                        "rooms.yaml line 10: colour: ",
                        "rooms.yaml line 8: id: ",
                        "rooms.yaml line 8: name: "),
                file.errors().stream()
                        .map(error -> error.replaceAll("^(.*? line \\d+: \\S+: ).*", "$1"))
                        .toList());
    }

    @Test
    void read_tellsWhatMeetsBetweenRooms() throws IOException {
        RoomsFile file = read("""
                rooms:
                  - {id: one, name: One, limit: 1, routes: [{host: a.b}]}
                  - id: one
                    name: Two
                    limit: 1
                  - id: three
                    name: Three
                    limit: 1
                    routes:
                      - host: A.b
                """);
        assertEquals(
                List.of(
                        "rooms.yaml line 3: id: one is there twice: give each room an id of its own",
                        "rooms.yaml line 9: routes: a.b/** is a route of room one already: one route leads to one room"),
                file.errors());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rooms",
                "- rooms",
                "rooms: 5",
                "rooms:",
                "rooms: [5]",
                "rooms: []\nroom: []",
                "rooms: []\nrooms: []",
                "rooms: [",
                "a: b: c",
                "rooms: []\n---\nrooms: []",
                "\trooms: []",
                "rooms: [{id: a, id: b, name: x, limit: 1}]"
            })
    void read_tellsOneFaultOfAFileThatIsNone(String yaml) throws IOException {
        RoomsFile file = read(yaml);
        assertEquals(1, file.errors().size(), file.errors().toString());
        assertEquals(List.of(), file.rooms());
    }

    private static RoomsFile read(String yaml) throws IOException {
        return RoomsFile.read("rooms.yaml", new StringReader(yaml));
    }
}
