package dev.turnkeeper.layout.planted.tracer;

public final class InnocentResource {
    jakarta.ws.rs.core.Response answer;
}
