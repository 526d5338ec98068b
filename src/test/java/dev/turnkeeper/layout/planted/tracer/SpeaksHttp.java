package dev.turnkeeper.layout.planted.tracer;

final class SpeaksHttp {
    jakarta.ws.rs.core.Response answer;
}
