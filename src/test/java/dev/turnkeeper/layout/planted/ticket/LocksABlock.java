package dev.turnkeeper.layout.planted.ticket;

final class LocksABlock {
    int n;

    void go() {
        synchronized (this) {
            n++;
        }
    }
}
