package dev.turnkeeper.script;

import dev.turnkeeper.answer.PackagedFile;
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
@WebServlet(
        urlPatterns = {BrowserSdkServlet.NEWEST, BrowserSdkServlet.VERSION_0},
        loadOnStartup = 1)
public class BrowserSdkServlet extends HttpServlet {

    static final String NEWEST = "/sdk/turnkeeper.js";
    static final String VERSION_0 = "/sdk/v0/turnkeeper.js";

    private static final String KEPT = "public, max-age=300, stale-while-revalidate=86400, stale-if-error=604800";

    private static final long serialVersionUID = 1;

    private final transient PackagedFile sdk = packaged();

    static PackagedFile packaged() {
        return PackagedFile.of("text/javascript;charset=UTF-8", PackagedFile.read("/sdk/turnkeeper.js"));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
        sdk.send(KEPT, request, response);
    }
}
