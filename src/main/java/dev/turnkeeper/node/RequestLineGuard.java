package dev.turnkeeper.node;

import dev.turnkeeper.defence.IpAddress;
import dev.turnkeeper.problem.Problem;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.HttpStatus;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.memory.MemoryManager;

/**
 * Stands before the servlet container. That one answers an empty 200 to a request whose path or {@code Host} it cannot
 * read, which a proxy that asks the gate takes for "let in"; here it is 400. For the same reason it must not see the paths
 * that a gate is asked about: it would resolve {@code /gate/envoy/../../health/live} and answer as that.
 */
final class RequestLineGuard extends BaseFilter {

    private static final int LONGEST_HOST = 300;
    private static final int HIGHEST_PORT = 65_535;

    private static final byte[] UNREADABLE = Problem.of(
                    400,
                    "The request cannot be read in one way only: check the escapes of the path, the host name, and that"
                            + " either Content-Length or Transfer-Encoding is there, once")
            .toJson();

    private static final String GATEWAY = "/gw";

    /** What the container does not understand of what stands behind these is somebody else's path. */
    private static final String[] CARRIERS = {"/gate/envoy", GATEWAY};

    /** What stays the node's own under a name that leads to a gateway. */
    private static final String[] OWN = {"/gate/enter", "/gate/accept", "/wait"};

    /** Also in {@code gate}: the request target as it was sent, from its path on, without the query. */
    private static final String TARGET = "dev.turnkeeper.target";

    private final Predicate<String> isGateway;

    /** @param isGateway whether a host's requests are to be forwarded by this node */
    RequestLineGuard(Predicate<String> isGateway) {
        this.isGateway = isGateway;
    }

    @Override
    public NextAction handleRead(FilterChainContext context) throws IOException {
        Object message = context.getMessage();
        if (!(message instanceof HttpContent content)
                || !(content.getHttpHeader() instanceof HttpRequestPacket request)
                || request.getAttribute(TARGET) != null) {
            return context.getInvokeAction();
        }
        String target = request.getRequestURIRef().getOriginalRequestURIBC().toString(StandardCharsets.ISO_8859_1);
        request.setAttribute(TARGET, target);
        if (!hasOneHost(request) || !hasOneLength(request)) {
            return refuse(context, request);
        }
        carrier(request, target).ifPresent(request::setRequestURI);
        return hasPath(request) ? context.getInvokeAction() : refuse(context, request);
    }

    /** Where a request is taken that carries somebody else's path. */
    private Optional<String> carrier(HttpRequestPacket request, String target) {
        for (String carrier : CARRIERS) {
            if (isBelow(carrier, target)) {
                return Optional.of(carrier);
            }
        }
        for (String own : OWN) {
            if (isBelow(own, target) && !hasDots(target)) {
                return Optional.empty();
            }
        }
        String host = request.getHeader(Header.Host);
        return host != null && isGateway.test(nameOf(host)) ? Optional.of(GATEWAY) : Optional.empty();
    }

    /** Whether it may lead out of the folder that it seems to begin in. */
    private static boolean hasDots(String target) {
        return target.contains("/.") || target.contains("%2e") || target.contains("%2E");
    }

    private static String nameOf(String host) {
        int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
        return end < 0 ? host : host.substring(0, end);
    }

    private static boolean isBelow(String prefix, String target) {
        return target.startsWith(prefix)
                && (target.length() == prefix.length() || target.charAt(prefix.length()) == '/');
    }

    private static boolean hasOneHost(HttpRequestPacket request) {
        Iterator<String> hosts = request.getHeaders().values(Header.Host).iterator();
        // HTTP/1.0 may leave it out; of HTTP/1.1 the server itself demands it.
        return !hosts.hasNext() || isHost(hosts.next()) && !hosts.hasNext();
    }

    /** Whether every server sees the same end of this request: it is counted, or chunked, or has no body. */
    private static boolean hasOneLength(HttpRequestPacket request) {
        Iterator<String> lengths =
                request.getHeaders().values(Header.ContentLength).iterator();
        Iterator<String> codings =
                request.getHeaders().values(Header.TransferEncoding).iterator();
        boolean counted = lengths.hasNext();
        boolean chunked = codings.hasNext();
        if (counted && (!isNumber(lengths.next()) || lengths.hasNext())) {
            return false;
        }
        if (chunked && (!codings.next().strip().equalsIgnoreCase("chunked") || codings.hasNext())) {
            return false;
        }
        return !(counted && chunked);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean hasPath(HttpRequestPacket request) {
        try {
            String path = request.getRequestURIRef().getDecodedURI();
            return path.startsWith("/") && path.indexOf('\\') < 0 && path.indexOf('\0') < 0
                    || path.equals("*") && request.getMethod() == Method.OPTIONS;
        } catch (CharConversionException | RuntimeException unreadable) {
            return false;
        }
    }

    /** A name, or an address in brackets, and a port or none. */
    private static boolean isHost(String host) {
        String name = nameOf(host);
        int end = name.length();
        if (end == 0 || host.length() > LONGEST_HOST) {
            return false;
        }
        boolean sound = name.startsWith("[")
                ? IpAddress.parse(name.substring(1, end - 1)).isPresent()
                : name.chars().allMatch(RequestLineGuard::isOfName);
        return sound && (end == host.length() || host.charAt(end) == ':' && isPort(host.substring(end + 1)));
    }

    private static boolean isOfName(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_';
    }

    private static boolean isPort(String digits) {
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            port = 10 * port + digit;
            if (digit < 0 || digit > 9 || port > HIGHEST_PORT) {
                return false;
            }
        }
        return true;
    }

    private static NextAction refuse(FilterChainContext context, HttpRequestPacket request) {
        HttpResponsePacket response = request.getResponse();
        HttpStatus.BAD_REQUEST_400.setValues(response);
        response.setHeader(Header.ContentType, Problem.MEDIA_TYPE);
        response.setHeader(Header.CacheControl, "no-store");
        response.setHeader(Header.Connection, "close");
        response.setContentLength(UNREADABLE.length);
        HttpContent.Builder body = response.httpContentBuilder().last(true);
        if (request.getMethod() != Method.HEAD) {
            body.content(Buffers.wrap(MemoryManager.DEFAULT_MEMORY_MANAGER, UNREADABLE));
        }
        context.write(body.build());
        request.getProcessingState().getHttpContext().close();
        return context.getStopAction();
    }
}
