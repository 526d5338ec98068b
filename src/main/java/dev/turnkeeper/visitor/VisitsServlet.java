package dev.turnkeeper.visitor;

import dev.turnkeeper.problem.ApiServlet;
import dev.turnkeeper.problem.ProblemException;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/** The paths of visits. A servlet, since a status poll in JAX-RS costs twice as much. */
@WebServlet(urlPatterns = "/api/v1/visits/*", asyncSupported = true, loadOnStartup = 1)
public class VisitsServlet extends ApiServlet {

    private static final long serialVersionUID = 1;

    private static final Set<String> ENTER = Set.of("POST");
    private static final Set<String> CURRENT = Set.of("GET", "HEAD", "DELETE");
    private static final Set<String> STREAM = Set.of("GET");

    private final transient EnterCall enter;
    private final transient CurrentCalls current;

    @Inject
    VisitsServlet(EnterCall enter, CurrentCalls current) {
        this.enter = enter;
        this.current = current;
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        switch (path == null ? "" : path) {
            case "/current" -> {
                if (isOneOf(CURRENT, request, response)) {
                    ofMethod(request, response);
                }
            }
            case "/current/stream" -> {
                if (isOneOf(STREAM, request, response)) {
                    current.stream(request, response);
                }
            }
            case "", "/" -> {
                if (isOneOf(ENTER, request, response)) {
                    enter.answer(request, response);
                }
            }
            case "/current/alive" -> {
                if (isOneOf(ENTER, request, response)) {
                    current.alive(request, response);
                }
            }
            case "/current/complete" -> {
                if (isOneOf(ENTER, request, response)) {
                    current.complete(request, response);
                }
            }
            case "/current/leave" -> {
                if (isOneOf(ENTER, request, response)) {
                    current.leave(request, response);
                }
            }
            default -> throw ProblemException.of(404, "There is nothing under this path: /openapi lists what there is");
        }
    }

    private void ofMethod(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getMethod()) {
            case "GET" -> current.status(request, response);
            case "HEAD" -> current.head(request, response);
            default -> current.cancel(request, response);
        }
    }
}
