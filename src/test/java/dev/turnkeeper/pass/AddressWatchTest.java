package dev.turnkeeper.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.state.Sightings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** How many addresses a pass is used from: here, and in the whole grid, of which each node is told seldom. */
class AddressWatchTest {

    private static final int MOST = 3;
    private static final long WINDOW = AddressWatch.WITHIN.toSeconds();
    private static final Instant BEGIN = Instant.parse("2026-11-20T01:00:00Z");

    private final Grid grid = new Grid();
    private final AddressWatch watch = new AddressWatch(grid);

    @Test
    void oneMoreThanMayBe_isTooMany_andTheSameAgainIsNot() {
        for (String address : List.of("a", "b", "a", "c", "c", "b")) {
            assertFalse(isTooMany(address, 0), address);
        }
        assertTrue(isTooMany("d", 1));
        assertTrue(isTooMany("a", 1), "from whichever address");
        assertFalse(watch.tooMany("another pass", "d", MOST, BEGIN));
    }

    @Test
    void address_countsForTenMinutesAfterItWasLastSeen() {
        isTooMany("a", 0);
        isTooMany("b", 0);
        isTooMany("c", 0);
        isTooMany("b", 1);
        assertFalse(isTooMany("d", WINDOW), "two of the three are not seen any more");
        assertFalse(isTooMany("e", WINDOW));
        assertTrue(isTooMany("f", WINDOW), "but one is: it was seen once more");
        assertFalse(isTooMany("f", WINDOW + 1), "until a second later");
    }

    @Test
    void grid_isToldOfNewAddresses_andOfOldOnesNowAndThen() {
        isTooMany("a", 0);
        isTooMany("a", 1);
        isTooMany("b", 2);
        isTooMany("a", WINDOW / 2 - 1);
        assertEquals(List.of("a", "b"), grid.told());
        isTooMany("a", WINDOW / 2);
        isTooMany("a", WINDOW / 2 + 1);
        assertEquals(List.of("a", "b", "a"), grid.told(), "else it would be forgotten there");
        isTooMany("a", WINDOW);
        assertEquals(List.of("a", "b", "a", "a"), grid.told());
    }

    @Test
    void gridIsNotToldOfMoreThanMatter() {
        for (String address : List.of("a", "b", "c", "d", "e", "f")) {
            isTooMany(address, 0);
        }
        assertEquals(List.of("a", "b", "c", "d"), grid.told());
    }

    @Test
    void tooManyInTheGrid_areTooManyHere() {
        grid.all = MOST;
        assertFalse(isTooMany("a", 0));
        assertFalse(isTooMany("a", 1));
        grid.all = MOST + 1;
        isTooMany("b", 2);
        assertTrue(isTooMany("a", 3));
    }

    private boolean isTooMany(String address, long second) {
        return watch.tooMany("pass", address, MOST, BEGIN.plusSeconds(second));
    }

    /** What the other nodes have seen is said here. */
    private static final class Grid implements Sightings {

        private final List<Integer> told = new ArrayList<>();
        private int all;

        @Override
        public CompletionStage<Integer> note(String key, int one, long now, long withinMillis) {
            assertEquals(WINDOW * 1_000, withinMillis);
            told.add(one);
            return CompletableFuture.completedFuture(all);
        }

        /** Addresses of one letter, by their hash. */
        private List<String> told() {
            return told.stream().map(Character::toString).toList();
        }
    }
}
