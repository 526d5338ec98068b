package dev.turnkeeper.screen;

import dev.turnkeeper.answer.PackagedFile;
import dev.turnkeeper.problem.ApiServlet;
import dev.turnkeeper.problem.ProblemException;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * What the page loads. A URL that names the version it gets may be kept for ever; any other, such as that of a page which
 * a node of another release made, is answered too and kept by nobody.
 */
@WebServlet(urlPatterns = PageFilesServlet.PATH + "*", loadOnStartup = 1)
public class PageFilesServlet extends ApiServlet {

    /** No room has such an id. */
    static final String PATH = "/wait/_/";

    private static final long serialVersionUID = 1;
    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    private final transient PageFiles files;

    @Inject
    PageFilesServlet(PageFiles files) {
        this.files = files;
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        PackagedFile file = Optional.ofNullable(request.getPathInfo())
                .flatMap(path -> files.find(path.substring(1)))
                .orElseThrow(() -> ProblemException.of(404, "The waiting page has no such file"));
        if (isOneOf(METHODS, request, response)) {
            boolean isThis = file.version().equals(request.getParameter("v"));
            file.send(isThis ? "public, max-age=31536000, immutable" : "no-cache", request, response);
        }
    }
}
