package dev.turnkeeper.layout.planted.visit;

import java.util.function.LongSupplier;

final class RefersToMillis {
    LongSupplier clock = System::currentTimeMillis;
}
