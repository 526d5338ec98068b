package dev.turnkeeper.state;

final class InMemoryReplicatedBytesTest extends ReplicatedBytesContract {

    private final InMemoryGrid grid = new InMemoryGrid();

    InMemoryReplicatedBytesTest() {
        grid.member();
        grid.member();
        grid.member();
    }

    @Override
    protected GridUnderTest grid() {
        return grid;
    }
}
