package dev.turnkeeper.state;

final class InMemoryMessageBusTest extends MessageBusContract {

    private final InMemoryGrid grid = new InMemoryGrid();

    InMemoryMessageBusTest() {
        grid.member();
        grid.member();
        grid.member();
    }

    @Override
    protected GridUnderTest grid() {
        return grid;
    }
}
