package dev.turnkeeper.gate;

import dev.turnkeeper.answer.Answers;
import dev.turnkeeper.answer.JsonText;
import dev.turnkeeper.defence.CrossOriginFilter;
import dev.turnkeeper.door.Door;
import dev.turnkeeper.pass.HandOver;
import dev.turnkeeper.pass.HandOverCheck;
import dev.turnkeeper.pass.HandOverFault;
import dev.turnkeeper.pass.HandOvers;
import dev.turnkeeper.pass.Pass;
import dev.turnkeeper.pass.Passes;
import dev.turnkeeper.pass.VisitorTraits;
import dev.turnkeeper.problem.ApiServlet;
import dev.turnkeeper.problem.Problem;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.RouteRequest;
import dev.turnkeeper.visit.Places;
import dev.turnkeeper.visit.Sign;
import dev.turnkeeper.visit.WebVisit;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * {@code /gate/accept?tk_pass=<hand-over token>&return=<url>}: turns a token that counts once into the pass, as a cookie, and
 * goes on to the page; or answers the pass as JSON, to a connector that keeps it by itself.
 */
@WebServlet(urlPatterns = Returns.ACCEPT, loadOnStartup = 1)
public class AcceptServlet extends ApiServlet {

    private static final long serialVersionUID = 1;
    private static final Set<String> METHODS = Set.of("GET", "HEAD");
    private static final String JSON = "application/json";

    private final transient Goals goals;
    private final transient Door door;
    private final transient Gate gate;
    private final transient Places places;
    private final transient Passes passes;
    private final transient HandOvers handOvers;
    private final transient InstantSource clock;

    @Inject
    AcceptServlet(
            Goals goals, Door door, Gate gate, Places places, Passes passes, HandOvers handOvers, InstantSource clock) {
        this.goals = goals;
        this.door = door;
        this.gate = gate;
        this.places = places;
        this.passes = passes;
        this.handOvers = handOvers;
        this.clock = clock;
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
        if (!isOneOf(METHODS, request, response)) {
            return;
        }
        Goal goal = goals.of(request);
        CrossOriginFilter.narrow(request, goal.room());
        String token = request.getParameter(Carrier.PARAMETER);
        if (token == null || token.isEmpty()) {
            throw ProblemException.badInput(Carrier.PARAMETER, "must be the token that /gate/enter sent along");
        }
        if (request.getMethod().equals("HEAD") || Door.isPreview(request)) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else if (door.blockedSeconds(request, goal.room()) > 0) {
            blocked(request, response, goal);
        } else if (wantsJson(request)) {
            exchange(request, response, goal, token);
        } else if (isElsewhere(request, goal)) {
            // A cookie set here would not get there: a connector there exchanges the token itself.
            goOn(response, Returns.withPass(goal.page(), token));
        } else {
            accept(request, response, goal, token);
        }
    }

    /** The token is not used up: it may still count once the block is over. */
    private static void blocked(HttpServletRequest request, HttpServletResponse response, Goal goal) {
        if (wantsJson(request)) {
            throw ProblemException.typed(
                    403, Gate.BLOCKED, "Not let in", "An operator blocks this visitor in this room for a while");
        }
        goOn(response, Returns.ENTER + Returns.query(goal.page()));
    }

    private void accept(HttpServletRequest request, HttpServletResponse response, Goal goal, String token) {
        VisitorTraits traits = door.traits(request);
        HandOverCheck check = handOvers.accept(token, goal.room(), traits);
        if (check instanceof HandOverCheck.Accepted accepted) {
            Optional<Pass> pass = pass(request, goal, accepted.handOver(), traits);
            pass.ifPresent(given ->
                    PassCookie.of(given).write(response, goal.room().id(), clock.instant(), door.isSecure(request)));
            goOn(response, pass.isPresent() ? goal.page() : Returns.ENTER + Returns.query(goal.page()));
            return;
        }
        HandOverFault fault = ((HandOverCheck.Refused) check).fault();
        if (fault == HandOverFault.FORGED || fault == HandOverFault.MALFORMED) {
            throw refused(fault);
        }
        // Back and forth in a browser comes here again: whoever has the pass goes on, everybody else begins anew.
        Verdict verdict = gate.ask(goal.room(), new Carrier(traits, door.url(request), request, Optional.empty()));
        boolean open = verdict.kind() == Verdict.Kind.OPEN;
        goOn(response, open ? goal.page() : Returns.ENTER + Returns.query(goal.page()));
    }

    private void exchange(HttpServletRequest request, HttpServletResponse response, Goal goal, String token)
            throws IOException {
        VisitorTraits traits = door.traits(request);
        HandOverCheck check = handOvers.accept(token, goal.room(), traits);
        if (check instanceof HandOverCheck.Refused refused) {
            throw refused(refused.fault());
        }
        Pass pass = pass(request, goal, ((HandOverCheck.Accepted) check).handOver(), traits)
                .orElseThrow(() -> refused(HandOverFault.EXPIRED));
        JsonText json = new JsonText(1_024)
                .field("room", goal.room().id().value())
                .field("pass", pass.token())
                .field("passExpiresAt", pass.expiresAt().toString())
                .field("returnUrl", goal.page());
        Answers.json(200, json, request, response);
    }

    /** Empty where the place is over by now. */
    private Optional<Pass> pass(HttpServletRequest request, Goal goal, HandOver place, VisitorTraits traits) {
        String url = door.url(request);
        if (place.isBypass()) {
            return Optional.of(passes.bypass(goal.room(), url, place.binding(), traits));
        }
        WebVisit visit = places.visit(goal.room(), place.generation(), place.position(), Sign.CLAIM);
        return visit.isInside()
                ? Optional.of(passes.issue(
                        goal.room(),
                        url,
                        place.generation(),
                        place.position(),
                        place.binding(),
                        traits,
                        place.insideSince()))
                : Optional.empty();
    }

    private static void goOn(HttpServletResponse response, String url) {
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Location", url);
    }

    private static boolean wantsJson(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains(JSON);
    }

    private boolean isElsewhere(HttpServletRequest request, Goal goal) {
        return !host(goal.page()).equals(host(door.url(request)));
    }

    private static Optional<String> host(String url) {
        return RouteRequest.ofUrl(url, Optional.empty()).map(page -> page.host().toLowerCase(Locale.ROOT));
    }

    private static ProblemException refused(HandOverFault fault) {
        return ProblemException.of(
                switch (fault) {
                    case MALFORMED, FORGED ->
                        Problem.typed(403, "hand-over-forged", "Not let in", "The token is not one of ours");
                    case WRONG_ROOM, EXPIRED, USED, WRONG_VISITOR ->
                        Problem.typed(
                                401,
                                "hand-over-"
                                        + fault.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                                "No pass",
                                "The token counts once, within a minute, for one room and one visitor: begin at "
                                        + Returns.ENTER);
                });
    }
}
