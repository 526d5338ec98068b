package dev.turnkeeper.room;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A time of a schedule, by the clocks of its zone. Where clocks go forward, a time that they leave out is as much later as
 * they leave out; where they go back, a time that they show twice is the first of the two.
 */
sealed interface When {

    /** The last time up to and with {@code now}. */
    Optional<Instant> last(Instant now, ZoneId zone);

    /** The first time after {@code after}. */
    Optional<Instant> next(Instant after, ZoneId zone);

    private static Instant instant(LocalDateTime local, ZoneId zone) {
        return local.atZone(zone).toInstant();
    }

    /** One time. */
    record Once(LocalDateTime at) implements When {

        @Override
        public Optional<Instant> last(Instant now, ZoneId zone) {
            return Optional.of(instant(at, zone)).filter(time -> !time.isAfter(now));
        }

        @Override
        public Optional<Instant> next(Instant after, ZoneId zone) {
            return Optional.of(instant(at, zone)).filter(time -> time.isAfter(after));
        }
    }

    /** Every week. */
    record Weekly(Set<DayOfWeek> days, LocalTime time) implements When {

        /** A week, and a day on either side for clocks that are set over midnight. */
        private static final int LOOKED_AT = 9;

        public Weekly {
            EnumSet<DayOfWeek> ordered = EnumSet.copyOf(days);
            days = Collections.unmodifiableSet(ordered);
        }

        @Override
        public Optional<Instant> last(Instant now, ZoneId zone) {
            LocalDate latest = now.atZone(zone).toLocalDate().plusDays(1);
            for (int back = 0; back <= LOOKED_AT; back++) {
                Optional<Instant> time = on(latest.minusDays(back), zone).filter(at -> !at.isAfter(now));
                if (time.isPresent()) {
                    return time;
                }
            }
            return Optional.empty();
        }

        @Override
        public Optional<Instant> next(Instant after, ZoneId zone) {
            LocalDate earliest = after.atZone(zone).toLocalDate().minusDays(1);
            for (int ahead = 0; ahead <= LOOKED_AT; ahead++) {
                Optional<Instant> time = on(earliest.plusDays(ahead), zone).filter(at -> at.isAfter(after));
                if (time.isPresent()) {
                    return time;
                }
            }
            return Optional.empty();
        }

        private Optional<Instant> on(LocalDate date, ZoneId zone) {
            return days.contains(date.getDayOfWeek())
                    ? Optional.of(instant(date.atTime(time), zone))
                    : Optional.empty();
        }
    }
}
