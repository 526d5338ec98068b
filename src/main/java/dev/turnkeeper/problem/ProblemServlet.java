package dev.turnkeeper.problem;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The error page of everything outside JAX-RS ({@code web.xml} names it), so that no HTML of the container is left. */
@WebServlet(urlPatterns = ProblemServlet.PATH, loadOnStartup = 1)
public class ProblemServlet extends HttpServlet {

    static final String PATH = "/problem";

    private static final long serialVersionUID = 1;

    /** Of any method: the error keeps that of the request. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // Asked for directly, it is a path like any other that does not exist.
        int status = request.getDispatcherType() == DispatcherType.ERROR
                        && request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? code
                : 404;
        if (status == 401 && !response.containsHeader("WWW-Authenticate")) {
            response.setHeader("WWW-Authenticate", StatusDetail.CHALLENGE);
        }
        ApiServlet.write(Problem.of(status, StatusDetail.of(status)), request, response);
    }
}
