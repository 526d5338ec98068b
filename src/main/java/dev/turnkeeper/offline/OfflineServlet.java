package dev.turnkeeper.offline;

import dev.turnkeeper.problem.Problem;
import dev.turnkeeper.problem.ProblemException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** Answers by its methods alone, and refuses with a problem. */
abstract class OfflineServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private final transient List<String> methods;

    OfflineServlet(String... methods) {
        this.methods = List.of(methods);
    }

    abstract void answer(HttpServletRequest request, HttpServletResponse response) throws IOException;

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!methods.contains(request.getMethod())) {
            response.setHeader("Allow", String.join(", ", methods));
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        response.setHeader("Cache-Control", "no-store");
        try {
            answer(request, response);
        } catch (ProblemException refused) {
            byte[] json = refused.problem().toJson();
            response.setStatus(refused.problem().status());
            refused.headers().forEach(response::setHeader);
            response.setHeader("Cache-Control", "no-store");
            write(request, response, Problem.MEDIA_TYPE, json);
        }
    }

    static void write(HttpServletRequest request, HttpServletResponse response, String type, byte[] body)
            throws IOException {
        response.setContentType(type);
        response.setContentLength(body.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(body);
        }
    }
}
