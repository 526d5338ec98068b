package dev.turnkeeper.state;

final class InMemoryRegistersTest extends RegistersContract {

    private final InMemoryGrid grid = new InMemoryGrid();

    InMemoryRegistersTest() {
        grid.member();
        grid.member();
        grid.member();
    }

    @Override
    protected GridUnderTest grid() {
        return grid;
    }
}
