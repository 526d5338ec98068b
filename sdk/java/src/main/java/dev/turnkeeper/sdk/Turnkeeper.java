package dev.turnkeeper.sdk;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Tells who may use the service. One a process, started once, closed at the end:
 *
 * <pre>{@code
 * Turnkeeper turnkeeper = Turnkeeper.start(Settings.of(URI.create("http://10.0.0.5:8080"), URI.create("https://shop.example.com")));
 * Verdict verdict = turnkeeper.check(request);
 * if (!verdict.proceeds()) { … answer with verdict.status(), headers(), cookies(), body() … }
 * }</pre>
 *
 * <p>A check reads memory alone and throws nothing. Two exceptions ask the waiting room, once and within the timeout: a visitor
 * who comes back from the queue with a hand-over token, and a pass signed with a key that nobody knew.
 */
public final class Turnkeeper implements AutoCloseable {

    static final String HAND_OVER = "tk_pass";
    private static final String PASS_HEADER = "X-Turnkeeper-Pass";
    private static final int MOST_PASSES = 8;
    private static final String RETRY_SECONDS = "10";

    private final Settings settings;
    private final Node node;
    private final Knowledge knowledge;
    private final PassVerifier verifier;
    private final InstantSource clock;
    private final LongAdder letByInOutage = new LongAdder();

    Turnkeeper(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.node = new Node(settings.node(), settings.timeout());
        this.knowledge = new Knowledge(settings, node, clock);
        this.verifier = new PassVerifier(knowledge, settings.expectedIssuer());
    }

    /** Asks the waiting room for its rules and keys, at most twice the timeout long, and comes back in any case. */
    public static Turnkeeper start(Settings settings) {
        Turnkeeper turnkeeper = new Turnkeeper(settings, InstantSource.system());
        turnkeeper.knowledge.start();
        return turnkeeper;
    }

    /** Everything the background thread does in turn, here and now; it does not run yet. For tests. */
    void ask() {
        knowledge.ask();
    }

    public Verdict check(ShopRequest request) {
        Optional<Rules> rules = knowledge.rules();
        if (rules.isEmpty()) {
            return withoutAnswer(request);
        }
        Target target = Target.of(request.target());
        Optional<List<String>> segments = PagePath.segments(target.path());
        if (segments.isEmpty() || !target.isClean()) {
            return rules.get().isEmpty() ? Verdict.UNPROTECTED : unusable();
        }
        Optional<Rules.RoomRule> room = rules.get().room(segments.get(), settings.shopPort(), request.method());
        if (room.isEmpty() || !room.get().controlled() || isPreflight(request)) {
            return Verdict.UNPROTECTED;
        }
        return new Asking(request, target, room.get(), rules.get()).verdict();
    }

