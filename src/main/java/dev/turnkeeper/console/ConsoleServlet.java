package dev.turnkeeper.console;

import dev.turnkeeper.answer.PackagedFile;
import dev.turnkeeper.problem.ApiServlet;
import dev.turnkeeper.problem.ProblemException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The console's files. A browser asks again each time, and is told that nothing has changed. */
@WebServlet(
        urlPatterns = {"/console", "/console/*"},
        loadOnStartup = 1)
public class ConsoleServlet extends ApiServlet {

    private static final long serialVersionUID = 1;
    private static final Set<String> METHODS = Set.of("GET", "HEAD");
    private static final String PAGE = "index.html";
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    private final transient ConsoleFiles files = new ConsoleFiles();

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        if (path == null) {
            response.setHeader("Location", "/console/");
            response.setStatus(HttpServletResponse.SC_FOUND);
            return;
        }
        String name = path.equals("/") ? PAGE : path.substring(1);
        PackagedFile file =
                files.find(name).orElseThrow(() -> ProblemException.of(404, "The console has no such file"));
        if (!isOneOf(METHODS, request, response)) {
            return;
        }
        if (name.equals(PAGE)) {
            response.setHeader("Content-Security-Policy", policy(file));
            response.setHeader("Referrer-Policy", "no-referrer");
        }
        file.send("no-cache", request, response);
    }

    /** Our own files alone, and of inline scripts the one that says where the libraries are. */
    private static String policy(PackagedFile page) {
        return "default-src 'none'; script-src 'self' 'sha256-" + hashOfImportMap(page) + "'; style-src 'self';"
                + " img-src 'self' data: blob:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'";
    }

    private static String hashOfImportMap(PackagedFile page) {
        Matcher map = IMPORT_MAP.matcher(new String(page.plain(), StandardCharsets.UTF_8));
        if (!map.find()) {
            throw new IllegalStateException(PAGE + " has no import map");
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(map.group(1).getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
