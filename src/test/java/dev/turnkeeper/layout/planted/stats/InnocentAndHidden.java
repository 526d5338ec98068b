package dev.turnkeeper.layout.planted.stats;

final class InnocentAndHidden {
    PublicForNobody used;
}
