package dev.turnkeeper.layout.planted.gate;

public final class Gate {}
