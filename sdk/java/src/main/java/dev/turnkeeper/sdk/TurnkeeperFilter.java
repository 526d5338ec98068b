package dev.turnkeeper.sdk;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lets through what {@link Turnkeeper} lets through, and answers the rest. To be mapped to {@code /*}, before everything else:
 * the rules of the rooms say what is protected.
 *
 * <p>Made with a {@link Turnkeeper} of one's own, or by the container with init parameters: {@code node} and {@code shop}
 * (required), {@code gate}, {@code issuer}, {@code timeoutMillis}, {@code failureMode} ({@code OPEN}, {@code CLOSED}).
 */
public final class TurnkeeperFilter implements Filter {

    /** The request attribute that holds the visitor's {@link PassClaims}. */
    public static final String PASS = "dev.turnkeeper.pass";

    private Turnkeeper turnkeeper;
    private boolean isOwn;

    /** For the container, which then calls {@link #init}. */
    public TurnkeeperFilter() {}

    /** @param turnkeeper stays the caller's to close */
    public TurnkeeperFilter(Turnkeeper turnkeeper) {
        this.turnkeeper = turnkeeper;
    }

    @Override
    public void init(FilterConfig config) throws ServletException {
        if (turnkeeper != null) {
            return;
        }
        try {
            turnkeeper = Turnkeeper.start(settings(config));
            isOwn = true;
        } catch (IllegalArgumentException wrong) {
            throw new ServletException("filter " + config.getFilterName() + ": " + wrong.getMessage(), wrong);
        }
    }

    private static Settings settings(FilterConfig config) {
        Settings settings = Settings.of(URI.create(required(config, "node")), URI.create(required(config, "shop")));
        Optional<String> gate = parameter(config, "gate");
        if (gate.isPresent()) {
            settings = settings.withGate(URI.create(gate.get()));
        }
        Optional<String> issuer = parameter(config, "issuer");
        if (issuer.isPresent()) {
            settings = settings.withIssuer(issuer.get());
        }
        Optional<String> timeout = parameter(config, "timeoutMillis");
        if (timeout.isPresent()) {
            settings = settings.withTimeout(Duration.ofMillis(Long.parseLong(timeout.get())));
        }
        Optional<String> mode = parameter(config, "failureMode");
        return mode.isPresent()
                ? settings.withFailureMode(FailureMode.valueOf(mode.get().toUpperCase(Locale.ROOT)))
                : settings;
    }

    private static String required(FilterConfig config, String name) {
        return parameter(config, name)
                .orElseThrow(() -> new IllegalArgumentException("needs the init parameter " + name));
    }

    private static Optional<String> parameter(FilterConfig config, String name) {
        return Optional.ofNullable(config.getInitParameter(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)) {
            chain.doFilter(request, response);
            return;
        }
        Verdict verdict = turnkeeper.check(new Servlet(http));
        verdict.cookies().forEach(cookie -> answer.addHeader("Set-Cookie", cookie));
        if (verdict.proceeds()) {
            verdict.pass().ifPresent(pass -> http.setAttribute(PASS, pass));
            chain.doFilter(request, response);
            return;
        }
        answer.setStatus(verdict.status());
        verdict.headers().forEach(answer::setHeader);
        answer.setContentLength(verdict.body().length);
        answer.getOutputStream().write(verdict.body());
    }

    @Override
    public void destroy() {
        if (isOwn) {
            turnkeeper.close();
        }
    }

    /** A servlet's request, for {@link Turnkeeper#complete} too. */
    public static ShopRequest of(HttpServletRequest request) {
        return new Servlet(request);
    }

    private record Servlet(HttpServletRequest request) implements ShopRequest {

        @Override
        public String method() {
            return request.getMethod();
        }

        @Override
        public String target() {
            String query = request.getQueryString();
            return query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
        }

        @Override
        public List<String> headers(String name) {
            return Collections.list(request.getHeaders(name));
        }

        @Override
        public String address() {
            return request.getRemoteAddr();
        }
    }
}
