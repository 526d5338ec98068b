package dev.turnkeeper.layout.planted.ticket;

final class StartsAThread {
    void go() {
        new Thread(() -> {}).start();
    }
}
