package dev.turnkeeper.answer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Writes whole answers. */
public final class Answers {

    private static final String JSON = "application/json";
    private static final String CACHING = "Cache-Control";
    private static final String NO_STORE = "no-store";

    private Answers() {}

    /** JSON for the one who asked alone. */
    public static void json(int status, JsonText json, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setStatus(status);
        json(json.toBytes(), NO_STORE, request, response);
    }

    /** @param caching what {@code Cache-Control} says */
    public static void json(byte[] json, String caching, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentType(JSON);
        response.setHeader(CACHING, caching);
        body(json, request, response);
    }

    /** 204: done, and nothing to say. */
    public static void nothing(HttpServletResponse response) {
        response.setHeader(CACHING, NO_STORE);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    /** A HEAD gets the same headers, and no body. */
    public static void body(byte[] bytes, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentLength(bytes.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(bytes);
        }
    }
}
