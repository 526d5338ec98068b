package dev.turnkeeper.layout.planted.visit;

import jakarta.enterprise.inject.Produces;

final class InnocentWiring {
    @Produces
    String made() {
        return "";
    }
}
