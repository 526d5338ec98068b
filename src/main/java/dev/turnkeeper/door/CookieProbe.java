package dev.turnkeeper.door;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Whether a browser brings back a cookie: it is sent round once with one, and by a parameter that says so. The gate and the
 * waiting page share both, so that one visitor is sent round once.
 */
public final class CookieProbe {

    private static final String COOKIE = "tk-probe";
    private static final String PARAMETER = "tk_probe";
    private static final long YEAR_SECONDS = 31_536_000;

    private CookieProbe() {}

    public static void send(HttpServletResponse response, boolean secure) {
        Cookies.set(response, COOKIE, "1", YEAR_SECONDS, secure);
    }

    public static boolean isBack(HttpServletRequest request) {
        return Cookies.read(request, COOKIE).isPresent();
    }

    /** Whether this browser was sent round before. */
    public static boolean wasSent(HttpServletRequest request) {
        return request.getParameter(PARAMETER) != null;
    }

    /** The query of the address to be sent round to. @param query as it was; empty: none */
    public static String mark(String query) {
        return query + (query.isEmpty() ? "" : "&") + PARAMETER + "=1";
    }
}
