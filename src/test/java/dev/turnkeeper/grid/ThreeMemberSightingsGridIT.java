package dev.turnkeeper.grid;

import dev.turnkeeper.state.GridUnderTest;
import dev.turnkeeper.state.SightingsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ThreeMemberSightingsGridIT extends SightingsContract {

    @RegisterExtension
    static final RunningGrid GRID = RunningGrid.of(3);

    @Override
    protected GridUnderTest grid() {
        return GRID;
    }
}
