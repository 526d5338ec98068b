package dev.turnkeeper.offline;

import dev.turnkeeper.answer.Answers;
import dev.turnkeeper.pass.PassIds;
import dev.turnkeeper.problem.ApiServlet;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.visit.EndedPlaces;
import dev.turnkeeper.visit.Places;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which passes of a room no longer count although they have not expired, since the caller last asked. */
@WebServlet(urlPatterns = "/api/v1/passes/revoked", loadOnStartup = 1)
public class RevokedServlet extends ApiServlet {

    private static final long serialVersionUID = 1;
    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    private final transient PassIds ids;
    private final transient Rooms rooms;
    private final transient Places places;
    private final transient InstantSource clock;

    @Inject
    RevokedServlet(PassIds ids, Rooms rooms, Places places, InstantSource clock) {
        this.ids = ids;
        this.rooms = rooms;
        this.places = places;
        this.clock = clock;
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (isOneOf(METHODS, request, response)) {
            tell(request, response);
        }
    }

    private void tell(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Room room = room(request.getParameter("room"));
        EndedPlaces ended = places.endedSince(room, since(request.getParameter("since")));
        Answers.json(json(room, ended).getBytes(StandardCharsets.UTF_8), "public, max-age=1", request, response);
    }

    /** Of ids and numbers alone: nothing in it has to be quoted. */
    private String json(Room room, EndedPlaces ended) {
        // No pass of a place that ended by now lives longer.
        Instant over = clock.instant()
                .truncatedTo(ChronoUnit.SECONDS)
                .plusSeconds(2L * room.policy().sessionTimeoutSeconds() + 1);
        StringBuilder json = new StringBuilder(256);
        json.append("{\"room\":\"").append(room.id());
        json.append("\",\"oldestGeneration\":").append(ended.oldestGeneration());
        json.append(",\"revoked\":[");
        String before = "{\"jti\":\"";
        for (EndedPlaces.OfGeneration generation : ended.generations()) {
            for (long position : generation.positions()) {
                json.append(before).append(ids.of(room.id().value(), generation.generation(), position));
                json.append("\",\"exp\":\"").append(over).append("\"}");
                before = ",{\"jti\":\"";
            }
        }
        return json.append("],\"next\":\"").append(ended.tick()).append("\"}").toString();
    }

    private Room room(@Nullable String given) {
        if (given == null) {
            throw ProblemException.badInput("room", "is required: ask as ?room=ticket-opening");
        }
        return RoomId.parse(given)
                .flatMap(rooms::find)
                .orElseThrow(
                        () -> ProblemException.of(404, "There is no such room: ask for one that passes were made for"));
    }

    private static long since(@Nullable String given) {
        if (given == null || given.isEmpty()) {
            return 0;
        }
        try {
            long since = Long.parseLong(given);
            if (since >= 0) {
                return since;
            }
        } catch (NumberFormatException notANumber) {
            // As bad as one below 0.
        }
        throw ProblemException.badInput("since", "must be \"next\" of an earlier answer: leave it out for all");
    }
}
