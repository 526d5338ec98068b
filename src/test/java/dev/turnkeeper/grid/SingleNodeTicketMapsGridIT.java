package dev.turnkeeper.grid;

import dev.turnkeeper.state.GridUnderTest;
import dev.turnkeeper.state.TicketMapsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SingleNodeTicketMapsGridIT extends TicketMapsContract {

    @RegisterExtension
    static final RunningGrid GRID = RunningGrid.of(1);

    @Override
    protected GridUnderTest grid() {
        return GRID;
    }
}
