package dev.turnkeeper.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void pauses_growThreefold_upToAnHour() {
        Backoff even = new Backoff(() -> 0.5);
        assertEquals(
                List.of(5L, 15L, 45L, 135L, 405L, 1_215L, 3_600L, 3_600L),
                IntStream.rangeClosed(1, 8)
                        .mapToObj(tries -> even.after(tries).toSeconds())
                        .toList());
        assertEquals(Duration.ofHours(1), even.after(Integer.MAX_VALUE));
    }

    @Test
    void pauses_areSpread() {
        assertEquals(Duration.ofMillis(4_000), new Backoff(() -> 0).after(1));
        assertEquals(Duration.ofMillis(6_000), new Backoff(() -> 1).after(1));
    }
}
