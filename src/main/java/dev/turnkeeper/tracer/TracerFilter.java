package dev.turnkeeper.tracer;

import dev.turnkeeper.defence.Callers;
import dev.turnkeeper.defence.CrossOriginFilter;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Stands before {@link TracerResource}. What nearly every client sends, a GET that can be read, is answered here: the way
 * through JAX-RS costs more than all the rest of a poll. Everything else goes on, without the headers that JAX-RS would judge.
 */
@WebFilter(urlPatterns = "/api/v1/tracer/*")
public final class TracerFilter implements Filter {

    private static final String PATH = "/api/v1/tracer/access";
    private static final ThreadLocal<WithoutMediaTypes> CURRENT = new ThreadLocal<>();

    private final Tracer tracer;
    private final Callers callers;

    @Inject
    TracerFilter(Tracer tracer, Callers callers) {
        this.tracer = tracer;
        this.callers = callers;
    }

    /** The request that this thread answers, where JAX-RS does. */
    static HttpServletRequest request() {
        return CURRENT.get();
    }

    /** What the client sent; null where it sent none. */
    static @Nullable String contentType() {
        return CURRENT.get().sentContentType();
    }

    @Override
    public void doFilter(ServletRequest asked, ServletResponse answered, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) asked;
        if (isPoll(request)
                && TracerRequest.ofQuery(request.getQueryString(), TracerRequest.Defaults.of(request, callers))
                        instanceof TracerRequest sound) {
            TracerReply.of(tracer.answer(sound, room -> CrossOriginFilter.narrow(request, room)))
                    .send(request, (HttpServletResponse) answered);
            return;
        }
        WithoutMediaTypes shown = new WithoutMediaTypes(request);
        CURRENT.set(shown);
        try {
            chain.doFilter(shown, answered);
        } finally {
            CURRENT.remove();
        }
    }

    /** Other spellings of the path are left to JAX-RS. */
    private static boolean isPoll(HttpServletRequest request) {
        return request.getMethod().equals("GET") && request.getRequestURI().equals(PATH);
    }
}
