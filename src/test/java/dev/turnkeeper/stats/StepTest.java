package dev.turnkeeper.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepTest {

    @Test
    void days_areAsLongAsTheyAreThere() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        assertEquals(
                List.of("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "2026-03-30T22:00:00Z"),
                starts(Step.DAY, berlin, "2026-03-29T10:00:00Z", "2026-03-31T10:00:00Z"));
        assertEquals(23, Step.HOUR.count(at("2026-03-28T23:00:00Z"), at("2026-03-29T22:00:00Z"), berlin, 100));
        assertEquals(25, Step.HOUR.count(at("2026-10-24T22:00:00Z"), at("2026-10-25T23:00:00Z"), berlin, 100));
    }

    @Test
    void hours_beginWhereTheyDoThere() {
        assertEquals(
                List.of("2026-11-22T00:15:00Z", "2026-11-22T01:15:00Z"),
                starts(Step.HOUR, ZoneId.of("Asia/Kathmandu"), "2026-11-22T01:00:00Z", "2026-11-22T02:15:00Z"));
        assertEquals(
                List.of("2026-11-22T00:30:00Z"),
                starts(Step.HOUR, ZoneId.of("Asia/Kolkata"), "2026-11-22T01:00:00Z", "2026-11-22T01:30:00Z"));
    }

    @Test
    void hours_passOverAJumpOfHalfAnHour() {
        ZoneId island = ZoneId.of("Australia/Lord_Howe");
        List<String> forth = starts(Step.HOUR, island, "2026-10-03T14:00:00Z", "2026-10-03T18:30:00Z");
        assertEquals(
                List.of(
                        "2026-10-03T13:30:00Z",
                        "2026-10-03T14:30:00Z",
                        "2026-10-03T15:30:00Z",
                        "2026-10-03T16:00:00Z",
                        "2026-10-03T17:00:00Z",
                        "2026-10-03T18:00:00Z"),
                forth);
        List<String> back = starts(Step.HOUR, island, "2026-04-04T13:00:00Z", "2026-04-04T18:00:00Z");
        assertEquals(back.stream().distinct().sorted().toList(), back, "they never go back");
    }

    @Test
    void weeksAndMonths_followTheCalendar() {
        ZoneId seoul = ZoneId.of("Asia/Seoul");
        assertEquals(
                List.of("2026-11-15T15:00:00Z"),
                starts(Step.WEEK, seoul, "2026-11-22T14:59:00Z", "2026-11-22T15:00:00Z"));
        assertEquals(
                List.of("2027-01-31T15:00:00Z", "2027-02-28T15:00:00Z"),
                starts(Step.MONTH, seoul, "2027-02-10T00:00:00Z", "2027-03-05T00:00:00Z"));
    }

    private static List<String> starts(Step step, ZoneId zone, String from, String to) {
        List<String> starts = new ArrayList<>();
        for (Instant at = step.floor(at(from), zone); at.isBefore(at(to)); at = step.next(at, zone)) {
            starts.add(at.toString());
        }
        return starts;
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }
}
