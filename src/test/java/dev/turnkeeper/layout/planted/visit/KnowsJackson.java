package dev.turnkeeper.layout.planted.visit;

final class KnowsJackson {
    com.fasterxml.jackson.databind.ObjectMapper mapper;
}
