package dev.turnkeeper.state;

final class InMemoryTicketMapsTest extends TicketMapsContract {

    private final InMemoryGrid grid = new InMemoryGrid();

    InMemoryTicketMapsTest() {
        grid.member();
        grid.member();
        grid.member();
    }

    @Override
    protected GridUnderTest grid() {
        return grid;
    }
}
