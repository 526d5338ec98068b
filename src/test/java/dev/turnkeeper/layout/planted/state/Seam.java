package dev.turnkeeper.layout.planted.state;

public final class Seam {}
