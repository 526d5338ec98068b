package dev.turnkeeper.layout.planted.tracer;

final class KnowsAnotherFront {
    dev.turnkeeper.layout.planted.gate.Gate other;
}
