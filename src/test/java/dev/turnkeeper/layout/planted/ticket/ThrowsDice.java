package dev.turnkeeper.layout.planted.ticket;

final class ThrowsDice {
    int roll() {
        return new java.security.SecureRandom().nextInt();
    }
}
