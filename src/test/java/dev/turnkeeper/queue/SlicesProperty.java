package dev.turnkeeper.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SlicesProperty {

    /** Each value is the oldest slice that it stands for. */
    @Property(tries = 20)
    void bound_makesOldOnesALittleYoungerAndNeverOlder(@ForAll @IntRange(min = 1_025, max = 30_000) int slices) {
        TreeMap<Long, Long> kept = new TreeMap<>();
        long first = 200_001;
        for (long slice = first; slice < first + slices; slice++) {
            kept.put(slice, slice);
            Slices.bound(kept, Math::min);
        }
        assertEquals(1_024, kept.size());
        long newest = first + slices - 1;
        long next = first;
        for (var entry : kept.entrySet()) {
            assertEquals(next, entry.getValue(), "a slice is counted with an earlier one, or not at all");
            long late = entry.getKey() - entry.getValue();
            long age = newest - entry.getValue();
            assertTrue(late * 50 <= age, () -> age + " slices old, taken for " + late + " younger");
            assertTrue(age >= 512 || late == 0, () -> age + " slices old and no longer exact");
            next = entry.getKey() + 1;
        }
        assertEquals(newest + 1, next);
    }

    @Property(tries = 100)
    void slice_holdsItsTicks(@ForAll @IntRange(max = 1_000_000) int tick) {
        assertTrue(tick <= Slices.lastTickOf(Slices.of(tick)));
        assertTrue(tick > Slices.lastTickOf(Slices.of(tick) - 1));
    }
}
