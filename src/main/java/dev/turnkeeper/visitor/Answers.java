package dev.turnkeeper.visitor;

import dev.turnkeeper.door.JsonText;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** How visits are answered. */
final class Answers {

    private Answers() {}

    static void send(int status, JsonText json, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        byte[] bytes = json.toBytes();
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(bytes.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(bytes);
        }
    }

    static void nothing(HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
