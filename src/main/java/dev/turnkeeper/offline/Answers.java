package dev.turnkeeper.offline;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How verifiers are answered. */
final class Answers {

    private Answers() {}

    static void json(String json, String caching, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        response.setHeader("Cache-Control", caching);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(body);
        }
    }
}
