package dev.turnkeeper.layout.planted.queue;

final class Innocent {
    long[] positions = {3};
    org.roaringbitmap.RoaringBitmap bits;
}
