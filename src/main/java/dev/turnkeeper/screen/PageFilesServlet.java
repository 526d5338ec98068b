package dev.turnkeeper.screen;

import dev.turnkeeper.problem.Problem;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * What the page loads. A URL that names the version it gets may be kept for ever; any other, such as that of a page which
 * a node of another release made, is answered too and kept by nobody.
 */
@WebServlet(PageFilesServlet.PATH + "*")
public class PageFilesServlet extends HttpServlet {

    /** No room has such an id. */
    static final String PATH = "/wait/_/";

    private static final long serialVersionUID = 1;

    private final transient PageFiles files;

    @Inject
    PageFilesServlet(PageFiles files) {
        this.files = files;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<PageFile> found = Optional.ofNullable(request.getPathInfo())
                .filter(path -> path.startsWith("/"))
                .flatMap(path -> files.find(path.substring(1)));
        if (found.isEmpty()) {
            Answers.problem(response, Problem.of(404, "the waiting page has no such file"));
            return;
        }
        PageFile file = found.get();
        boolean zipped = Answers.takesGzip(request);
        String etag = file.etag(zipped);
        boolean isThis = file.version().equals(request.getParameter("v"));
        response.setHeader("ETag", etag);
        response.setHeader("Vary", "Accept-Encoding");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", isThis ? "public, max-age=31536000, immutable" : "no-cache");
        if (etag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(file.type());
        Answers.body(response, zipped ? file.zipped() : file.plain(), zipped);
    }
}
