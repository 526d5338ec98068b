package dev.turnkeeper.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.stats.Step;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SpanTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:04:05Z");
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

    @Test
    void whoSaysNothing_getsTheLastDayByTheMinute() {
        Span span = Span.of(null, null, Optional.empty(), SEOUL, NOW);
        assertEquals(Step.MINUTE, span.fit(Optional.empty(), SEOUL, NOW, 1));
        Span whole = span.aligned(Step.MINUTE, SEOUL);
        assertEquals(Instant.parse("2026-11-22T03:05:00Z"), whole.to(), "the minute that is running is there");
        assertEquals(Instant.parse("2026-11-21T03:04:00Z"), whole.from());
    }

    @Test
    void date_isTheWholeDayThere() {
        Span day = Span.of("2026-11-22", "2026-11-22", Optional.of(Step.HOUR), SEOUL, NOW);
        assertEquals(Instant.parse("2026-11-21T15:00:00Z"), day.from());
        assertEquals(Instant.parse("2026-11-22T15:00:00Z"), day.to());
        assertEquals(day, day.aligned(Step.HOUR, SEOUL));
        assertEquals(
                Instant.parse("2026-11-22T00:00:00Z"),
                Span.of("2026-11-22T09:00 09:00", null, Optional.empty(), SEOUL, NOW)
                        .from(),
                "a plus that nobody escaped");
    }

    @Test
    void tooManyPoints_areRefused_namingAStepThatFits() {
        Span fits = Span.of("2026-11-18T15:44:00Z", "2026-11-22T03:04:00Z", Optional.of(Step.MINUTE), SEOUL, NOW);
        assertEquals(Step.MINUTE, fits.fit(Optional.of(Step.MINUTE), SEOUL, NOW, 1), "5,000 to the point");
        Span longer = Span.of("2026-11-18T15:43:00Z", "2026-11-22T03:04:00Z", Optional.of(Step.MINUTE), SEOUL, NOW);
        assertTrue(refused(() -> longer.fit(Optional.of(Step.MINUTE), SEOUL, NOW, 1))
                .contains("take hour"));
        assertTrue(
                refused(() -> fits.fit(Optional.of(Step.MINUTE), SEOUL, NOW, 2)).contains("take hour"));
        assertEquals(Step.HOUR, longer.fit(Optional.empty(), SEOUL, NOW, 1));
        Span old = Span.of("2026-10-01", "2026-10-01", Optional.of(Step.MINUTE), SEOUL, NOW);
        assertTrue(
                refused(() -> old.fit(Optional.of(Step.MINUTE), SEOUL, NOW, 1)).contains("40 days"));
        Span ages = Span.of("1500-01-01", "2026-10-01", Optional.empty(), SEOUL, NOW);
        assertTrue(refused(() -> ages.fit(Optional.empty(), SEOUL, NOW, 1)).contains("from"));
    }

    @Test
    void nonsense_isRefused() {
        for (String time : List.of("yesterday", "2026-13-01", "2026-11-22T", "+999999999-01-01", "11/22/2026")) {
            assertTrue(
                    refused(() -> Span.of(time, null, Optional.empty(), SEOUL, NOW))
                            .contains("from"),
                    time);
        }
        assertTrue(refused(() -> Span.of("2026-11-23", "2026-11-22", Optional.empty(), SEOUL, NOW))
                .contains("before to"));
        assertTrue(refused(() -> Span.zone("Mars/Base")).contains("zone"));
        assertTrue(refused(() -> Span.step("fortnight")).contains("minute, hour, day, week, month"));
        assertTrue(refused(() -> Span.ofPeriod("2026-11-22", SEOUL)).contains("periods"));
        assertTrue(refused(() -> Span.ofPeriod("2026-11-22/2026-11-20", SEOUL)).contains("periods"));
    }

    @Test
    void csv_isNoFormula() {
        assertEquals(
                "room,at,n\n\"'=1+1\",\"a,b\",\n",
                new String(
                        Written.csv(List.of(List.of("room", "at", "n"), Arrays.asList("=1+1", "a,b", null))),
                        StandardCharsets.UTF_8));
    }

    private static String refused(Executable asking) {
        return assertThrows(ProblemException.class, asking).problem().detail();
    }
}
