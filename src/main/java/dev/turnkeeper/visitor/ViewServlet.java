package dev.turnkeeper.visitor;

import dev.turnkeeper.problem.ApiServlet;
import dev.turnkeeper.problem.ProblemException;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/** How a room stands, for everybody and for any cache: nothing of the one who asks goes in, and no cookie comes out. */
@WebServlet(urlPatterns = "/api/v1/rooms/*", loadOnStartup = 1)
public class ViewServlet extends ApiServlet {

    private static final long serialVersionUID = 1;
    private static final Set<String> METHODS = Set.of("GET", "HEAD");
    private static final String END = "/view";
    private static final String CACHED = "public, max-age=1, stale-while-revalidate=5";

    private final transient RoomPages pages;

    @Inject
    ViewServlet(RoomPages pages) {
        this.pages = pages;
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        if (path == null || !path.endsWith(END)) {
            throw ProblemException.of(
                    404, "There is nothing under this path: a room's view is at /api/v1/rooms/{room}/view");
        }
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("Access-Control-Expose-Headers", "ETag");
        if (!isOneOf(METHODS, request, response)) {
            return;
        }
        String room = path.substring(1, Math.max(1, path.length() - END.length()));
        pages.view(room)
                .orElseThrow(() -> ProblemException.typed(
                        404, "no-room", "No such room", "There is no room of this id: check the path"))
                .send(request, response, CACHED);
    }
}
