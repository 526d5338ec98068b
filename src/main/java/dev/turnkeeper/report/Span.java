package dev.turnkeeper.report;

import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.stats.Step;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A time in whole steps.
 *
 * @param to is left out
 */
record Span(Instant from, Instant to) {

    static final int MOST_POINTS = 5_000;

    private static final Duration MINUTES_KEPT = Duration.ofDays(40);

    /** What of it can be told from what was asked; a problem of 400 where that is nothing. */
    static ZoneId zone(@Nullable String name) {
        try {
            return name == null || name.isEmpty() ? ZoneId.of("UTC") : ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw ProblemException.badInput("zone", "must be a time zone like Asia/Seoul, or an offset like +09:00");
        }
    }

    static Optional<Step> step(@Nullable String label) {
        if (label == null || label.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Step.of(label)
                .orElseThrow(() -> ProblemException.badInput(
                        "step",
                        "must be one of "
                                + Arrays.stream(Step.values()).map(Step::label).collect(Collectors.joining(", ")))));
    }

    /** From the first moment of what is meant to the last: a date is the whole day. */
    static Span of(@Nullable String from, @Nullable String to, Optional<Step> step, ZoneId zone, Instant now) {
        Instant until = to == null || to.isEmpty() ? now.plusMillis(1) : time("to", to, zone, true);
        Instant since = from == null || from.isEmpty()
                ? until.minus(step.orElse(Step.MINUTE).usual())
                : time("from", from, zone, false);
        if (!since.isBefore(until)) {
            throw ProblemException.badInput("from", "must be before to");
        }
        return new Span(since, until);
    }

    /** As {@code 2026-11-20/2026-11-21}. */
    static Span ofPeriod(String period, ZoneId zone) {
        String[] ends = period.split("/", -1);
        if (ends.length != 2) {
            throw ProblemException.badInput("periods", "must be like 2026-11-20/2026-11-21,2026-11-27/2026-11-28");
        }
        Span span = new Span(time("periods", ends[0], zone, false), time("periods", ends[1], zone, true));
        if (!span.from.isBefore(span.to)) {
            throw ProblemException.badInput("periods", "must each begin before they end");
        }
        return span;
    }

    /** The asked step, or the finest that there is of this time and that fits; a problem of 400 naming one where it does not. */
    Step fit(Optional<Step> asked, ZoneId zone, Instant now, int charts) {
        Step finest = Arrays.stream(Step.values())
                .filter(step -> step != Step.MINUTE || !from.isBefore(now.minus(MINUTES_KEPT)))
                .filter(step -> aligned(step, zone).points(step, zone) * charts <= MOST_POINTS)
                .findFirst()
                .orElseThrow(() -> ProblemException.badInput("from", "must not be so long before to"));
        if (asked.isPresent() && asked.get().compareTo(finest) < 0) {
            throw ProblemException.badInput(
                    "step",
                    (asked.get() == Step.MINUTE && from.isBefore(now.minus(MINUTES_KEPT))
                                    ? "minute goes back 40 days"
                                    : asked.get().label() + " would be more than " + MOST_POINTS + " points")
                            + ": take " + finest.label() + ", or a shorter time");
        }
        return asked.orElse(finest);
    }

    /** The steps that it touches, whole. */
    Span aligned(Step step, ZoneId zone) {
        Instant last = step.floor(to, zone);
        return new Span(step.floor(from, zone), last.isBefore(to) ? step.next(last, zone) : last);
    }

    private long points(Step step, ZoneId zone) {
        return step.count(from, to, zone, MOST_POINTS + 1);
    }

    private static Instant time(String field, String text, ZoneId zone, boolean end) {
        try {
            Instant at = instant(text, zone, end);
            // Years that no calendar of a zone reaches help nobody.
            if (Math.abs(at.getEpochSecond()) < Duration.ofDays(366 * 1_000L).toSeconds()) {
                return at;
            }
        } catch (DateTimeException none) {
            // Answered below, with the times out of bounds.
        }
        throw ProblemException.badInput(
                field, "must be a date like 2026-11-22, or a time like 2026-11-22T09:00:00Z or 2026-11-22T18:00+09:00");
    }

    private static Instant instant(String text, ZoneId zone, boolean end) {
        if (text.indexOf('T') < 0) {
            LocalDate date = LocalDate.parse(text);
            return (end ? date.plusDays(1) : date).atStartOfDay(zone).toInstant();
        }
        try {
            // A plus sign in a query is a blank, where nobody has escaped it.
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException local) {
            return LocalDateTime.parse(text).atZone(zone).toInstant();
        }
    }
}
