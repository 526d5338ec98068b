package dev.turnkeeper.defence;

import dev.turnkeeper.room.Rooms;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of the protected services call what visitors call, without credentials: cookies never come along, so there is
 * nothing that a foreign page could use in somebody else's name. {@code web.xml} puts it before the filters that answer.
 */
public class CrossOriginFilter implements Filter {

    private static final String METHODS = "GET, HEAD, POST, DELETE";
    private static final String HEADERS = "Authorization, Content-Type, Last-Event-ID";
    private static final String EXPOSED = "Retry-After, ETag, Location";
    private static final String REMEMBERED_SECONDS = "600";

    private final Rooms rooms;
    private final AtomicReference<@Nullable Origins> origins = new AtomicReference<>();

    @Inject
    CrossOriginFilter(Rooms rooms) {
        this.rooms = rooms;
        rooms.listen((before, after) -> origins.set(null));
    }

    @Override
    public void doFilter(ServletRequest asked, ServletResponse answered, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) asked;
        HttpServletResponse response = (HttpServletResponse) answered;
        response.addHeader("Vary", "Origin");
        String origin = request.getHeader("Origin");
        if (origin != null && origins().allow(origin)) {
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Access-Control-Expose-Headers", EXPOSED);
            if (isPreflight(request)) {
                response.setHeader("Access-Control-Allow-Methods", METHODS);
                response.setHeader("Access-Control-Allow-Headers", HEADERS);
                response.setHeader("Access-Control-Max-Age", REMEMBERED_SECONDS);
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
                return;
            }
        }
        chain.doFilter(asked, answered);
    }

    private static boolean isPreflight(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS") && request.getHeader("Access-Control-Request-Method") != null;
    }

    private Origins origins() {
        Origins known = origins.get();
        if (known == null) {
            known = new Origins(rooms.all());
            origins.set(known);
        }
        return known;
    }
}
