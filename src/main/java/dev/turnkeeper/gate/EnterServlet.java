package dev.turnkeeper.gate;

import dev.turnkeeper.door.CookieProbe;
import dev.turnkeeper.door.Cookies;
import dev.turnkeeper.door.Door;
import dev.turnkeeper.door.Entered;
import dev.turnkeeper.pass.Bindings;
import dev.turnkeeper.pass.HandOver;
import dev.turnkeeper.pass.HandOvers;
import dev.turnkeeper.problem.ApiServlet;
import dev.turnkeeper.room.Room;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.Set;

/**
 * {@code /gate/enter?return=<url>}: gives a place to who has none, and sends on: whose turn it is to the gate's other half,
 * which sets the pass, everybody else to the waiting page. A browser's first visit is sent round once, to see whether it
 * brings a cookie back; only then is there a place.
 */
@WebServlet(urlPatterns = Returns.ENTER, loadOnStartup = 1)
public class EnterServlet extends ApiServlet {

    private static final long serialVersionUID = 1;
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");

    private final transient Goals goals;
    private final transient Door door;
    private final transient Bindings bindings;
    private final transient HandOvers handOvers;
    private final transient InstantSource clock;

    @Inject
    EnterServlet(Goals goals, Door door, Bindings bindings, HandOvers handOvers, InstantSource clock) {
        this.goals = goals;
        this.door = door;
        this.bindings = bindings;
        this.handOvers = handOvers;
        this.clock = clock;
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
        if (!isOneOf(METHODS, request, response)) {
            return;
        }
        Goal goal = goals.of(request);
        if (request.getMethod().equals("HEAD") || Door.isPreview(request)) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        response.setStatus(
                request.getMethod().equals("POST") ? HttpServletResponse.SC_SEE_OTHER : HttpServletResponse.SC_FOUND);
        if (bringsCookies(request, goal.room())) {
            response.setHeader("Location", enter(request, response, goal));
            return;
        }
        CookieProbe.send(response, door.isSecure(request));
        String probed = CookieProbe.mark(Returns.query(goal.page()));
        // The waiting page says that cookies are needed, in the visitor's language.
        boolean again = CookieProbe.wasSent(request);
        response.setHeader("Location", again ? waitingPage(goal.room(), probed) : Returns.ENTER + probed);
    }

    private static boolean bringsCookies(HttpServletRequest request, Room room) {
        return CookieProbe.isBack(request)
                || Cookies.read(request, Cookies.ofTicket(room.id())).isPresent();
    }

    private String enter(HttpServletRequest request, HttpServletResponse response, Goal goal) {
        Room room = goal.room();
        Entered entered = door.enter(request, room);
        if (entered instanceof Entered.Placed placed) {
            door.keep(request, response, room, placed.text());
            return switch (placed.visit().state()) {
                case ADMITTED ->
                    handOver(
                            goal,
                            new HandOver(
                                    placed.ticket().generation(),
                                    placed.ticket().position(),
                                    placed.ticket().binding(),
                                    clock.instant()));
                case NOT_CONTROLLED -> goal.page();
                default -> waitingPage(room, Returns.query(goal.page()));
            };
        }
        if (entered instanceof Entered.Blocked) {
            return waitingPage(room, Returns.query(goal.page()));
        }
        return switch (((Entered.Turned) entered).reason()) {
            case BYPASSED ->
                handOver(
                        goal,
                        new HandOver(
                                room.generation(),
                                0,
                                bindings.of(room.web().bindPassTo(), door.traits(request)),
                                clock.instant()));
            case NOT_CONTROLLED -> goal.page();
            case CLOSED, CROWDED, HELD, SHED, BLOCKED -> waitingPage(room, Returns.query(goal.page()));
        };
    }

    private String handOver(Goal goal, HandOver place) {
        return Returns.accept(handOvers.write(goal.room(), place), goal.page());
    }

    private static String waitingPage(Room room, String query) {
        return "/wait/" + room.id() + query;
    }
}
