package dev.turnkeeper.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant LONG_AGO = Instant.EPOCH;

    /** Clocks go from 02:00 to 03:00 on 29 March 2026, from 03:00 back to 02:00 on 25 October. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-29T01:59, 2026-03-29T00:59:00Z",
        "2026-03-29T02:00, 2026-03-29T01:00:00Z", // left out: as much later as was left out, 03:00
        "2026-03-29T02:30, 2026-03-29T01:30:00Z", // 03:30
        "2026-03-29T03:00, 2026-03-29T01:00:00Z",
        "2026-10-25T01:59, 2026-10-24T23:59:00Z",
        "2026-10-25T02:30, 2026-10-25T00:30:00Z", // shown twice: the first
        "2026-10-25T03:00, 2026-10-25T02:00:00Z"
    })
    void once_isDefinedWhereClocksAreSet(LocalDateTime local, Instant expected) {
        When when = new When.Once(local);
        assertEquals(Optional.of(expected), when.next(LONG_AGO, BERLIN));
        assertEquals(Optional.of(expected), when.last(expected, BERLIN));
        assertEquals(Optional.empty(), when.last(expected.minusMillis(1), BERLIN));
        assertEquals(Optional.empty(), when.next(expected, BERLIN));
    }

    @ParameterizedTest
    @CsvSource({
        // over the day on which 02:30 is left out, and the one on which it is shown twice
        "2026-03-28T00:00:00Z, 02:30, 2026-03-28T01:30:00Z 2026-03-29T01:30:00Z 2026-03-30T00:30:00Z",
        "2026-10-24T00:00:00Z, 02:30, 2026-10-24T00:30:00Z 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z",
        // an hour of the day stays that hour, whatever it is in UTC
        "2026-03-28T00:00:00Z, 10:00, 2026-03-28T09:00:00Z 2026-03-29T08:00:00Z 2026-03-30T08:00:00Z"
    })
    void weekly_comesOnceADay_andKeepsItsHour(Instant after, LocalTime time, String expected) {
        When daily = new When.Weekly(EnumSet.allOf(DayOfWeek.class), time);
        List<Instant> forward = new ArrayList<>();
        Instant at = after;
        for (int i = 0; i < 3; i++) {
            at = daily.next(at, BERLIN).orElseThrow();
            forward.add(at);
        }
        assertEquals(
                List.of(expected.split(" ")),
                forward.stream().map(Instant::toString).toList());
        List<Instant> back = new ArrayList<>();
        Instant before = at;
        for (int i = 0; i < 3; i++) {
            Instant last = daily.last(before, BERLIN).orElseThrow();
            back.add(0, last);
            before = last.minusMillis(1);
        }
        assertEquals(forward, back);
    }

    /** Lebanon sets its clocks at midnight, Samoa left out a whole Friday in 2011. */
    @ParameterizedTest
    @CsvSource({
        "Asia/Beirut, 2026-03-28T12:00:00Z, 00:30, 2026-03-28T22:30:00Z 2026-03-29T21:30:00Z",
        "Asia/Beirut, 2026-10-24T12:00:00Z, 23:30, 2026-10-24T20:30:00Z 2026-10-25T21:30:00Z",
        "Pacific/Apia, 2011-12-29T12:00:00Z, 10:00, 2011-12-29T20:00:00Z 2011-12-30T20:00:00Z"
    })
    void weekly_isNotLostNorDoubledWhereClocksAreSetOverMidnight(
            ZoneId zone, Instant after, LocalTime time, String expected) {
        When daily = new When.Weekly(EnumSet.allOf(DayOfWeek.class), time);
        Instant first = daily.next(after, zone).orElseThrow();
        Instant second = daily.next(first, zone).orElseThrow();
        assertEquals(expected, first + " " + second);
        assertEquals(Optional.of(first), daily.last(second.minusMillis(1), zone));
    }

    /** Samoa had no 30 December 2011, a Friday; Newfoundland once set its clocks back from a minute past midnight. */
    @ParameterizedTest
    @CsvSource({
        "Pacific/Apia, FRIDAY, 10:00, 2011-12-30T20:00:00Z, 2011-12-30T19:00:00Z, 2011-12-30T20:30:00Z",
        "America/St_Johns, SUNDAY, 00:00:30, 2010-11-07T02:30:30Z, 2010-11-07T02:00:00Z, 2010-11-07T02:40:00Z"
    })
    void weekly_isFoundOnADayThatIsNotItsOwn(
            ZoneId zone, DayOfWeek day, LocalTime time, Instant expected, Instant before, Instant after) {
        When weekly = new When.Weekly(Set.of(day), time);
        assertEquals(Optional.of(expected), weekly.next(before, zone));
        assertEquals(Optional.of(expected), weekly.last(after, zone));
    }

    @Test
    void weekly_comesOnItsDaysAlone() {
        When mondays = new When.Weekly(Set.of(DayOfWeek.MONDAY), LocalTime.of(10, 0));
        // A Monday.
        Instant monday = Instant.parse("2026-11-30T01:00:00Z");
        ZoneId seoul = ZoneId.of("Asia/Seoul");
        assertEquals(Optional.of(monday), mondays.next(monday.minusSeconds(1), seoul));
        assertEquals(Optional.of(monday.plusSeconds(7 * 86_400)), mondays.next(monday, seoul));
        assertEquals(Optional.of(monday.minusSeconds(7 * 86_400)), mondays.last(monday.minusSeconds(1), seoul));
    }

    @Test
    void due_hasOfEachKindTheLastOne_howeverManyWereMissed() {
        Schedule schedule = new Schedule(
                ZoneId.of("Asia/Seoul"),
                List.of(
                        step("2026-12-01T09:30", RoomState.PAUSED, 100),
                        step("2026-12-01T10:00", RoomState.ACTIVE, -1),
                        step("2026-12-01T11:00", null, 300),
                        step("2026-12-01T10:30", null, 200),
                        step("2026-12-01T12:00", RoomState.CLOSED, -1)));
        RoomSettings settings = RoomSettings.of(new RoomId("shop"), 1).withState(RoomState.CLOSED);
        Instant opening = Instant.parse("2026-12-01T01:00:00Z");
        assertEquals("CLOSED 1", after(schedule, settings, LONG_AGO, opening.minusSeconds(3_600)));
        assertEquals("ACTIVE 100", after(schedule, settings, LONG_AGO, opening));
        assertEquals("ACTIVE 1", after(schedule, settings, opening.minusSeconds(1), opening));
        assertEquals("ACTIVE 300", after(schedule, settings, LONG_AGO, opening.plusSeconds(3_600)));
        assertEquals("CLOSED 300", after(schedule, settings, LONG_AGO, opening.plusSeconds(86_400)));
        assertEquals("CLOSED 1", after(schedule, settings, opening, opening), "nothing twice");
    }

    @Test
    void upcoming_listsEveryTimeOfARecurringStep() {
        Schedule schedule = new Schedule(
                BERLIN,
                List.of(
                        step("2026-10-25T12:00", null, 7),
                        new ScheduledStep(
                                new When.Weekly(EnumSet.allOf(DayOfWeek.class), LocalTime.of(10, 0)),
                                Optional.of(RoomState.ACTIVE),
                                OptionalLong.empty(),
                                OptionalLong.empty())));
        assertEquals(
                List.of("2026-10-24T08:00:00Z", "2026-10-25T09:00:00Z", "2026-10-25T11:00:00Z", "2026-10-26T09:00:00Z"),
                schedule.upcoming(Instant.parse("2026-10-24T00:00:00Z"), 4).stream()
                        .map(due -> due.at().toString())
                        .toList());
    }

    @Test
    void agenda_opensNextTime_unlessItShutsBefore() {
        Schedule schedule = new Schedule(
                ZoneId.of("UTC"),
                List.of(
                        step("2026-12-01T09:30", RoomState.PAUSED, -1),
                        step("2026-12-01T10:00", RoomState.ACTIVE, -1),
                        step("2026-12-01T12:00", null, 50),
                        step("2026-12-01T18:00", RoomState.DRAINING, -1),
                        step("2026-12-02T10:00", RoomState.ACTIVE, -1)));
        Instant opening = Instant.parse("2026-12-01T10:00:00Z");
        assertEquals(Optional.of(opening), Agenda.of(schedule, LONG_AGO).nextOpening());
        assertEquals(
                Optional.of(opening.minusSeconds(1_800)),
                Agenda.of(schedule, LONG_AGO).nextChange());
        Agenda open = Agenda.of(schedule, opening);
        assertEquals(Optional.empty(), open.nextOpening(), "who is paused by hand at noon is not before opening");
        assertEquals(Optional.of(Instant.parse("2026-12-01T12:00:00Z")), open.nextStep());
        assertEquals(Optional.of(Instant.parse("2026-12-01T18:00:00Z")), open.nextChange());
        assertEquals(
                Optional.of(opening.plusSeconds(86_400)),
                Agenda.of(schedule, Instant.parse("2026-12-01T18:00:00Z")).nextOpening());
        assertEquals(
                Optional.empty(),
                Agenda.of(schedule, opening.plusSeconds(86_400)).nextStep());
    }

    private static String after(Schedule schedule, RoomSettings settings, Instant after, Instant now) {
        RoomSettings set = settings;
        for (Schedule.Due due : schedule.due(after, now)) {
            set = due.step().applyTo(set);
        }
        return set.state() + " " + set.policy().limit();
    }

    /** @param limit -1: as it is */
    private static ScheduledStep step(String at, RoomState state, long limit) {
        return new ScheduledStep(
                new When.Once(LocalDateTime.parse(at)),
                Optional.ofNullable(state),
                limit < 0 ? OptionalLong.empty() : OptionalLong.of(limit),
                OptionalLong.empty());
    }
}
