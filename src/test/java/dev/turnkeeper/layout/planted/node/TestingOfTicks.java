package dev.turnkeeper.layout.planted.node;

final class TestingOfTicks {
    @org.junit.jupiter.api.Test
    void tick_isNeverRun() {}
}
