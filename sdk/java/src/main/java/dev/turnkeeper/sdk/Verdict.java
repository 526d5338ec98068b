package dev.turnkeeper.sdk;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to do with a request: go on where {@link #proceeds}, else answer with {@link #status}, {@link #headers} and
 * {@link #body}. {@link #cookies} are added in both cases.
 *
 * @param pass the visitor's, where a room protects the request and a pass opened it
 * @param cookies values of {@code Set-Cookie}
 */
public record Verdict(
        Kind kind,
        Optional<PassClaims> pass,
        int status,
        Map<String, String> headers,
        List<String> cookies,
        byte[] body) {

    /** Why the request goes on, or does not. */
    public enum Kind {
        /** No room protects it, or its room lets everybody pass. */
        UNPROTECTED,
        /** A pass opened it. */
        ADMITTED,
        /** The waiting room cannot be reached, and the failure mode is OPEN. */
        OUTAGE_OPEN,
        /** The visitor came back from the queue: a cookie is set, and the clean address follows. */
        HANDED_OVER,
        /** To the queue. */
        TO_THE_QUEUE,
        /** A forged pass, or an address that servers read differently. */
        FORBIDDEN,
        /** The waiting room cannot be reached, and the failure mode is CLOSED. */
        OUTAGE_CLOSED
    }

    private static final byte[] NOTHING = {};

    public boolean proceeds() {
        return kind == Kind.UNPROTECTED || kind == Kind.ADMITTED || kind == Kind.OUTAGE_OPEN;
    }

    static final Verdict UNPROTECTED = goOn(Kind.UNPROTECTED, Optional.empty(), List.of());
    static final Verdict OUTAGE_OPEN = goOn(Kind.OUTAGE_OPEN, Optional.empty(), List.of());

    static Verdict admitted(PassClaims pass, List<String> cookies) {
        return goOn(Kind.ADMITTED, Optional.of(pass), cookies);
    }

    private static Verdict goOn(Kind kind, Optional<PassClaims> pass, List<String> cookies) {
        return new Verdict(kind, pass, 200, Map.of(), cookies, NOTHING);
    }

    static Verdict redirect(Kind kind, int status, String location, List<String> cookies) {
        return new Verdict(
                kind,
                Optional.empty(),
                status,
                Map.of("Location", location, "Cache-Control", "no-store", "Referrer-Policy", "no-referrer"),
                cookies,
                NOTHING);
    }

    /** @param headers beside those of every answer */
    static Verdict problem(
            Kind kind,
            int status,
            String type,
            String title,
            String detail,
            Map<String, String> headers,
            List<String> cookies) {
        String json = "{\"type\":\"urn:turnkeeper:problem:" + type + "\",\"title\":\"" + title + "\",\"status\":"
                + status + ",\"detail\":\"" + detail + "\"}";
        return withBody(kind, status, "application/problem+json", json, headers, cookies);
    }

    static Verdict page(Kind kind, int status, String html, Map<String, String> headers) {
        return withBody(kind, status, "text/html;charset=UTF-8", html, headers, List.of());
    }

    private static Verdict withBody(
            Kind kind, int status, String type, String body, Map<String, String> more, List<String> cookies) {
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("Content-Type", type);
        headers.put("Cache-Control", "no-store");
        return new Verdict(
                kind, Optional.empty(), status, Map.copyOf(headers), cookies, body.getBytes(StandardCharsets.UTF_8));
    }
}
