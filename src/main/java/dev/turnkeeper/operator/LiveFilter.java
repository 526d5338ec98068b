package dev.turnkeeper.operator;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings one room's live path, which lies amid those of JAX-RS, to the servlet that streams. */
@WebFilter(urlPatterns = "/api/v1/admin/rooms/*", asyncSupported = true)
public class LiveFilter extends HttpFilter {

    private static final long serialVersionUID = 1;
    private static final Pattern LIVE = Pattern.compile("/api/v1/admin/rooms/([a-z0-9-]+)/live");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Matcher path = LIVE.matcher(request.getRequestURI());
        if (!path.matches()) {
            chain.doFilter(request, response);
            return;
        }
        request.setAttribute(LiveServlet.ROOM, path.group(1));
        request.getRequestDispatcher(LiveServlet.PATH).forward(request, response);
    }
}
