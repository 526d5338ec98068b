package dev.turnkeeper.operator;

import dev.turnkeeper.account.Roles;
import dev.turnkeeper.account.Who;
import dev.turnkeeper.answer.Answers;
import dev.turnkeeper.defence.Callers;
import dev.turnkeeper.problem.ApiServlet;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.stream.StreamHub;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stream of how rooms stand, second by second; who asks for {@code application/json} gets the last ten minutes instead. {@link
 * LiveFilter} brings that of one room here too.
 */
@WebServlet(urlPatterns = LiveServlet.PATH, asyncSupported = true, loadOnStartup = 1)
public class LiveServlet extends ApiServlet {

    static final String PATH = "/api/v1/admin/live";

    /** The attribute of a request that names its one room. */
    static final String ROOM = LiveServlet.class.getName() + ".room";

    private static final long serialVersionUID = 1;
    private static final int MOST_NAMED = 1_000;

    private final transient Rooms rooms;
    private final transient LiveBoard board;
    private final transient IntSupplier nodes;
    private final transient StreamHub hub;
    private final transient Callers callers;

    @Inject
    LiveServlet(Rooms rooms, LiveBoard board, @Named("nodes") IntSupplier nodes, StreamHub hub, Callers callers) {
        this.rooms = rooms;
        this.board = board;
        this.nodes = nodes;
        this.hub = hub;
        this.callers = callers;
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Who who = Who.of(request).orElseThrow(() -> ProblemException.of(
                        401,
                        "This needs a valid login: send Authorization: Bearer with a token, or X-Api-Key with a key")
                .with("WWW-Authenticate", "Bearer realm=\"turnkeeper\""));
        if (Stream.of(Roles.VIEWER, Roles.OPERATOR, Roles.ADMIN).noneMatch(request::isUserInRole)) {
            throw ProblemException.of(403, "This login may not do this: it needs the role viewer");
        }
        if (!isOneOf(Set.of("GET"), request, response)) {
            return;
        }
        Optional<Set<RoomId>> asked = asked(request);
        asked.ifPresent(ids -> ids.forEach(id -> checkSees(who, id)));
        if (asksForThePast(request)) {
            String past = told(who, asked, board::recent).stream().collect(Collectors.joining(",", "[", "]"));
            Answers.json(past.getBytes(StandardCharsets.UTF_8), "no-store", request, response);
            return;
        }
        LiveFeed feed = new LiveFeed(board, Who.counts(request), () -> told(who, asked, board::latest));
        if (!hub.open(request, response, feed, callers.of(request).address())) {
            throw ProblemException.of(503, "Too many streams are open at this node: try again in a few seconds")
                    .with("Retry-After", "5");
        }
    }

    /** Empty: all that there are at each moment. */
    private static Optional<Set<RoomId>> asked(HttpServletRequest request) {
        @Nullable String names = request.getAttribute(ROOM) instanceof String one ? one : request.getParameter("rooms");
        if (names == null || names.isEmpty()) {
            return Optional.empty();
        }
        List<String> named = Arrays.asList(names.split(",", -1));
        if (named.size() > MOST_NAMED) {
            throw ProblemException.badInput(
                    "rooms", "must name at most " + MOST_NAMED + " rooms: leave it out for all");
        }
        return Optional.of(Set.copyOf(named.stream()
                .map(name -> RoomId.parse(name).orElseThrow(LiveServlet::noSuchRoom))
                .distinct()
                .toList()));
    }

    private void checkSees(Who who, RoomId id) {
        if (!who.maySee(id.value())) {
            throw ProblemException.typed(
                    403,
                    "outside-key-scope",
                    "The key is for other rooms",
                    "This API key opens " + String.join(", ", who.sortedRooms()) + " alone");
        }
        if (rooms.find(id).isEmpty()) {
            throw noSuchRoom();
        }
    }

    private static ProblemException noSuchRoom() {
        return ProblemException.of(404, "There is no such room: GET /api/v1/admin/rooms lists those there are");
    }

    private static boolean asksForThePast(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains("application/json") && !accept.contains("text/event-stream");
    }

    private List<String> told(Who who, Optional<Set<RoomId>> asked, Function<RoomId, List<LiveSecond>> of) {
        int seen = nodes.getAsInt();
        return rooms.all().stream()
                .map(Room::id)
                .filter(room -> asked.map(ids -> ids.contains(room)).orElseGet(() -> who.maySee(room.value())))
                .flatMap(room -> of.apply(room).stream().map(second -> second.json(room.value(), seen)))
                .toList();
    }
}
