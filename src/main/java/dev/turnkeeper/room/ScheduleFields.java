package dev.turnkeeper.room;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A schedule as operators write it: {@code {"zone", "steps": [{"at" or "every": {"days", "time"}, "state", "limit", "perMinute"}]}}. */
final class ScheduleFields {

    static final int MOST_STEPS = 100;

    private static final int UPCOMING = 20;
    private static final int LONGEST = 40;
    private static final int EARLIEST_YEAR = 2000;
    private static final int LATEST_YEAR = 2199;
    private static final String NEXT = "next";
    private static final List<String> KNOWN = List.of("zone", "steps", NEXT);
    private static final List<String> STEP = List.of("at", "every", "state", "limit", "perMinute");
    private static final List<String> EVERY = List.of("days", "time");
    private static final String ZONE_RULE = "name one such as Asia/Seoul, Europe/Berlin or UTC";
    private static final String AT_RULE = "write it as 2026-12-01T10:00, by the clocks of the zone";
    private static final String TIME_RULE = "write it as 10:00";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm[:ss]", Locale.ROOT);

    private ScheduleFields() {}

    /** Null where there is none. */
    static @Nullable Map<String, @Nullable Object> write(Schedule schedule) {
        if (schedule.steps().isEmpty()) {
            return null;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("zone", schedule.zone().getId());
        fields.put("steps", schedule.steps().stream().map(ScheduleFields::write).toList());
        return fields;
    }

    /** With what comes next, by the clocks of the zone and in UTC. */
    static Map<String, @Nullable Object> write(Schedule schedule, Instant after) {
        Map<String, @Nullable Object> written = write(schedule);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("zone", null);
        fields.put("steps", List.of());
        if (written != null) {
            fields.putAll(written);
        }
        fields.put(
                NEXT,
                schedule.upcoming(after, UPCOMING).stream()
                        .map(due -> upcoming(due, schedule.zone()))
                        .toList());
        return fields;
    }

    private static Map<String, @Nullable Object> upcoming(Schedule.Due due, ZoneId zone) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("at", due.at().toString());
        fields.put("local", due.at().atZone(zone).toOffsetDateTime().toString());
        whatIsSet(due.step(), fields);
        return fields;
    }

