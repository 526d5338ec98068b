package dev.turnkeeper.layout.planted.visit;

final class ReadsNanoTime {
    long now() {
        return System.nanoTime();
    }
}
