package dev.turnkeeper.grid;

import dev.turnkeeper.state.GridUnderTest;
import dev.turnkeeper.state.SightingsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SingleNodeSightingsGridIT extends SightingsContract {

    @RegisterExtension
    static final RunningGrid GRID = RunningGrid.of(1);

    @Override
    protected GridUnderTest grid() {
        return GRID;
    }
}
