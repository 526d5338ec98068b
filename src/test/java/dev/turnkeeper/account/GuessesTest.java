package dev.turnkeeper.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuessesTest {

    private static final String GUESSER = "192.0.2.1";
    private static final String OTHER = "192.0.2.2";

    private final Desk.Time time = new Desk.Time();
    private final Guesses guesses = new Guesses(time);

    @Test
    void wrongGuesses_waitEverLonger_upToAMinute() {
        List<Long> waits = new ArrayList<>();
        for (int guess = 0; guess < 11; guess++) {
            Optional<Duration> wait = guesses.begin(GUESSER, "kim");
            waits.add(wait.map(Duration::toSeconds).orElse(0L));
            wait.ifPresent(time::pass);
            if (wait.isPresent()) {
                assertEquals(Optional.empty(), guesses.begin(GUESSER, "kim"));
            }
        }
        assertEquals(List.of(0L, 0L, 0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L), waits);
    }

    @Test
    void guessWhileWaiting_doesNotProlongIt() {
        wrong(GUESSER, "kim", 4);
        Duration wait = guesses.begin(GUESSER, "kim").orElseThrow();
        time.pass(wait.minusMillis(1));
        assertEquals(Duration.ofMillis(1), guesses.begin(GUESSER, "kim").orElseThrow());
        time.pass(Duration.ofMillis(1));
        assertEquals(Optional.empty(), guesses.begin(GUESSER, "kim"));
    }

    /** Nobody can keep somebody else out by guessing. */
    @Test
    void otherAddress_isNeverKeptWaiting_howeverManyGuessOneName() {
        for (int address = 0; address < 100; address++) {
            wrong("198.51.100." + address, "kim", 5);
        }
        assertEquals(Optional.empty(), guesses.begin(OTHER, "kim"));
    }

    @Test
    void oneAddress_cannotTryManyNames() {
        for (int name = 0; name < 11; name++) {
            assertEquals(Optional.empty(), guesses.begin(GUESSER, "name" + name));
        }
        assertTrue(guesses.begin(GUESSER, "one-more").isPresent());
        assertEquals(Optional.empty(), guesses.begin(OTHER, "one-more"));
    }

    @Test
    void rightPassword_isForgottenOfItsName_butNotOfTheAddress() {
        wrong(GUESSER, "kim", 2);
        guesses.begin(GUESSER, "kim");
        guesses.right(GUESSER, "kim");
        wrong(GUESSER, "kim", 3);
        assertTrue(guesses.begin(GUESSER, "kim").isPresent());
        // An account of one's own buys no further guesses at others.
        Guesses fresh = new Guesses(time);
        for (int name = 0; name < 11; name++) {
            assertEquals(Optional.empty(), fresh.begin(GUESSER, "name" + name));
            if (name < 10) {
                assertEquals(Optional.empty(), fresh.begin(GUESSER, "mine"));
                fresh.right(GUESSER, "mine");
            }
        }
        assertTrue(fresh.begin(GUESSER, "one-more").isPresent());
    }

    @Test
    void guessesAtOnce_countBeforeTheyAreAnswered() {
        assertEquals(Optional.empty(), guesses.begin(GUESSER, "kim"));
        assertEquals(Optional.empty(), guesses.begin(GUESSER, "kim"));
        assertEquals(Optional.empty(), guesses.begin(GUESSER, "kim"));
        assertTrue(guesses.begin(GUESSER, "kim").isPresent());
        guesses.unanswered(GUESSER, "kim");
        assertEquals(Optional.empty(), guesses.begin(GUESSER, "kim"));
    }

    @Test
    void silence_isForgiven() {
        wrong(GUESSER, "kim", 3);
        assertTrue(guesses.begin(GUESSER, "kim").isPresent());
        time.pass(Duration.ofMinutes(15));
        wrong(GUESSER, "kim", 3);
    }

    private void wrong(String address, String name, int times) {
        for (int guess = 0; guess < times; guess++) {
            Optional<Duration> wait = guesses.begin(address, name);
            if (wait.isPresent()) {
                time.pass(wait.get());
                assertEquals(Optional.empty(), guesses.begin(address, name));
            }
        }
    }
}
