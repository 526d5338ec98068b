package dev.turnkeeper.layout.planted.visit;

import java.time.Clock;

final class MakesAClock {
    Clock clock = Clock.systemUTC();
}
