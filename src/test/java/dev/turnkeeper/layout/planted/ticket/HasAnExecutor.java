package dev.turnkeeper.layout.planted.ticket;

final class HasAnExecutor {
    java.util.concurrent.ExecutorService workers;
}
