package dev.turnkeeper.layout.planted.queue;

final class KnowsState {
    dev.turnkeeper.layout.planted.state.Seam seam;
}
