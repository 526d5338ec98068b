package dev.turnkeeper.tracer;

import dev.turnkeeper.answer.Answers;
import dev.turnkeeper.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.BiConsumer;

/** An outcome as HTTP has it: the same whether a servlet filter or JAX-RS sends it. */
final class TracerReply {

    static final String ALLOWED = "GET, POST, OPTIONS";

    private static final String JSON = "application/json";
    private static final String REASON = "X-Turnkeeper-Reason";

    private final int status;
    private final String type;
    private final int retryAfterSeconds;
    private final boolean bypassed;
    private final byte[] body;

    private TracerReply(int status, String type, int retryAfterSeconds, boolean bypassed, byte[] body) {
        this.status = status;
        this.type = type;
        this.retryAfterSeconds = retryAfterSeconds;
        this.bypassed = bypassed;
        this.body = body;
    }

    static TracerReply of(TracerOutcome outcome) {
        if (outcome instanceof TracerAnswer answer) {
            return new TracerReply(
                    HttpServletResponse.SC_OK, JSON, answer.retryAfterSeconds(), answer.bypassed(), answer.json());
        }
        TracerRejection rejection = (TracerRejection) outcome;
        return new TracerReply(
                rejection.status(),
                Problem.MEDIA_TYPE,
                rejection.retryAfterSeconds(),
                false,
                problem(rejection).toJson());
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    byte[] body() {
        return body;
    }

    void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        headers(response::setHeader);
        Answers.body(body, request, response);
    }

    void headers(BiConsumer<String, String> header) {
        header.accept("Cache-Control", "no-store");
        if (retryAfterSeconds > 0) {
            header.accept("Retry-After", String.valueOf(retryAfterSeconds));
        }
        if (bypassed) {
            header.accept(REASON, "bypass");
        }
        if (status == HttpServletResponse.SC_METHOD_NOT_ALLOWED) {
            header.accept("Allow", ALLOWED);
        }
    }

    private static Problem problem(TracerRejection rejection) {
        return rejection.errors().isEmpty()
                ? Problem.of(rejection.status(), rejection.detail())
                : Problem.badInput(rejection.errors().stream()
                        .map(error -> new Problem.Field(error.field(), error.detail()))
                        .toList());
    }
}
