package dev.turnkeeper.gate;

import dev.turnkeeper.problem.ApiServlet;
import dev.turnkeeper.problem.Problem;
import dev.turnkeeper.room.Room;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** Gets the verdict on a request and puts it into HTTP, alike for every entry of the gate. */
final class Judge {

    private static final String REASON = "X-Turnkeeper-Reason";
    private static final String RETRY_AFTER = "Retry-After";

    /** Until a node that starts knows its rooms; and until it is worth asking again without a pass, or blocked. */
    private static final String SOON = "2";

    private static final String LATER = "10";

    private final Gate gate;
    private final Returns returns;
    private final InstantSource clock;
    private final GateEvents events;

    Judge(Gate gate, Returns returns, InstantSource clock, GateEvents events) {
        this.gate = gate;
        this.returns = returns;
        this.clock = clock;
        this.events = events;
    }

    /** The verdict; what becomes of the visitor's cookie is written into the answer, and who is let in is counted. */
    Verdict verdict(Question question, Carrier carrier, HttpServletResponse response) {
        Verdict verdict =
                isPreflight(question, carrier.request()) ? Verdict.uncontrolled() : gate.ask(question, carrier);
        boolean secure = question.origin().startsWith("https:");
        verdict.cookie()
                .ifPresent(cookie ->
                        cookie.write(response, verdict.room().orElseThrow().id(), clock.instant(), secure));
        if (verdict.kind() == Verdict.Kind.OPEN) {
            events.opened(verdict);
        }
        return verdict;
    }

    /** What a browser asks before it sends a request to another origin; it never carries a cookie or a pass. */
    private static boolean isPreflight(Question question, HttpServletRequest request) {
        return question.method().equals("OPTIONS")
                && request.getHeader("Origin") != null
                && request.getHeader("Access-Control-Request-Method") != null;
    }

    /**
     * The whole answer to who is not let in.
     *
     * @param question empty where nobody knows what was asked for
     * @param mayRedirect whether a browser that goes to a page may be sent on at once
     */
    void refuse(
            Verdict verdict,
            Optional<Question> question,
            boolean mayRedirect,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        events.refused(verdict);
        boolean waits = verdict.kind() == Verdict.Kind.WAIT;
        response.setHeader(REASON, verdict.reason());
        response.setHeader(RETRY_AFTER, waits || verdict.reason().equals(Gate.BLOCKED) ? LATER : SOON);
        if (waits) {
            verdict.room()
                    .flatMap(room -> question.map(asked -> location(room, asked, request)))
                    .ifPresent(url -> response.setHeader("Location", url));
        }
        if (waits && mayRedirect && isNavigation(request)) {
            response.setStatus(HttpServletResponse.SC_FOUND);
            response.setContentLength(0);
            return;
        }
        ApiServlet.write(problem(verdict), request, response);
    }

    private String location(Room room, Question question, HttpServletRequest request) {
        String page = returns.page(
                room, question.url(), question.method(), Optional.ofNullable(request.getHeader("Referer")));
        return Returns.enter(question.origin(), page);
    }

    /** A person's browser that goes to a page, in contrast to what a page's scripts fetch. */
    private static boolean isNavigation(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return "navigate".equals(request.getHeader("Sec-Fetch-Mode")) || accept != null && accept.contains("text/html");
    }

    private static Problem problem(Verdict verdict) {
        return verdict.kind() == Verdict.Kind.WAIT
                ? Problem.typed(
                        401,
                        verdict.reason(),
                        "No pass",
                        "This page is behind a waiting room, and the request carries no pass that opens it: go to Location")
                : Problem.typed(403, verdict.reason(), "Not let in", detail(verdict.reason()));
    }

    private static String detail(String reason) {
        return switch (reason) {
            case "no-url" ->
                "The proxy in front does not say what is asked for, says it twice or unreadably, or is not among"
                        + " TURNKEEPER_TRUSTED_PROXIES";
            case "bad-url" -> "Servers read this address in different ways: send it without escaped slashes and dots";
            case "starting" -> "This node does not know its rooms yet: try again in a few seconds";
            case "unmatched" ->
                "No room's route leads to this address, and its host is closed to what no route leads to";
            case Gate.BLOCKED -> "An operator blocks this visitor in this room for a while";
            default -> "The pass is not one of ours";
        };
    }
}
