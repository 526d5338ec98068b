package dev.turnkeeper.problem;

import dev.turnkeeper.answer.Answers;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/** A path outside JAX-RS: what goes wrong is answered by a problem, a method that it does not know by 405. */
public abstract class ApiServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    /** @throws ProblemException for what is to be answered by it */
    protected abstract void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException;

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            answer(request, response);
        } catch (ProblemException refused) {
            refused.headers().forEach(response::setHeader);
            write(refused.problem(), request, response);
        }
    }

    /**
     * Ends here for a method that is none of these, and for OPTIONS.
     *
     * @return false where OPTIONS was answered
     * @throws ProblemException 405
     */
    protected static boolean isOneOf(Set<String> methods, HttpServletRequest request, HttpServletResponse response) {
        String method = request.getMethod();
        if (methods.contains(method)) {
            return true;
        }
        String allowed = String.join(", ", new TreeSet<>(methods)) + ", OPTIONS";
        if (!method.equals("OPTIONS")) {
            throw ProblemException.of(405, StatusDetail.of(405)).with("Allow", allowed);
        }
        response.setHeader("Allow", allowed);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        return false;
    }

    /** Writes the problem as the whole answer. */
    public static void write(Problem problem, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setHeader("Cache-Control", "no-store");
        Answers.body(problem.toJson(), request, response);
    }
}
