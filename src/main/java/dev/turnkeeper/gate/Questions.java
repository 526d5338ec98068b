package dev.turnkeeper.gate;

import dev.turnkeeper.defence.Callers;
import dev.turnkeeper.door.Door;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Optional;

/**
 * Reads what a proxy asks about, of one family of headers and of no other: a client may send those that its proxy does not
 * set. Each header has to be there once; what is doubled was sent by two.
 */
final class Questions {

    /** Also in {@code node.RequestLineGuard}, which keeps the server from resolving it. */
    private static final String TARGET = "dev.turnkeeper.target";

    private static final String ENVOY_PREFIX = "/gate/envoy";

    private static final String GATEWAY_PREFIX = "/gw";

    private final Callers callers;
    private final Door door;

    Questions(Callers callers, Door door) {
        this.callers = callers;
        this.door = door;
    }

    /** What a visitor asks for who came to this node itself, by gateway mode; empty where it is not usable. */
    Optional<Question> ofGateway(HttpServletRequest request) {
        if (!(request.getAttribute(TARGET) instanceof String target)) {
            return Optional.empty();
        }
        boolean named = target.equals(GATEWAY_PREFIX) || target.startsWith(GATEWAY_PREFIX + "/");
        String path = named ? target.substring(GATEWAY_PREFIX.length()) : target;
        return text(withQuery(path.isEmpty() ? "/" : path, request))
                .filter(uri -> uri.startsWith("/"))
                .flatMap(uri -> Question.of(door.url(request) + uri, request.getMethod()));
    }

    /** Empty where it is not told, not told by a trusted proxy, or not usable. */
    Optional<Question> of(Family family, HttpServletRequest request) {
        if (!callers.isProxied(request)) {
            return Optional.empty();
        }
        return switch (family) {
            case NGINX -> nginx(request);
            case FORWARD -> forward(request);
            case ENVOY -> envoy(request);
        };
    }

    private static Optional<Question> nginx(HttpServletRequest request) {
        return only(request, "X-Original-URL")
                .flatMap(url -> only(request, "X-Original-Method").flatMap(method -> Question.of(url, method)));
    }

    private static Optional<Question> forward(HttpServletRequest request) {
        return only(request, "X-Forwarded-Uri")
                .flatMap(uri -> only(request, "X-Forwarded-Method").flatMap(method -> only(request, "X-Forwarded-Host")
                        .flatMap(host -> question(request, host, uri, method))));
    }

    private static Optional<Question> envoy(HttpServletRequest request) {
        if (!(request.getAttribute(TARGET) instanceof String target) || !target.startsWith(ENVOY_PREFIX + "/")) {
            return Optional.empty();
        }
        String uri = withQuery(target.substring(ENVOY_PREFIX.length()), request);
        return only(request, "Host")
                .flatMap(host -> text(uri).flatMap(read -> question(request, host, read, request.getMethod())));
    }

    private static Optional<Question> question(HttpServletRequest request, String host, String uri, String method) {
        boolean origin = uri.startsWith("/") && host.indexOf('/') < 0 && host.indexOf('?') < 0;
        return origin
                ? only(request, "X-Forwarded-Proto")
                        .filter(scheme -> scheme.equals("http") || scheme.equals("https"))
                        .flatMap(scheme -> Question.of(scheme + "://" + host + uri, method))
                : Optional.empty();
    }

    private static String withQuery(String path, HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null ? path : path + "?" + query;
    }

    /** The header's only value; empty where it is missing or sent twice. */
    private static Optional<String> only(HttpServletRequest request, String name) {
        Enumeration<String> values = request.getHeaders(name);
        if (!values.hasMoreElements()) {
            return Optional.empty();
        }
        String value = values.nextElement();
        return values.hasMoreElements() ? Optional.empty() : Optional.of(value);
    }

    /** What came as bytes, one to a character, as the UTF-8 that they are; empty where they are none. */
    private static Optional<String> text(String bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }
}
