package dev.turnkeeper.pass;

/** The place behind a pass, as its id tells. */
public record PassPlace(String room, long generation, long position) {}
