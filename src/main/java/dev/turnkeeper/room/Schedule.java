package dev.turnkeeper.room;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * When a room's state, limit and rate are set by themselves. Pure: what is due follows from the schedule and two instants.
 *
 * @param zone whose clocks the steps go by
 * @param steps as their operator wrote them; of two that meet in one instant the later one counts last
 */
record Schedule(ZoneId zone, List<ScheduledStep> steps) {

    /** Nothing changes by itself. */
    static final Schedule NONE = new Schedule(ZoneOffset.UTC, List.of());

    Schedule {
        steps = List.copyOf(steps);
    }

    /** A step at one of its times. */
    record Due(Instant at, ScheduledStep step) {}

    /**
     * What is to be set once {@code now} has come, where all before {@code after} is done: of each kind the last one, however
     * many were missed. Empty where nothing is.
     */
    List<Due> due(Instant after, Instant now) {
        List<Due> passed = new ArrayList<>();
        for (ScheduledStep step : steps) {
            step.when().last(now, zone).filter(at -> at.isAfter(after)).ifPresent(at -> passed.add(new Due(at, step)));
        }
        // Stable: in one instant, the order of the list.
        passed.sort(Comparator.comparing(Due::at));
        return passed;
    }

    /** The first time after {@code after} of any step that is asked for. */
    Optional<Instant> next(Instant after, Predicate<ScheduledStep> asked) {
        return steps.stream()
                .filter(asked)
                .flatMap(step -> step.when().next(after, zone).stream())
                .min(Comparator.naturalOrder());
    }

    /** The next ones, each time of a recurring step for itself, soonest first. */
    List<Due> upcoming(Instant after, int most) {
        List<Due> upcoming = new ArrayList<>();
        Optional<Instant> at = next(after, step -> true);
        while (at.isPresent() && upcoming.size() < most) {
            Instant now = at.get();
            Instant before = now.minusNanos(1);
            steps.stream()
                    .filter(step -> step.when().next(before, zone).equals(Optional.of(now)))
                    .limit(most - upcoming.size())
                    .forEach(step -> upcoming.add(new Due(now, step)));
            at = next(now, step -> true);
        }
        return upcoming;
    }
}
