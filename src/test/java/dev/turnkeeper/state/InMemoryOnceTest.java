package dev.turnkeeper.state;

final class InMemoryOnceTest extends OnceContract {

    private final InMemoryGrid grid = new InMemoryGrid();

    InMemoryOnceTest() {
        grid.member();
        grid.member();
        grid.member();
    }

    @Override
    protected GridUnderTest grid() {
        return grid;
    }
}
