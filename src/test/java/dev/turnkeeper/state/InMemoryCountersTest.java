package dev.turnkeeper.state;

final class InMemoryCountersTest extends CountersContract {

    private final InMemoryGrid grid = new InMemoryGrid();

    InMemoryCountersTest() {
        grid.member();
        grid.member();
        grid.member();
    }

    @Override
    protected GridUnderTest grid() {
        return grid;
    }
}
