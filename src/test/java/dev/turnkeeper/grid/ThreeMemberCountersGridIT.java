package dev.turnkeeper.grid;

import dev.turnkeeper.state.CountersContract;
import dev.turnkeeper.state.GridUnderTest;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ThreeMemberCountersGridIT extends CountersContract {

    @RegisterExtension
    static final RunningGrid GRID = RunningGrid.of(3);

    @Override
    protected GridUnderTest grid() {
        return GRID;
    }
}
