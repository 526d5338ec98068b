package dev.turnkeeper.room;

import java.util.Locale;
import java.util.Optional;

/**
 * A request as far as routes tell requests apart.
 *
 * @param page a full URL (then its own path counts), a path, a menu code, or nothing: the path /
 * @param method empty: the caller (TRACER) has none, and routes of any method match
 */
public record RouteRequest(String host, int port, String page, Optional<String> method) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** From an absolute http(s) URL without userinfo; empty where it is none. */
    public static Optional<RouteRequest> ofUrl(String url, Optional<String> method) {
        String text = url.strip();
        String lower = text.toLowerCase(Locale.ROOT);
        boolean secure = lower.startsWith("https://");
        if (!secure && !lower.startsWith("http://")) {
            return Optional.empty();
        }
        int begin = secure ? "https://".length() : "http://".length();
        int end = begin;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String authority = text.substring(begin, end);
        int colon = authority.endsWith("]") ? -1 : authority.lastIndexOf(':');
        String host = colon < 0 ? authority : authority.substring(0, colon);
        int port = colon < 0 || colon == authority.length() - 1
                ? secure ? HTTPS : HTTP
                : port(authority.substring(colon + 1));
        if (host.isEmpty() || port < 1 || host.indexOf('@') >= 0 || host.indexOf('\\') >= 0) {
            return Optional.empty();
        }
        return Optional.of(new RouteRequest(host, port, text, method));
    }

    /** The path as it is matched, escaped again, with the slash at its end if it had one; empty where it is refused. */
    public Optional<String> path() {
        PageAddress address = PageAddress.of(page);
        if (address.refusal() != null || address.menu() != null) {
            return Optional.empty();
        }
        String raw = page.split("[?#]", 2)[0];
        String path = address.path();
        boolean slash = !path.equals("/") && (raw.endsWith("/") || raw.endsWith("/.") || raw.endsWith("/.."));
        return Optional.of(slash ? path + "/" : path);
    }

    private static int port(String digits) {
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9' || digits.length() > 5) {
                return -1;
            }
            port = 10 * port + (c - '0');
        }
        return port <= 65_535 ? port : -1;
    }
}
