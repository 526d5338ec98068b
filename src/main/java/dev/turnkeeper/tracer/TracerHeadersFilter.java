package dev.turnkeeper.tracer;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Jersey from judging headers that TRACER reads by itself or not at all: it would refuse a malformed {@code Accept}
 * or {@code Content-Type}, even of a GET, and a client that is refused lets its visitor in. A servlet filter, because
 * Jersey looks at the {@code Content-Type} before any filter of its own.
 */
@WebFilter(urlPatterns = "/api/v1/tracer/*")
public final class TracerHeadersFilter implements Filter {

    private static final ThreadLocal<WithoutMediaTypes> CURRENT = new ThreadLocal<>();

    /** The request that this thread answers. Injected by JAX-RS, it costs more than the look-up of the visitor. */
    static HttpServletRequest request() {
        return CURRENT.get();
    }

    /** What the client sent; null where it sent none. */
    static @Nullable String contentType() {
        return CURRENT.get().sentContentType();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        WithoutMediaTypes shown = new WithoutMediaTypes((HttpServletRequest) request);
        CURRENT.set(shown);
        try {
            chain.doFilter(shown, response);
        } finally {
            CURRENT.remove();
        }
    }

    private static final class WithoutMediaTypes extends HttpServletRequestWrapper {

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
}
