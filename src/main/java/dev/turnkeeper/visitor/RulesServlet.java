package dev.turnkeeper.visitor;

import dev.turnkeeper.problem.ApiServlet;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.Rooms;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/** The rules of one host, for SDKs: they ask every few seconds, mostly to be told that nothing changed. */
@WebServlet(urlPatterns = "/api/v1/rules", loadOnStartup = 1)
public class RulesServlet extends ApiServlet {

    private static final long serialVersionUID = 1;
    private static final Set<String> METHODS = Set.of("GET", "HEAD");
    private static final int LONGEST_HOST = 255;
    private static final String CACHED = "public, max-age=10";

    private final transient Rooms rooms;

    @Inject
    RulesServlet(Rooms rooms) {
        this.rooms = rooms;
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (isOneOf(METHODS, request, response)) {
            new ReadyBytes(Rules.json(rooms, host(request))).send(request, response, CACHED);
        }
    }

    private static String host(HttpServletRequest request) {
        String host = request.getParameter("host");
        if (host == null || host.isBlank()) {
            throw ProblemException.badInput(
                    "host", "is required: name the host whose rules are wanted, as ?host=shop.example.com");
        }
        if (host.length() > LONGEST_HOST || host.indexOf('/') >= 0) {
            throw ProblemException.badInput(
                    "host",
                    "must be a host name of at most " + LONGEST_HOST + " characters, without scheme, port and path");
        }
        return host.strip();
    }
}
