package dev.turnkeeper.pass;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A wall clock that moves when it is told to. */
final class HandClock implements InstantSource {

    private Instant now = Instant.parse("2026-12-31T23:59:41.777Z");

    @Override
    public Instant instant() {
        return now;
    }

    void advance(Duration by) {
        now = now.plus(by);
    }
}
