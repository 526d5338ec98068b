package dev.turnkeeper.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RouteTableProperty {

    /** Few letters, so that routes meet requests and each other. */
    private static final String[] SEGMENTS = {"a", "b", "ab", "A", "aab"};

    private static final String[] PATTERNS = {"a", "b", "*", "**", "?", "a*", "*b", "A", "a?b"};

    @Property(tries = 3000)
    void match_agreesWithItsNaiveTwin(@ForAll("rooms") List<Room> rooms, @ForAll("requests") RouteRequest request) {
        assertEquals(
                new NaiveRoutes(rooms).match(request.host(), request.port(), request.page(), request.method()),
                RouteTable.of(rooms).match(request).room());
    }

    @Property(tries = 1000)
    void match_doesNotDependOnTheOrderOfRooms(
            @ForAll("rooms") List<Room> rooms, @ForAll("requests") RouteRequest request) {
        List<Room> turned = new ArrayList<>(rooms);
        Collections.reverse(turned);
        assertEquals(RouteTable.of(rooms).match(request), RouteTable.of(turned).match(request));
    }

    @Property(tries = 3000)
    void match_isTheSameForEveryWayToWriteAPath(
            @ForAll("rooms") List<Room> rooms, @ForAll("paths") RouteRequest request, @ForAll Random random) {
        RouteRequest tricked =
                new RouteRequest(request.host(), request.port(), disguise(request.page(), random), request.method());
        assertEquals(RouteTable.of(rooms).match(request), RouteTable.of(rooms).match(tricked), tricked::page);
    }

    @Property(tries = 3000)
    void page_neverThrowsAndItsFormIsFinal(@ForAll String page) {
        PageAddress read = PageAddress.of(page);
        if (read.refusal() == null
                && read.menu() == null
                && read.toString()
                        .chars()
                        .allMatch(
                                c -> c > ' ' && c < 127 && c != '%' && c != ';' && c != '?' && c != '#' && c != '\\')) {
            assertEquals(read.toString(), PageAddress.of(read.toString()).toString());
        }
    }

    @Provide
    Arbitrary<List<Room>> rooms() {
        return routes().list().ofMinSize(1).ofMaxSize(6).map(routes -> {
            List<Room> rooms = new ArrayList<>();
            for (Route route : routes) {
                // What the book refuses need not have an answer.
                if (rooms.stream().noneMatch(room -> room.routes().get(0).sameAs(route))) {
                    rooms.add(Room.of(RoomSettings.of(new RoomId("r" + rooms.size()), 1, route)));
                }
            }
            return rooms;
        });
    }

    private Arbitrary<Route> routes() {
        return Combinators.combine(
                        Arbitraries.of("x.y", "z.x.y", "*.y", "*.x.y"),
                        Arbitraries.of(OptionalInt.empty(), OptionalInt.of(80)),
                        patterns(),
                        Arbitraries.of(List.<String>of(), List.of("GET"), List.of("GET", "POST")),
                        patterns().list().ofMaxSize(1),
                        Arbitraries.of("a", "a*", "?", "*b").optional(),
                        Arbitraries.of(true, false))
                .as(Route::new);
    }

    private Arbitrary<String> patterns() {
        return Arbitraries.of(PATTERNS).list().ofMaxSize(4).map(segments -> "/" + String.join("/", segments));
    }

    @Provide
    Arbitrary<RouteRequest> requests() {
        return requests(Arbitraries.oneOf(plainPaths(), Arbitraries.of(SEGMENTS)));
    }

    @Provide
    Arbitrary<RouteRequest> paths() {
        return requests(plainPaths());
    }

    private Arbitrary<String> plainPaths() {
        return Arbitraries.of(SEGMENTS).list().ofMaxSize(4).map(segments -> "/" + String.join("/", segments));
    }

    private Arbitrary<RouteRequest> requests(Arbitrary<String> pages) {
        return Combinators.combine(
                        Arbitraries.of("x.y", "z.x.y", "w.z.x.y", "y"),
                        Arbitraries.of(80, 443),
                        pages,
                        Arbitraries.of("GET", "PUT").optional())
                .as(RouteRequest::new);
    }

    /** The same path, as somebody would write it who wants to walk past a rule. */
    private static String disguise(String path, Random random) {
        StringBuilder text = new StringBuilder();
        for (String segment : path.substring(1).split("/")) {
            text.append("/".repeat(1 + random.nextInt(2)));
            switch (random.nextInt(5)) {
                case 0 -> text.append("./");
                case 1 -> text.append("x/../");
                case 2 -> text.append("x/%2E%2e;y/");
                case 3 -> text.append(";p=1/");
                default -> {}
            }
            for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
                text.append(random.nextInt(3) == 0 ? String.format("%%%02x", b) : String.valueOf((char) b));
            }
            if (random.nextInt(4) == 0) {
                text.append(";a=b");
            }
        }
        String tail = random.nextBoolean() ? "?q=/x" : "#/x";
        return (random.nextBoolean() ? "https://elsewhere:9" : "") + text + (random.nextBoolean() ? "/" : "") + tail;
    }
}
