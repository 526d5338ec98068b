package dev.turnkeeper.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoomFieldsTest {

    private static final Map<String, Object> LEAST = Map.of("id", "shop", "name", "Shop", "limit", 5);

    @Test
    void read_fillsInTheDefaults() {
        RoomSettings settings = RoomFields.read(new HashMap<>(LEAST)).settings().orElseThrow();
        assertEquals(
                new RoomSettings(
                        new RoomId("shop"),
                        "Shop",
                        List.of(),
                        RoomState.ACTIVE,
                        Policy.ofLimit(5),
                        Optional.empty(),
                        WebPolicy.USUAL,
                        Schedule.NONE),
                settings);
    }

    @Test
    void read_tellsAllErrorsAtOnce() {
        List<FieldError> errors = RoomFields.read(
                        new HashMap<>(Map.of("id", "Shop", "limit", -1, "claimSeconds", 60, "colour", 1)))
                .errors();
        assertEquals(
                List.of("claimSeconds", "colour", "id", "limit", "name"),
                errors.stream().map(FieldError::field).sorted().toList());
    }

    @ParameterizedTest
    @CsvSource({
        "limit,-1",
        "limit,10000001",
        "perMinute,-1",
        "perMinute,10000001",
        "sessionTimeoutSeconds,149",
        "sessionTimeoutSeconds,604801",
        "maxSessionSeconds,-1",
        "retentionSeconds,149",
        "maxSilenceSeconds,299",
        "claimSeconds,119",
        "maxPlacesPerAddress,-1",
        "maxPlacesPerAddress,1001"
    })
    void read_refusesNumbersOutOfBounds(String field, int value) {
        FieldError error = onlyError(with(field, value));
        assertEquals(field, error.field());
        assertTrue(error.detail().contains(String.valueOf(value)), error.detail());
    }

    @ParameterizedTest
    @CsvSource({
        "limit,0",
        "limit,10000000",
        "sessionTimeoutSeconds,150",
        "maxSessionSeconds,604800",
        "maxSilenceSeconds,300",
        "claimSeconds,120",
        "retentionSeconds,604800",
        "maxPlacesPerAddress,1000"
    })
    void read_takesNumbersAtTheBounds(String field, int value) {
        assertEquals(List.of(), RoomFields.read(with(field, value)).errors());
    }

    @Test
    void read_refusesWhatIsNoWholeNumber() {
        for (Object value : List.of(1.5, "5", true, List.of(), new BigInteger("99999999999999999999"))) {
            assertEquals("limit", onlyError(with("limit", value)).field(), String.valueOf(value));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"order", "levels"})
    void read_saysWhatIsNotBuiltYet(String field) {
        assertTrue(onlyError(with(field, "x")).detail().contains("not built yet"));
    }

    @Test
    void read_knowsTheFailureModes() {
        assertTrue(onlyError(with("failureMode", "OPEN")).detail().contains("HOLD, BYPASS, BLOCK"));
        for (FailureMode mode : FailureMode.values()) {
            RoomSettings read =
                    RoomFields.read(with("failureMode", mode.name())).settings().orElseThrow();
            assertEquals(mode, read.policy().failureMode());
        }
    }

    @Test
    void read_namesTheKnownFieldsWhereOneIsUnknown() {
        FieldError error = onlyError(with("sessionTimeout", 300));
        assertEquals("sessionTimeout", error.field());
        assertTrue(error.detail().contains("sessionTimeoutSeconds"), error.detail());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "*", "*.", "http://shop", "shop/buy", "shop:443", "a..b", "shop example", "sh*p.com", ".com"
            })
    void read_refusesHostsThatAreNone(String host) {
        assertEquals(
                "routes[0].host",
                onlyError(with("routes", List.of(Map.of("host", host)))).field());
    }

    @ParameterizedTest
    @ValueSource(strings = {"buy", "/buy**", "/a//b", "/a/../b", "/a%20b", "/a;b", "/a#b", "/{id}", "/a\\b"})
    void read_refusesPathsThatMatchNothingOrOtherThanTheyLook(String path) {
        assertEquals(
                "routes[0].path",
                onlyError(with("routes", List.of(Map.of("host", "a.b", "path", path))))
                        .field());
        assertEquals(
                "routes[0].exclude[0]",
                onlyError(with("routes", List.of(Map.of("host", "a.b", "exclude", List.of(path)))))
                        .field());
    }

    @Test
    void read_bringsRoutesIntoOneForm() {
        Map<String, Object> route =
                Map.of("host", "Shop.Example.COM.", "methods", List.of("post", "POST"), "port", 8443);
        Route read = RoomFields.read(with("routes", List.of(route)))
                .settings()
                .orElseThrow()
                .routes()
                .get(0);
        assertEquals("shop.example.com", read.host());
        assertEquals(List.of("POST"), read.methods());
        assertEquals("/**", read.path());
        assertEquals(8443, read.port().orElseThrow());
    }

    @Test
    void read_refusesOneRouteTwice() {
        Map<String, Object> route = Map.of("host", "a.b");
        assertEquals(
                "routes[1]", onlyError(with("routes", List.of(route, route))).field());
    }

    @Test
    void read_refusesUnknownRouteFieldsAndShapes() {
        assertEquals(
                "routes[0].hots",
                onlyError(with("routes", List.of(Map.of("host", "a.b", "hots", 1))))
                        .field());
        assertEquals("routes[0]", onlyError(with("routes", List.of("a.b"))).field());
        assertEquals("routes", onlyError(with("routes", "a.b")).field());
        assertEquals(
                "routes[0].host",
                onlyError(with("routes", List.of(Map.of("path", "/")))).field());
    }

    @Test
    void replace_takesReadOnlyFieldsOnlyAsTheyAre() {
        Room room = Room.of(RoomFields.read(with("perMinute", 60)).settings().orElseThrow());
        assertEquals(
                Optional.of(room.settings()),
                RoomFields.replace(room, RoomFields.write(room)).settings());
        Map<String, Object> other = RoomFields.write(room);
        other.put("version", 2);
        other.put("generation", 3);
        other.put("id", "other");
        assertEquals(
                List.of("generation", "id", "version"),
                RoomFields.replace(room, other).errors().stream()
                        .map(FieldError::field)
                        .sorted()
                        .toList());
        assertEquals("version", onlyError(with("version", 1)).field());
    }

    @Test
    void patch_changesWhatItNamesAndNullIsTheDefault() {
        Map<String, Object> fields = with("perMinute", 60);
        fields.put("retentionSeconds", 200);
        Room room = Room.of(RoomFields.read(fields).settings().orElseThrow());
        Map<String, Object> patch = new HashMap<>();
        patch.put("limit", 9);
        patch.put("perMinute", null);
        Policy policy = RoomFields.patch(room, patch).settings().orElseThrow().policy();
        assertEquals(9, policy.limit());
        assertEquals(0, policy.perMinute());
        assertEquals(200, policy.retentionSeconds());
    }

    @Test
    void patch_refusesUnknownFieldsAlsoAsNull_andNullForWhatIsRequired() {
        Room room = Room.of(RoomFields.read(new HashMap<>(LEAST)).settings().orElseThrow());
        Map<String, Object> patch = new HashMap<>();
        patch.put("colour", null);
        patch.put("limit", null);
        assertEquals(
                List.of("colour", "limit"),
                RoomFields.patch(room, patch).errors().stream()
                        .map(FieldError::field)
                        .sorted()
                        .toList());
    }

    private static Map<String, Object> with(String field, Object value) {
        Map<String, Object> fields = new HashMap<>(LEAST);
        fields.put(field, value);
        return fields;
    }

    private static FieldError onlyError(Map<String, Object> fields) {
        List<FieldError> errors = RoomFields.read(fields).errors();
        assertEquals(1, errors.size(), errors.toString());
        return errors.get(0);
    }
}
