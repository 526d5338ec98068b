package dev.turnkeeper.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RulesTest {

    private static final Path CONFORMANCE = Path.of("../conformance/routes.json");

    static Stream<Map<String, Object>> cases() throws Exception {
        return Stream.of(JSONObjectUtils.getJSONObjectArray(conformance(), "cases"));
    }

    private static Map<String, Object> conformance() throws Exception {
        return JSONObjectUtils.parse(Files.readString(CONFORMANCE));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void request_leadsWhereTheNodeSays(Map<String, Object> given) throws Exception {
        Rules rules = Rules.parse(JSONObjectUtils.toJSONString(JSONObjectUtils.getJSONObject(conformance(), "rules")));
        Optional<List<String>> segments = PagePath.segments((String) given.get("path"));
        if (Boolean.FALSE.equals(given.get("room"))) {
            assertTrue(segments.isEmpty());
            return;
        }
        int port = given.get("port") instanceof Number number ? number.intValue() : 443;
        String method = (String) given.getOrDefault("method", "GET");
        Optional<String> room = rules.room(segments.orElseThrow(), port, method).map(Rules.RoomRule::id);
        assertEquals(Optional.ofNullable(given.get("room")), room);
    }

    @Test
    void fieldsOfLaterVersions_areNoFault() throws ParseException {
        Rules rules = Rules.parse(
                "{\"later\": 1, \"rooms\": {\"a\": {\"state\": \"LATER\", \"more\": []}}, \"paths\": [{\"room\": \"a\","
                        + " \"path\": \"/**\", \"weather\": \"fine\"}]}");
        assertTrue(rules.room(List.of("x"), 443, "GET").orElseThrow().controlled());
    }

    @Test
    void inactiveRoom_isNotControlled() throws ParseException {
        Rules rules = Rules.parse(StubNode.RULES);
        assertFalse(rules.room(List.of("quiet", "1"), 443, "GET").orElseThrow().controlled());
    }

    @Test
    void whatAreNoRules_isRefusedWhole() {
        for (String json : List.of("", "[]", "null", "{}", "{\"paths\": 1}", "{\"paths\": [1]}", "{\"paths\": [{}]}")) {
            assertThrows(ParseException.class, () -> Rules.parse(json), json);
        }
    }
}