    /**
     * The visitor is done: the place is free for the next one, and the pass opens nothing any more.
     *
     * @return false where the waiting room did not answer; the place then falls free when it times out
     */
    public boolean complete(ShopRequest request, String room) {
        Instant now = clock.instant();
        for (Given given : passes(request, room)) {
            PassCheck check = verifier.check(given.pass(), room, userAgent(request), now, knowledge.expiryClock());
            if (check.fault().isPresent()) {
                continue;
            }
            knowledge.revoke(room, check.claims().orElseThrow().id());
            try {
                node.complete(given.pass(), visitor(request));
                return true;
            } catch (IOException | IllegalArgumentException notTold) {
                return false;
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    /** How many requests went through without a pass because the waiting room could not be reached. */
    public long letByInOutage() {
        return letByInOutage.sum();
    }

    /** Whether the waiting room has answered lately. */
    public boolean isReachable() {
        return knowledge.rules().isPresent() && !knowledge.isOutage();
    }

    @Override
    public void close() {
        knowledge.close();
    }

    /** One protected request. */
    private final class Asking {

        private final ShopRequest request;
        private final Target target;
        private final Rules.RoomRule room;
        private final Rules rules;
        private final Instant now = clock.instant();

        Asking(ShopRequest request, Target target, Rules.RoomRule room, Rules rules) {
            this.request = request;
            this.target = target;
            this.room = room;
            this.rules = rules;
        }

        Verdict verdict() {
            boolean forged = false;
            boolean staleCookie = false;
            for (Given given : passes(request, room.id())) {
                PassCheck check =
                        verifier.check(given.pass(), room.id(), userAgent(request), now, knowledge.expiryClock());
                Optional<PassFault> fault = check.fault();
                if (fault.isEmpty()) {
                    PassClaims claims = check.claims().orElseThrow();
                    if (!knowledge.isRevoked(claims)) {
                        return admitted(claims, given);
                    }
                }
                forged |= fault.isPresent() && fault.get().isForgery();
                staleCookie |= given.from() == From.COOKIE;
            }
            Optional<Verdict> handedOver = target.handOver().flatMap(this::handOver);
            if (handedOver.isPresent()) {
                return handedOver.get();
            }
            if (forged) {
                return forbidden("bad-signature", "The pass was not signed by this waiting room");
            }
            return knowledge.isOutage() ? withoutAnswer(request) : toTheQueue(staleCookie);
        }

        private Verdict admitted(PassClaims claims, Given given) {
            knowledge.heard(claims.id());
            if (given.from() == From.ADDRESS && isSafe(request.method())) {
                return handedOver(setCookie(given.pass(), claims));
            }
            if (given.from() != From.COOKIE || claims.bypass()) {
                return Verdict.admitted(claims, List.of());
            }
            Optional<String> renewed = knowledge.takeRenewed(claims.id());
            if (renewed.isPresent()) {
                return Verdict.admitted(claims, cookie(renewed.get()).stream().toList());
            }
            Duration life = Duration.between(claims.issuedAt(), claims.expiresAt());
            if (now.isAfter(claims.issuedAt().plus(life.dividedBy(2)))) {
                knowledge.renew(claims.id(), given.pass(), visitor(request));
            }
            return Verdict.admitted(claims, List.of());
        }

        /** The token in the address becomes a cookie, and the address its old self. */
        private Optional<Verdict> handOver(String token) {
            if (!isSafe(request.method())) {
                return Optional.empty();
            }
            try {
                return node.accept(token, cleanUrl(), visitor(request))
                        .flatMap(this::cookie)
                        .map(this::handedOver);
            } catch (IOException | IllegalArgumentException noAnswer) {
                return Optional.empty();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }

        private Verdict handedOver(String cookie) {
            return Verdict.redirect(Verdict.Kind.HANDED_OVER, 302, cleanUrl(), List.of(cookie));
        }

        private String cleanUrl() {
            return settings.shop() + target.withoutHandOver();
        }

        /** Of a pass that opens the room for this visitor. */
        private Optional<String> cookie(String pass) {
            return verifier.check(pass, room.id(), userAgent(request), now, now)
                    .claims()
                    .map(claims -> setCookie(pass, claims));
        }

        /** Lives as long as the pass. */
        private String setCookie(String pass, PassClaims claims) {
            return setCookie(
                    pass, Math.max(1, Duration.between(now, claims.expiresAt()).toSeconds()));
        }

        private String setCookie(String value, long seconds) {
            return cookieName(room.id()) + "=" + value + "; Path=/; Max-Age=" + seconds + "; HttpOnly; SameSite=Lax"
                    + (settings.isSecure() ? "; Secure" : "");
        }

        private Verdict toTheQueue(boolean staleCookie) {
            List<String> cookies = staleCookie ? List.of(setCookie("", 0)) : List.of();
            String location = settings.gate() + "/gate/enter?return=" + encode(returnUrl());
            if (isNavigation(request)) {
                int status = isSafe(request.method()) ? 302 : 303;
                return Verdict.redirect(Verdict.Kind.TO_THE_QUEUE, status, location, cookies);
            }
            return Verdict.problem(
                    Verdict.Kind.TO_THE_QUEUE,
                    401,
                    "no-pass",
                    "A pass is needed",
                    "This needs a pass of the room " + room.id() + "; Location is the way to it",
                    Map.of("Location", location),
                    cookies);
        }

        /** Where a visitor comes back to: here, or for what cannot be asked again, the page it was asked from. */
        private String returnUrl() {
            if (isNavigation(request) && isSafe(request.method())) {
                return cleanUrl();
            }
            return first(request, "Referer")
                    .filter(this::leadsHere)
                    .or(room::entryUrl)
                    .orElseGet(this::cleanUrl);
        }

        private boolean leadsHere(String url) {
            String shop = settings.shop().toString();
            if (!url.startsWith(shop + "/")) {
                return false;
            }
            return PagePath.segments(Target.of(url.substring(shop.length())).path())
                    .flatMap(segments -> rules.room(segments, settings.shopPort(), "GET"))
                    .filter(room::equals)
                    .isPresent();
        }
    }

    private enum From {
        HEADER,
        COOKIE,
        ADDRESS
    }

    private record Given(String pass, From from) {}

    /** All that the request carries; the first valid one opens. */
    private static List<Given> passes(ShopRequest request, String room) {
        List<Given> passes = new ArrayList<>();
        request.headers(PASS_HEADER).forEach(pass -> passes.add(new Given(pass.strip(), From.HEADER)));
        String name = cookieName(room) + "=";
        for (String header : request.headers("Cookie")) {
            for (String cookie : header.split(";")) {
                String pair = cookie.strip();
                if (pair.startsWith(name)) {
                    passes.add(new Given(unquoted(pair.substring(name.length())), From.COOKIE));
                }
            }
        }
        Target.of(request.target()).handOver().ifPresent(pass -> passes.add(new Given(pass, From.ADDRESS)));
        return passes.size() > MOST_PASSES ? passes.subList(0, MOST_PASSES) : passes;
    }

    /** RFC 6265 allows quotes around a value, and Java's own client sends them. */
    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private Verdict withoutAnswer(ShopRequest request) {
        if (settings.failureMode() == FailureMode.OPEN) {
            letByInOutage.increment();
            return Verdict.OUTAGE_OPEN;
        }
        Map<String, String> retry = Map.of("Retry-After", RETRY_SECONDS);
        if (isNavigation(request)) {
            return Verdict.page(
                    Verdict.Kind.OUTAGE_CLOSED, 503, OutagePage.of(first(request, "Accept-Language")), retry);
        }
        return Verdict.problem(
                Verdict.Kind.OUTAGE_CLOSED,
                503,
                "waiting-room-unreachable",
                "The waiting room does not answer",
                "Nobody without a pass is let in until it does; try again in " + RETRY_SECONDS + " seconds",
                retry,
                List.of());
    }

    private static Verdict unusable() {
        return forbidden(
                "unusable-url",
                "The address can be read in more than one way: escaped slashes, "
                        + "backslashes or NULs, a second layer of escapes, or what is not UTF-8");
    }

    private static Verdict forbidden(String type, String detail) {
        return Verdict.problem(Verdict.Kind.FORBIDDEN, 403, type, "Not allowed", detail, Map.of(), List.of());
    }

    private static boolean isPreflight(ShopRequest request) {
        return request.method().equals("OPTIONS")
                && first(request, "Origin").isPresent()
                && first(request, "Access-Control-Request-Method").isPresent();
    }

    private static boolean isNavigation(ShopRequest request) {
        return first(request, "Sec-Fetch-Mode")
                .map("navigate"::equals)
                .orElseGet(() -> request.headers("Accept").stream().anyMatch(accept -> accept.contains("text/html")));
    }

    private static boolean isSafe(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    private Node.Visitor visitor(ShopRequest request) {
        return new Node.Visitor(userAgent(request), request.address(), settings.gate());
    }

    private static String userAgent(ShopRequest request) {
        return first(request, "User-Agent").orElse("");
    }

    private static Optional<String> first(ShopRequest request, String header) {
        return request.headers(header).stream().findFirst();
    }

    private static String cookieName(String room) {
        return "tkp_" + room;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
