package dev.turnkeeper.operator;

import dev.turnkeeper.account.Roles;
import dev.turnkeeper.defence.VisitorNames;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.Identity;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.ticket.VisitorKey;
import dev.turnkeeper.visit.LineUp;
import dev.turnkeeper.visit.Places;
import dev.turnkeeper.visit.RoomViews;
import dev.turnkeeper.visit.Sign;
import dev.turnkeeper.visit.WebVisit;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** One visitor of a room: found by exactly what its client sends, of which only a hash is kept; or by position. */
@Dependent
@Path("admin/rooms/{id}/visitors")
@Produces(MediaType.APPLICATION_JSON)
public class VisitorsResource {

    private static final int LONGEST = 2_048;
    private static final Pattern POSITION = Pattern.compile("#([1-9][0-9]{0,9})");
    private static final Pattern VISITOR = Pattern.compile("([1-9][0-9]{0,17})-([1-9][0-9]{0,9})");

    private final Rooms rooms;
    private final LineUp lineUp;
    private final Places places;
    private final RoomViews views;
    private final VisitorKey.Maker keys;
    private final Trail trail;

    @Inject
    VisitorsResource(Rooms rooms, LineUp lineUp, Places places, RoomViews views, VisitorKey.Maker keys, Trail trail) {
        this.rooms = rooms;
        this.lineUp = lineUp;
        this.places = places;
        this.views = views;
        this.keys = keys;
        this.trail = trail;
    }

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMIN})
    @Operation(
            summary = "Find a visitor by login id, address, or #position; exactly, in this room",
            description =
                    "Where the room tells visitors apart by user agent too, userAgent has to be the same. Who looked for"
                            + " whom is in the audit log, masked")
    public Response find(
            @PathParam("id") String id,
            @QueryParam("q") @Nullable String q,
            @QueryParam("userAgent") @Nullable String userAgent) {
        Room room = RoomProblems.known(rooms, id);
        if (q == null || q.isEmpty() || q.length() > LONGEST) {
            throw ProblemException.badInput(
                    "q", "must be a login id, an address or #position, of at most " + LONGEST + " characters");
        }
        Matcher position = POSITION.matcher(q);
        List<Map<String, Object>> found = position.matches()
                ? at(room, Long.parseLong(position.group(1)))
                : named(room, q, Optional.ofNullable(userAgent));
        trail.visitor(
                "search",
                id,
                "visitor " + (position.matches() ? q : VisitorNames.masked(q)),
                Map.of("found", found.size()));
        return Response.ok(Json.bytes(found)).build();
    }

    @POST
    @Path("{visitor}/{action: admit|remove|revoke}")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(
            summary = "Let one visitor in out of turn, take the place away, or take away the place and the pass",
            description = "visitor as the search named it")
    public Response act(
            @PathParam("id") String id, @PathParam("visitor") String visitor, @PathParam("action") String action) {
        Room room = RoomProblems.known(rooms, id);
        Matcher named = VISITOR.matcher(visitor);
        if (!named.matches()) {
            throw noSuchVisitor();
        }
        long generation = Long.parseLong(named.group(1));
        long position = Long.parseLong(named.group(2));
        if (!isIssued(room, generation, position)) {
            throw noSuchVisitor();
        }
        WebVisit before = places.visit(room, generation, position, Sign.NONE);
        if (!before.isInside() && before.state() != WebVisit.State.WAITING) {
            throw noSuchVisitor();
        }
        WebVisit after =
                switch (action) {
                    case "admit" -> admitted(room, before);
                    case "remove" -> places.end(room, generation, position, WebVisit.State.CANCELLED);
                    default -> places.end(room, generation, position, WebVisit.State.REVOKED);
                };
        trail.visitor(
                action, id, "visitor " + visitor, Map.of("state", after.state().name()));
        return Response.ok(Json.bytes(written(after, Optional.empty()))).build();
    }

    private WebVisit admitted(Room room, WebVisit visit) {
        if (visit.state() != WebVisit.State.WAITING) {
            return visit;
        }
        places.admit(room, visit.position());
        return new WebVisit(
                WebVisit.State.ADMITTED,
                visit.generation(),
                visit.position(),
                0,
                0,
                0,
                visit.waiting() - 1,
                visit.limit(),
                Optional.empty(),
                visit.nextPollMillis());
    }

    /** A position that will be somebody's stands as one that this node has not heard of. */
    private boolean isIssued(Room room, long generation, long position) {
        return generation < room.generation() || generation == room.generation() && position <= views.issued(room);
    }

    private List<Map<String, Object>> at(Room room, long position) {
        if (!isIssued(room, room.generation(), position)) {
            return List.of();
        }
        WebVisit visit = places.visit(room, room.generation(), position, Sign.NONE);
        return visit.state() == WebVisit.State.UNKNOWN ? List.of() : List.of(written(visit, Optional.empty()));
    }

    /** A login id may be one of TRACER and one of the queue gateway at once: two visitors. */
    private List<Map<String, Object>> named(Room room, String name, Optional<String> userAgent) {
        boolean byUserAgent = room.policy().identity() == Identity.LOGIN_ID_OR_IP_AND_USER_AGENT;
        String id = room.id().value();
        List<VisitorKey> asked = List.of(
                keys.of(VisitorNames.ofTracer(
                        id, name, byUserAgent ? Optional.of(userAgent.orElse("")) : Optional.empty())),
                keys.of(VisitorNames.ofLogin(id, name)));
        List<Map<String, Object>> found = new ArrayList<>();
        for (VisitorKey key : asked) {
            lineUp.held(room, key)
                    .ifPresent(held -> found.add(written(
                            places.visit(room, held.generation(), held.place().position(), Sign.NONE),
                            Optional.of(held.place().firstRank()))));
        }
        return found;
    }

    private static Map<String, Object> written(WebVisit visit, Optional<Long> firstRank) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("visitor", visit.generation() + "-" + visit.position());
        fields.put(
                "state",
                visit.state() == WebVisit.State.REVOKED
                        ? "BLOCKED"
                        : visit.state().name());
        fields.put("generation", visit.generation());
        fields.put("position", visit.position());
        fields.put("rank", visit.rank());
        firstRank.ifPresent(rank -> fields.put("firstRank", rank));
        fields.put("waiting", visit.waiting());
        return fields;
    }

    private static ProblemException noSuchVisitor() {
        return ProblemException.of(
                404,
                "No such visitor has a place in this room: GET visitors?q= finds them, and their visitor goes here");
    }
}
