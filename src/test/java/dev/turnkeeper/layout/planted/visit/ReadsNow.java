package dev.turnkeeper.layout.planted.visit;

import java.time.Instant;

final class ReadsNow {
    Instant now = Instant.now();
}
