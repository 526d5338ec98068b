package dev.turnkeeper.script;

import dev.turnkeeper.answer.Answers;
import dev.turnkeeper.answer.Gzip;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The browser SDK: the newest, and the newest that keeps the promises of version 0. A page that names the version gets no other
 * when the nodes are upgraded. Neither address names one content, so caches ask again after a while; if no node answers them
 * they go on with what they have.
 */
@WebServlet({BrowserSdkServlet.NEWEST, BrowserSdkServlet.VERSION_0})
public class BrowserSdkServlet extends HttpServlet {

    static final String NEWEST = "/sdk/turnkeeper.js";
    static final String VERSION_0 = "/sdk/v0/turnkeeper.js";

    private static final String KEPT = "public, max-age=300, stale-while-revalidate=86400, stale-if-error=604800";

    private static final long serialVersionUID = 1;

    private final transient BrowserSdk sdk = BrowserSdk.packaged();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("ETag", sdk.etag());
        response.setHeader("Cache-Control", KEPT);
        response.setHeader("Vary", "Accept-Encoding");
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (sdk.etag().equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        boolean zipped = Gzip.isTakenBy(request);
        if (zipped) {
            Gzip.mark(response);
        }
        response.setContentType("text/javascript;charset=UTF-8");
        Answers.body(zipped ? sdk.zipped() : sdk.plain(), request, response);
    }
}
