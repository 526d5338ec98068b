package dev.turnkeeper.layout.planted.node;

final class PropertiesOfTicks {
    @net.jqwik.api.Property
    void tick_isNeverRun(@net.jqwik.api.ForAll int tick) {}
}
