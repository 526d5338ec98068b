package dev.turnkeeper.visitor;

import dev.turnkeeper.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Keeps other sites from acting with a ticket that the browser sends by itself. JSON will do too: no form sends it, and a
 * script of another origin has to ask first, and is not answered to send cookies.
 */
final class SameOrigin {

    private SameOrigin() {}

    /**
     * @param url scheme, host and port that the visitor asked for
     * @throws ProblemException 403 for a call from elsewhere
     */
    static void check(HttpServletRequest request, String url) {
        if (!isSame(request, url) && !EnterBody.isJson(request)) {
            throw VisitProblems.crossSite();
        }
    }

    private static boolean isSame(HttpServletRequest request, String url) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        return url.equalsIgnoreCase(request.getHeader("Origin"));
    }
}
