package dev.turnkeeper.room;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a room has come in its schedule. What is asked at every poll is worked out once.
 *
 * @param through all up to and with this is done, or was over when the schedule was written
 * @param nextStep the first that is not
 * @param nextChange the first that sets the state
 * @param nextOpening the first that lets visitors in, unless they are refused before
 */
record Agenda(
        Schedule schedule,
        Instant through,
        Optional<Instant> nextStep,
        Optional<Instant> nextChange,
        Optional<Instant> nextOpening) {

    static final Agenda NONE =
            new Agenda(Schedule.NONE, Instant.EPOCH, Optional.empty(), Optional.empty(), Optional.empty());

    static Agenda of(Schedule schedule, Instant through) {
        if (schedule.equals(Schedule.NONE)) {
            return NONE;
        }
        Optional<Instant> shuts = schedule.next(through, ScheduledStep::shuts);
        return new Agenda(
                schedule,
                through,
                schedule.next(through, step -> true),
                schedule.next(through, step -> step.state().isPresent()),
                schedule.next(through, ScheduledStep::opens)
                        .filter(opens -> shuts.isEmpty() || !opens.isAfter(shuts.get())));
    }

    boolean isDue(Instant now) {
        return nextStep.isPresent() && !nextStep.get().isAfter(now);
    }

    /** Up to when there is nothing left to do: now, or just before the first step that is due. */
    Instant doneBy(Instant now) {
        return nextStep.filter(next -> !next.isAfter(now))
                .map(next -> next.minusSeconds(1))
                .orElse(now);
    }

    List<Schedule.Due> due(Instant now) {
        return schedule.due(through, now);
    }
}
