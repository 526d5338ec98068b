package dev.turnkeeper.gate;

import dev.turnkeeper.room.RouteRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The request that a proxy asks about.
 *
 * @param url absolute, as the visitor sent it
 * @param method as the visitor sent it
 */
record Question(String url, String method, RouteRequest request) {

    private static final int LONGEST_URL = 16_384;
    private static final int LONGEST_METHOD = 32;

    /** Empty where servers could read it in two ways before they even come to its path. */
    static Optional<Question> of(String url, String method) {
        if (!isMethod(method) || url.length() > LONGEST_URL || !url.chars().allMatch(Question::isOfUrl)) {
            return Optional.empty();
        }
        return RouteRequest.ofUrl(url, Optional.of(method))
                .filter(request -> isHost(request.host()))
                .map(request -> new Question(url, method, request));
    }

    /** Scheme, host and port, as in the URL. */
    String origin() {
        return url.substring(0, pathBegin());
    }

    /** The first value of a parameter in the query; empty where it is missing, or cannot be decoded. */
    Optional<String> parameter(String name) {
        int mark = url.indexOf('?');
        if (mark < 0) {
            return Optional.empty();
        }
        for (String pair : url.substring(mark + 1).split("&")) {
            if (pair.startsWith(name) && pair.length() > name.length() && pair.charAt(name.length()) == '=') {
                try {
                    return Optional.of(URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException badEscape) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private int pathBegin() {
        int at = url.indexOf("://") + 3;
        while (at < url.length() && "/?".indexOf(url.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    /** No fragment: it is never sent, and a server that takes it for a part of the path reads another one. */
    private static boolean isOfUrl(int c) {
        return c > ' ' && c != 127 && c != '#';
    }

    private static boolean isMethod(String method) {
        return !method.isEmpty()
                && method.length() <= LONGEST_METHOD
                && method.chars().allMatch(c -> c >= 'A' && c <= 'Z' || c == '-' || c == '_');
    }

    /** A host that is written oddly would match no route, and be let in. */
    private static boolean isHost(String host) {
        return !host.startsWith(".")
                && !host.contains("..")
                && host.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || ".-_[]:".indexOf(c) >= 0)
                && (host.startsWith("[") || host.chars().noneMatch(c -> "[]:".indexOf(c) >= 0));
    }
}
