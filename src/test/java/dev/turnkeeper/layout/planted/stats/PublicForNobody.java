package dev.turnkeeper.layout.planted.stats;

public final class PublicForNobody {}
