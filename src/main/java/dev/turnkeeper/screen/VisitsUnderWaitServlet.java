package dev.turnkeeper.screen;

import dev.turnkeeper.problem.ApiServlet;
import dev.turnkeeper.problem.ProblemException;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * The calls of the page, below its own path: under a shop's host nothing but {@code /gate/} and {@code /wait/} leads here,
 * and {@code /api/} may well be the shop's own. Exactly these, so that the management API does not show there.
 */
@WebServlet(urlPatterns = VisitsUnderWaitServlet.PATH + "/*", asyncSupported = true, loadOnStartup = 1)
public class VisitsUnderWaitServlet extends ApiServlet {

    static final String PATH = PageFilesServlet.PATH + "api";

    private static final long serialVersionUID = 1;

    private static final Pattern CALLS = Pattern.compile(
            "/v1/(?:visits(?:/current(?:/(?:stream|alive|complete|leave))?)?|rooms/[a-z0-9-]{1,40}/view)");

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String path = request.getPathInfo();
        if (path == null || !CALLS.matcher(path).matches()) {
            throw ProblemException.of(404, "The waiting page has no such call");
        }
        request.getRequestDispatcher("/api" + path).forward(request, response);
    }
}
