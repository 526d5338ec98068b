package dev.turnkeeper.tracer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * A request without the headers that TRACER reads by itself or not at all: Jersey would refuse a malformed {@code Accept} or
 * {@code Content-Type}, even of a GET, and a client that is refused lets its visitor in. It looks at the
 * {@code Content-Type} before any filter of its own.
 */
final class WithoutMediaTypes extends HttpServletRequestWrapper {

    WithoutMediaTypes(HttpServletRequest request) {
        super(request);
    }

    @Nullable
    String sentContentType() {
        return super.getContentType();
    }

    @Override
    public @Nullable String getContentType() {
        return null;
    }

    @Override
    public @Nullable String getHeader(String name) {
        return isMediaType(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isMediaType(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(Collections.list(super.getHeaderNames()).stream()
                .filter(name -> !isMediaType(name))
                .toList());
    }

    private static boolean isMediaType(String name) {
        return name.equalsIgnoreCase("Accept") || name.equalsIgnoreCase("Content-Type");
    }
}
