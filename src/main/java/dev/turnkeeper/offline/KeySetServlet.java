package dev.turnkeeper.offline;

import dev.turnkeeper.pass.KeyRing;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The keys that passes are verified with, for everybody and any cache. */
@WebServlet("/.well-known/jwks.json")
public class KeySetServlet extends OfflineServlet {

    private static final long serialVersionUID = 1;

    private final transient KeyRing keys;

    @Inject
    KeySetServlet(KeyRing keys) {
        super("GET", "HEAD");
        this.keys = keys;
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "public, max-age=300");
        response.setHeader("Access-Control-Allow-Origin", "*");
        write(request, response, "application/json", keys.jwks().getBytes(StandardCharsets.UTF_8));
    }
}
