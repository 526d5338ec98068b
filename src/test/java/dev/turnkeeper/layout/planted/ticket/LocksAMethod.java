package dev.turnkeeper.layout.planted.ticket;

final class LocksAMethod {
    synchronized void go() {}
}
