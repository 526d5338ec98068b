package dev.turnkeeper.visit;

/** When a visitor gets in, in seconds from now: four in five get in between the two. */
public record Eta(long lowSeconds, long highSeconds) {}
