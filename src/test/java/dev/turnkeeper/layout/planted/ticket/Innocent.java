package dev.turnkeeper.layout.planted.ticket;

final class Innocent {
    ThreadLocal<String> perThread;
}