    private static Map<String, @Nullable Object> write(ScheduledStep step) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (step.when() instanceof When.Once once) {
            fields.put("at", once.at().toString());
        } else if (step.when() instanceof When.Weekly weekly) {
            Map<String, Object> every = new LinkedHashMap<>();
            every.put("days", weekly.days().stream().map(ScheduleFields::nameOf).toList());
            every.put("time", weekly.time().toString());
            fields.put("every", every);
        }
        whatIsSet(step, fields);
        return fields;
    }

    private static void whatIsSet(ScheduledStep step, Map<String, @Nullable Object> fields) {
        step.state().ifPresent(state -> fields.put("state", state.name()));
        step.limit().ifPresent(limit -> fields.put("limit", limit));
        step.perMinute().ifPresent(perMinute -> fields.put("perMinute", perMinute));
    }

    static Schedule read(FieldReader reader, long mostVisitors) {
        reader.onlyKnown(KNOWN, field -> Optional.empty());
        List<?> values = reader.list("steps", MOST_STEPS, "a step may come back every week");
        Optional<ZoneId> zone = zone(reader, values.isEmpty());
        List<ScheduledStep> steps = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            String field = "steps[" + i + "]";
            if (values.get(i) instanceof Map<?, ?> step) {
                step(reader.inside(field, step), mostVisitors).ifPresent(steps::add);
            } else {
                reader.refuse(
                        field,
                        "must be an object, but is " + FieldReader.shown(values.get(i))
                                + ": write {\"at\": \"2026-12-01T10:00\", \"state\": \"ACTIVE\"}");
            }
        }
        if (zone.isEmpty() || steps.isEmpty() || steps.size() < values.size()) {
            return Schedule.NONE;
        }
        refuseMeetings(reader, steps, zone.get());
        return new Schedule(zone.get(), steps);
    }

    private static Optional<ZoneId> zone(FieldReader reader, boolean optional) {
        if (!reader.has("zone")) {
            if (!optional) {
                reader.refuse("zone", "is required: " + ZONE_RULE);
            }
            return Optional.empty();
        }
        return reader.text("zone", LONGEST, ZONE_RULE).flatMap(name -> {
            if (ZoneId.getAvailableZoneIds().contains(name)) {
                return Optional.of(ZoneId.of(name));
            }
            reader.refuse(
                    "zone", "must be the name of a time zone, but is " + FieldReader.shown(name) + ": " + ZONE_RULE);
            return Optional.<ZoneId>empty();
        });
    }

    private static Optional<ScheduledStep> step(FieldReader step, long mostVisitors) {
        step.onlyKnown(STEP, field -> Optional.empty());
        Optional<When> when = when(step);
        if (!step.has("state") && !step.has("limit") && !step.has("perMinute")) {
            step.refuse("state", "is missing, as are limit and perMinute: a step sets one of them at least");
        }
        Optional<RoomState> state = step.has("state")
                ? Optional.of(step.oneOf("state", RoomState.ACTIVE, RoomState.values()))
                : Optional.empty();
        OptionalLong limit = number(step, "limit", mostVisitors, "0 lets nobody in");
        OptionalLong perMinute = number(step, "perMinute", mostVisitors, "0 means no rate");
        return when.map(time -> new ScheduledStep(time, state, limit, perMinute));
    }

    private static OptionalLong number(FieldReader step, String field, long most, String remedy) {
        return step.has(field) ? OptionalLong.of(step.number(field, 0, 0, most, remedy)) : OptionalLong.empty();
    }

    private static Optional<When> when(FieldReader step) {
        if (step.has("at") == step.has("every")) {
            step.refuse("at", "is to be there, or every, and not both: " + AT_RULE);
            return Optional.empty();
        }
        if (step.has("at")) {
            return time(step, "at", LocalDateTime::parse, AT_RULE)
                    .filter(at -> isOfOurDays(step, at))
                    .map(When.Once::new);
        }
        return step.object("every", "write {\"days\": [\"MON\"], \"time\": \"10:00\"}")
                .flatMap(ScheduleFields::weekly);
    }

    private static Optional<When> weekly(FieldReader every) {
        every.onlyKnown(EVERY, field -> Optional.empty());
        Optional<LocalTime> time = Optional.empty();
        if (every.has("time")) {
            time = time(every, "time", text -> LocalTime.parse(text, TIME), TIME_RULE);
        } else {
            every.refuse("time", "is required: " + TIME_RULE);
        }
        Set<DayOfWeek> days = days(every);
        return days.isEmpty() ? Optional.empty() : time.map(at -> new When.Weekly(days, at));
    }

    /** All where none is named. */
    private static Set<DayOfWeek> days(FieldReader every) {
        if (!every.has("days")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        String names =
                Arrays.stream(DayOfWeek.values()).map(ScheduleFields::nameOf).collect(Collectors.joining(", "));
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        List<?> values = every.list("days", DayOfWeek.values().length, "list some of " + names);
        for (Object value : values) {
            Optional<DayOfWeek> day = Arrays.stream(DayOfWeek.values())
                    .filter(known -> nameOf(known).equals(value))
                    .findFirst();
            if (day.isEmpty()) {
                every.refuse("days", "must be some of " + names + ", but has " + FieldReader.shown(value));
                return Set.of();
            }
            days.add(day.get());
        }
        if (days.isEmpty()) {
            every.refuse("days", "must name a day at least: leave it out for every day");
        }
        return days;
    }

    private static String nameOf(DayOfWeek day) {
        return day.name().substring(0, "MON".length());
    }

    private static boolean isOfOurDays(FieldReader step, LocalDateTime at) {
        boolean known = at.getYear() >= EARLIEST_YEAR && at.getYear() <= LATEST_YEAR && at.getNano() == 0;
        if (!known) {
            step.refuse(
                    "at",
                    "must be a time of whole seconds in the years " + EARLIEST_YEAR + " to " + LATEST_YEAR + ", but is "
                            + FieldReader.shown(at.toString()) + ": " + AT_RULE);
        }
        return known;
    }

    private static <T> Optional<T> time(FieldReader reader, String field, Function<String, T> parse, String rule) {
        return reader.text(field, LONGEST, rule).flatMap(text -> {
            try {
                return Optional.of(parse.apply(text));
            } catch (DateTimeException notOne) {
                reader.refuse(field, "must be a time, but is " + FieldReader.shown(text) + ": " + rule);
                return Optional.empty();
            }
        });
    }

    /** Nobody could say which of two that meet is meant. */
    private static void refuseMeetings(FieldReader reader, List<ScheduledStep> steps, ZoneId zone) {
        for (int later = 1; later < steps.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                if (meet(steps.get(earlier).when(), steps.get(later).when(), zone)) {
                    reader.refuse(
                            "steps[" + later + "]",
                            "is at the same time as steps[" + earlier
                                    + "]: make one of them, or give one another time");
                    break;
                }
            }
        }
    }

    private static boolean meet(When one, When other, ZoneId zone) {
        if (one instanceof When.Weekly weekly) {
            if (other instanceof When.Weekly too) {
                return weekly.time().equals(too.time())
                        && weekly.days().stream().anyMatch(too.days()::contains);
            }
            return meet(other, one, zone);
        }
        // The only time of one; the seconds around it do.
        Instant at = one.next(Instant.EPOCH, zone).orElseThrow();
        return other.next(at.minusSeconds(1), zone).equals(Optional.of(at));
    }
}
