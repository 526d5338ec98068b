package dev.turnkeeper.offline;

import dev.turnkeeper.answer.Answers;
import dev.turnkeeper.pass.KeyRing;
import dev.turnkeeper.problem.ApiServlet;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The keys that passes are verified with, for everybody and any cache. */
@WebServlet(urlPatterns = "/.well-known/jwks.json", loadOnStartup = 1)
public class KeySetServlet extends ApiServlet {

    private static final long serialVersionUID = 1;
    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    private final transient KeyRing keys;

    @Inject
    KeySetServlet(KeyRing keys) {
        this.keys = keys;
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (isOneOf(METHODS, request, response)) {
            keys(request, response);
        }
    }

    private void keys(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Access-Control-Allow-Origin", "*");
        Answers.json(keys.jwks().getBytes(StandardCharsets.UTF_8), "public, max-age=300", request, response);
    }
}
