package dev.turnkeeper.state;

import static dev.turnkeeper.state.Eventually.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.UUID;
import org.junit.jupiter.api.Test;

public abstract class SightingsContract {

    private static final long NOW = 1_700_000_000_000L;
    private static final long LONG = 600_000;

    private final String name = UUID.randomUUID().toString();

    protected abstract GridUnderTest grid();

    private Sightings any() {
        return grid().members().get(0).sightings();
    }

    private Sightings other() {
        return grid().members().get(grid().members().size() - 1).sightings();
    }

    @Test
    void differentThings_areCountedOverAllMembers_andEachOnce() throws Exception {
        assertEquals(1, answer(any().note(name, 7, NOW, LONG)));
        assertEquals(2, answer(other().note(name, -8, NOW, LONG)));
        assertEquals(2, answer(other().note(name, 7, NOW + 1, LONG)));
        assertEquals(3, answer(any().note(name, 9, NOW + 2, LONG)));
    }

    @Test
    void names_areTheirOwn() throws Exception {
        assertEquals(1, answer(any().note(name, 7, NOW, LONG)));
        assertEquals(1, answer(other().note(name + "b", 8, NOW, LONG)));
    }

    @Test
    void whatWasSeenTooLongAgo_doesNotCount() throws Exception {
        assertEquals(1, answer(any().note(name, 7, NOW, LONG)));
        assertEquals(2, answer(any().note(name, 8, NOW + LONG - 1, LONG)));
        assertEquals(2, answer(other().note(name, 9, NOW + LONG, LONG)));
    }
}
