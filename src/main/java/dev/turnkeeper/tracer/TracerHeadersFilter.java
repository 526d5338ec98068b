package dev.turnkeeper.tracer;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/**
 * Keeps Jersey from judging headers that TRACER reads by itself or not at all: it would refuse a malformed {@code Accept}
 * or {@code Content-Type}, even of a GET, and a client that is refused lets its visitor in.
 */
@Provider
@PreMatching
public final class TracerHeadersFilter implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getUriInfo().getPath().startsWith("tracer/")) {
            request.getHeaders().remove(HttpHeaders.ACCEPT);
            request.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
        }
    }
}
