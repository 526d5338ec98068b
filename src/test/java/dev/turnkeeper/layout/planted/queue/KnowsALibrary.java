package dev.turnkeeper.layout.planted.queue;

final class KnowsALibrary {
    com.fasterxml.jackson.databind.ObjectMapper mapper;
}
