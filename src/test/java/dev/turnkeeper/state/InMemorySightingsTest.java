package dev.turnkeeper.state;

final class InMemorySightingsTest extends SightingsContract {

    private final InMemoryGrid grid = new InMemoryGrid();

    InMemorySightingsTest() {
        grid.member();
        grid.member();
        grid.member();
    }

    @Override
    protected GridUnderTest grid() {
        return grid;
    }
}
