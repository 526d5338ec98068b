package dev.turnkeeper.layout.planted.visit;

final class KnowsRoaring {
    org.roaringbitmap.RoaringBitmap bits;
}
