package dev.turnkeeper.gate;

import dev.turnkeeper.door.Door;
import dev.turnkeeper.problem.ApiServlet;
import dev.turnkeeper.problem.Problem;
import dev.turnkeeper.room.Room;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** What proxies ask before they let a request through; the path says which kind of proxy it is. Of any method. */
@WebServlet({GateServlet.NGINX, GateServlet.FORWARD, GateServlet.ENVOY})
public class GateServlet extends ApiServlet {

    static final String NGINX = "/gate/nginx";
    static final String FORWARD = "/gate/forward";
    static final String ENVOY = "/gate/envoy";

    private static final long serialVersionUID = 1;
    private static final String REASON = "X-Turnkeeper-Reason";
    private static final String RETRY_AFTER = "Retry-After";

    /** Until a node that starts knows its rooms; and until it is worth asking again without a pass. */
    private static final String SOON = "2";

    private static final String LATER = "10";

    private final transient Questions questions;
    private final transient Gate gate;
    private final transient Returns returns;
    private final transient Door door;
    private final transient InstantSource clock;
    private final transient GateEvents events;

    @Inject
    GateServlet(Questions questions, Gate gate, Returns returns, Door door, InstantSource clock, GateEvents events) {
        this.questions = questions;
        this.gate = gate;
        this.returns = returns;
        this.door = door;
        this.clock = clock;
        this.events = events;
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        Family family =
                switch (request.getServletPath()) {
                    case NGINX -> Family.NGINX;
                    case FORWARD -> Family.FORWARD;
                    default -> Family.ENVOY;
                };
        Optional<Question> asked = questions.of(family, request);
        if (asked.isEmpty()) {
            tell(family, Verdict.refused("no-url"), Optional.empty(), request, response);
            return;
        }
        Question question = asked.get();
        Carrier carrier = Carrier.of(request, question, door);
        Verdict verdict = isPreflight(question, request) ? Verdict.uncontrolled() : gate.ask(question, carrier);
        boolean secure = question.origin().startsWith("https:");
        verdict.cookie()
                .ifPresent(cookie ->
                        cookie.write(response, verdict.room().orElseThrow().id(), clock.instant(), secure));
        if (verdict.kind() == Verdict.Kind.OPEN) {
            letIn(verdict, carrier, response);
            return;
        }
        Optional<String> location = verdict.room()
                .filter(room -> verdict.kind() == Verdict.Kind.WAIT)
                .map(room -> location(room, question, request));
        tell(family, verdict, location, request, response);
    }

    /** What a browser asks before it sends a request to another origin; it never carries a cookie or a pass. */
    private static boolean isPreflight(Question question, HttpServletRequest request) {
        return question.method().equals("OPTIONS")
                && request.getHeader("Origin") != null
                && request.getHeader("Access-Control-Request-Method") != null;
    }

    private String location(Room room, Question question, HttpServletRequest request) {
        String page = returns.page(
                room, question.url(), question.method(), Optional.ofNullable(request.getHeader("Referer")));
        return Returns.enter(question.origin(), page);
    }

    private void letIn(Verdict verdict, Carrier carrier, HttpServletResponse response) {
        events.opened(verdict);
        Identity.of(verdict, carrier.traits().login()).forEach(response::setHeader);
        verdict.renewed().ifPresent(pass -> response.setHeader(Carrier.HEADER, pass.token()));
        response.setContentLength(0);
    }

    private void tell(
            Family family,
            Verdict verdict,
            Optional<String> location,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        events.refused(verdict);
        boolean waits = verdict.kind() == Verdict.Kind.WAIT;
        response.setHeader(REASON, verdict.reason());
        response.setHeader(RETRY_AFTER, waits ? LATER : SOON);
        location.ifPresent(url -> response.setHeader("Location", url));
        if (waits && family != Family.NGINX && isNavigation(request)) {
            response.setStatus(HttpServletResponse.SC_FOUND);
            response.setContentLength(0);
            return;
        }
        write(problem(verdict), request, response);
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
            default -> "The pass is not one of ours";
        };
    }
}
