package dev.turnkeeper.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleFieldsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Room SHOP = Room.of(RoomSettings.of(new RoomId("shop"), 10));
    private static final String EVERYTHING = """
            {"zone":"Asia/Seoul","steps":[
             {"at":"2026-12-01T09:30","state":"PAUSED"},
             {"at":"2026-12-01T10:00:30","state":"ACTIVE","limit":500,"perMinute":0},
             {"every":{"days":["MON","SUN"],"time":"22:00"},"state":"CLOSED"},
             {"every":{"time":"12:00"},"limit":700}]}""";

    @Test
    void written_isReadAgain_andNothingElse() throws IOException {
        Schedule schedule = read(EVERYTHING).settings().orElseThrow().schedule();
        assertEquals(4, schedule.steps().size());
        Map<String, Object> written = RoomFields.write(Room.of(SHOP.settings().withSchedule(schedule)));
        assertEquals(
                JSON.readTree(EVERYTHING.replace(
                        "{\"time\":\"12",
                        "{\"days\":[\"MON\",\"TUE\",\"WED\",\"THU\",\"FRI\"," + "\"SAT\",\"SUN\"],\"time\":\"12")),
                JSON.readTree(JSON.writeValueAsString(written.get("schedule"))));
        assertEquals(
                schedule,
                RoomFields.replace(SHOP, Map.of("name", "Shop", "limit", 1, "schedule", written.get("schedule")))
                        .settings()
                        .orElseThrow()
                        .schedule());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"steps\":[]}", "{\"zone\":\"Asia/Seoul\",\"steps\":[]}", "{\"zone\":null}"})
    void without_steps_isNone(String json) throws IOException {
        assertEquals(Schedule.NONE, read(json).settings().orElseThrow().schedule());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"steps":[{"at":"2026-12-01T10:00","limit":1}]}                            | zone               | Asia/Seoul
            {"zone":"Asia/Soul","steps":[{"at":"2026-12-01T10:00","limit":1}]}         | zone               | Asia/Soul
            {"zone":"+09:00","steps":[{"at":"2026-12-01T10:00","limit":1}]}            | zone               | Asia/Seoul
            {"zone":9,"steps":[{"at":"2026-12-01T10:00","limit":1}]}                   | zone               | Asia/Seoul
            {"zone":"UTC","steps":{}}                                                  | steps              | a list
            {"zone":"UTC","steps":["x"]}                                               | steps[0]           | an object
            {"zone":"UTC","step":[]}                                                   | step               | zone, steps
            {"zone":"UTC","steps":[{"limit":1}]}                                       | steps[0].at        | every
            {"zone":"UTC","steps":[{"at":"2026-12-01T10:00","every":{"time":"10:00"},"limit":1}]} | steps[0].at | not both
            {"zone":"UTC","steps":[{"at":"2026-12-01T10:00"}]}                         | steps[0].state     | sets one
            {"zone":"UTC","steps":[{"at":"2026-12-01T10:00Z","limit":1}]}              | steps[0].at        | clocks of the zone
            {"zone":"UTC","steps":[{"at":"2026-12-01","limit":1}]}                     | steps[0].at        | 2026-12-01T10:00
            {"zone":"UTC","steps":[{"at":"2026-02-30T10:00","limit":1}]}               | steps[0].at        | 2026-02-30
            {"zone":"UTC","steps":[{"at":"2026-12-01T10:00:00.5","limit":1}]}          | steps[0].at        | whole seconds
            {"zone":"UTC","steps":[{"at":"1999-12-01T10:00","limit":1}]}               | steps[0].at        | 2000 to 2199
            {"zone":"UTC","steps":[{"at":10,"limit":1}]}                               | steps[0].at        | 2026-12-01T10:00
            {"zone":"UTC","steps":[{"every":"10:00","limit":1}]}                       | steps[0].every     | an object
            {"zone":"UTC","steps":[{"every":{"days":["MON"]},"limit":1}]}              | steps[0].every.time | required
            {"zone":"UTC","steps":[{"every":{"time":"25:00"},"limit":1}]}              | steps[0].every.time | 10:00
            {"zone":"UTC","steps":[{"every":{"time":"10:00","days":["MO"]},"limit":1}]} | steps[0].every.days | MON, TUE
            {"zone":"UTC","steps":[{"every":{"time":"10:00","days":[]},"limit":1}]}    | steps[0].every.days | every day
            {"zone":"UTC","steps":[{"every":{"time":"10:00","day":"MON"},"limit":1}]}  | steps[0].every.day | days, time
            {"zone":"UTC","steps":[{"at":"2026-12-01T10:00","limit":-1}]}              | steps[0].limit     | 0 to 10000000
            {"zone":"UTC","steps":[{"at":"2026-12-01T10:00","perMinute":"x"}]}         | steps[0].perMinute | whole number
            {"zone":"UTC","steps":[{"at":"2026-12-01T10:00","state":"OPEN"}]}          | steps[0].state     | ACTIVE
            {"zone":"UTC","steps":[{"at":"2026-12-01T10:00","limit":1,"name":"x"}]}    | steps[0].name      | perMinute
            {"zone":"UTC","steps":[{"at":"2026-12-01T10:00","limit":1},{"at":"2026-12-01T10:00:00","state":"ACTIVE"}]} | steps[1] | steps[0]
            {"zone":"UTC","steps":[{"every":{"time":"10:00","days":["TUE"]},"limit":1},{"at":"2026-12-01T10:00","limit":2}]} | steps[1] | steps[0]
            {"zone":"UTC","steps":[{"every":{"time":"10:00","days":["TUE"]},"limit":1},{"every":{"time":"10:00"},"limit":2}]} | steps[1] | steps[0]
            """)
    void wrong_isNamedWithItsRemedy(String json, String field, String says) throws IOException {
        CheckedSettings checked = read(json);
        assertEquals(1, checked.errors().size(), () -> checked.errors().toString());
        FieldError error = checked.errors().get(0);
        assertEquals(field, error.field());
        assertTrue(error.detail().contains(says), error.detail());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"zone\":\"UTC\",\"steps\":[{\"every\":{\"time\":\"10:00\",\"days\":[\"MON\"]},\"limit\":1},"
                        + "{\"every\":{\"time\":\"10:00\",\"days\":[\"TUE\"]},\"limit\":2}]}",
                "{\"zone\":\"UTC\",\"steps\":[{\"every\":{\"time\":\"10:00\",\"days\":[\"MON\"]},\"limit\":1},"
                        + "{\"at\":\"2026-12-01T10:00\",\"limit\":2}]}",
                "{\"zone\":\"UTC\",\"steps\":[{\"at\":\"2020-01-01T10:00\",\"limit\":2}]}",
                "{\"zone\":\"UTC\",\"steps\":[{\"at\":\"2026-12-01T10:00\",\"limit\":2}],\"next\":[]}"
            })
    void right_isTaken(String json) throws IOException {
        assertEquals(List.of(), read(json).errors());
    }

    @Test
    void tooMany_areRefused() throws IOException {
        String step = "{\"at\":\"2026-12-01T10:00\",\"limit\":1}";
        String json = "{\"zone\":\"UTC\",\"steps\":[" + String.join(",", Collections.nCopies(101, step)) + "]}";
        assertEquals("steps", read(json).errors().get(0).field());
        assertEquals(1, read(json).errors().size());
    }

    @Test
    void next_isToldInUtcAndByTheZonesClocks() throws IOException {
        RoomSettings settings = read(EVERYTHING).settings().orElseThrow();
        Map<String, Object> fields = RoomFields.writeSchedule(settings, Instant.parse("2026-12-01T01:00:00Z"));
        List<?> next = (List<?>) fields.get("next");
        assertEquals(20, next.size());
        assertEquals(
                "{at=2026-12-01T01:00:30Z, local=2026-12-01T10:00:30+09:00, state=ACTIVE, limit=500, perMinute=0}",
                next.get(0).toString());
        assertEquals(
                "{at=2026-12-01T03:00:00Z, local=2026-12-01T12:00+09:00, limit=700}",
                next.get(1).toString());
        assertEquals(
                "{zone=null, steps=[], next=[]}",
                RoomFields.writeSchedule(SHOP.settings(), Instant.EPOCH).toString());
    }

    @Test
    void patch_mergesIt_andNullTakesItBack() throws IOException {
        Room room = Room.of(read(EVERYTHING).settings().orElseThrow());
        Map<String, Object> zone = Map.of("schedule", Map.of("zone", "Europe/Berlin"));
        Schedule moved = RoomFields.patch(room, zone).settings().orElseThrow().schedule();
        assertEquals("Europe/Berlin", moved.zone().getId());
        assertEquals(4, moved.steps().size());
        Map<String, Object> none = new LinkedHashMap<>();
        none.put("schedule", null);
        assertEquals(
                Schedule.NONE,
                RoomFields.patch(room, none).settings().orElseThrow().schedule());
    }

    @Test
    void roomsFile_mayHaveOne_andNamesTheLineOfAFault() throws IOException {
        String yaml = """
                rooms:
                  - id: shop
                    name: Shop
                    limit: 10
                    schedule:
                      zone: Asia/Seoul
                      steps:
                        - at: 2026-12-01T10:00
                          state: ACTIVE
                        - every: {days: [MON, TUE], time: 22:00}
                          state: CLOSED
                """;
        RoomsFile file = RoomsFile.read("rooms.yaml", new StringReader(yaml));
        assertEquals(List.of(), file.errors());
        assertEquals(2, file.rooms().get(0).schedule().steps().size());
        RoomsFile wrong = RoomsFile.read("rooms.yaml", new StringReader(yaml.replace("Asia/Seoul", "Asia/Soul")));
        assertTrue(wrong.errors().get(0).startsWith("rooms.yaml line 6: schedule.zone: "), wrong.errors()::toString);
    }

    @SuppressWarnings("unchecked")
    private static CheckedSettings read(String json) throws IOException {
        return RoomFields.schedule(SHOP, JSON.readValue(json, Map.class));
    }
}
