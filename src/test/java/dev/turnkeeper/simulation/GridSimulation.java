package dev.turnkeeper.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of seeds through {@link Run}. A failing one is printed with the command that replays it:
 * {@code mvn test -Dtest=GridSimulation -Dturnkeeper.seed=N}.
 */
class GridSimulation {

    private static final long SEEDS = Long.getLong("turnkeeper.seeds", 3_000);
    private static final long MOST_TO_CATCH = 400;

    @Test
    void laws_holdWhateverHappens() {
        Long one = Long.getLong("turnkeeper.seed");
        Optional<String> broken = LongStream.rangeClosed(one == null ? 1 : one, one == null ? SEEDS : one)
                .parallel()
                .mapToObj(GridSimulation::broken)
                .flatMap(Optional::stream)
                .findAny();
        assertEquals(Optional.empty(), broken);
    }

    private static Optional<String> broken(long seed) {
        List<String> broken = Run.broken(seed, PlantedFault.NONE);
        return broken.isEmpty()
                ? Optional.empty()
                : Optional.of("seed " + seed + "; replay: mvn test -Dtest=GridSimulation -Dturnkeeper.seed=" + seed
                        + ": " + broken);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void plantedFault_isCaught(PlantedFault fault) {
        assertTrue(
                LongStream.rangeClosed(1, MOST_TO_CATCH).parallel().anyMatch(seed -> !Run.broken(seed, fault)
                        .isEmpty()),
                fault + " went unnoticed through " + MOST_TO_CATCH + " seeds");
    }
}
