package dev.turnkeeper.stats;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a chart goes by, on the clocks and the calendar of a zone. */
public enum Step {
    MINUTE(Duration.ofDays(1)),
    HOUR(Duration.ofDays(7)),
    DAY(Duration.ofDays(40)),
    /** From Monday. */
    WEEK(Duration.ofDays(364)),
    MONTH(Duration.ofDays(730));

    private final Duration usual;

    Step(Duration usual) {
        this.usual = usual;
    }

    public static Optional<Step> of(String label) {
        return Arrays.stream(values())
                .filter(step -> step.label().equals(label))
                .findAny();
    }

    /** As it is called outside. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Over how long one looks who does not say. */
    public Duration usual() {
        return usual;
    }

    /** How many begin at {@code from} or later and before {@code to}; not counted further than this. */
    public int count(Instant from, Instant to, ZoneId zone, int most) {
        int count = 0;
        for (Instant at = from; at.isBefore(to) && count < most; at = next(at, zone)) {
            count++;
        }
        return count;
    }

    /** The beginning of the step that this instant lies in. */
    public Instant floor(Instant at, ZoneId zone) {
        ZonedDateTime local = at.atZone(zone);
        return switch (this) {
            case MINUTE -> at.truncatedTo(ChronoUnit.MINUTES);
            case HOUR -> local.truncatedTo(ChronoUnit.HOURS).toInstant();
            case DAY -> start(local, zone);
            case WEEK -> start(local.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)), zone);
            case MONTH -> start(local.withDayOfMonth(1), zone);
        };
    }

    /** The beginning of the step after the one that begins at this instant. */
    public Instant next(Instant start, ZoneId zone) {
        ZonedDateTime local = start.atZone(zone);
        return switch (this) {
            case MINUTE -> start.plus(1, ChronoUnit.MINUTES);
            case HOUR -> {
                Instant later = start.plus(1, ChronoUnit.HOURS);
                Instant next = floor(later, zone);
                yield next.isAfter(start) ? next : later;
            }
            case DAY -> start(local.plusDays(1), zone);
            case WEEK -> start(local.plusWeeks(1), zone);
            case MONTH -> start(local.plusMonths(1), zone);
        };
    }

    private static Instant start(ZonedDateTime day, ZoneId zone) {
        return day.toLocalDate().atStartOfDay(zone).toInstant();
    }
}
