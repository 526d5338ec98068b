package dev.turnkeeper.operator;

import dev.turnkeeper.account.Roles;
import dev.turnkeeper.problem.Problem;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.CheckedSettings;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomFields;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.room.RoomTraffic;
import dev.turnkeeper.room.Rooms;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** One room and its configuration. */
@Dependent
@Path("admin/rooms/{id}")
@Produces(MediaType.APPLICATION_JSON)
public class RoomResource {

    private static final int DECISION_LOOKS = 30;
    private static final long DECISION_LOOK_MILLIS = 100;

    private final Rooms rooms;
    private final RoomTraffic traffic;
    private final RoomEdits edits;
    private final Trail trail;

    @Inject
    RoomResource(Rooms rooms, RoomTraffic traffic, RoomEdits edits, Trail trail) {
        this.rooms = rooms;
        this.traffic = traffic;
        this.edits = edits;
        this.trail = trail;
    }

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMIN})
    @Operation(summary = "A room, whole, with its ETag")
    public Response read(@PathParam("id") String id) {
        return whole(RoomProblems.known(rooms, id)).build();
    }

    @PUT
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Replace a room's configuration; what is left out is as by default")
    public Response replace(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @QueryParam("dryRun") @Nullable String dryRun,
            InputStream body)
            throws IOException {
        Room known = RoomProblems.known(rooms, id);
        IfMatch precondition = IfMatch.of(ifMatch);
        boolean onlyAsked = DryRun.isAsked(dryRun);
        Map<String, @Nullable Object> fields = Json.object(body);
        return change("replace", known, precondition, onlyAsked, room -> RoomFields.replace(room, fields));
    }

    @PATCH
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Consumes({Json.MERGE_PATCH, MediaType.APPLICATION_JSON})
    @Operation(summary = "Change some fields (JSON merge patch): null is the default, lists are replaced whole")
    public Response patch(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @QueryParam("dryRun") @Nullable String dryRun,
            InputStream body)
            throws IOException {
        Room known = RoomProblems.known(rooms, id);
        IfMatch precondition = IfMatch.of(ifMatch);
        boolean onlyAsked = DryRun.isAsked(dryRun);
        Map<String, @Nullable Object> fields = Json.object(body);
        return change("patch", known, precondition, onlyAsked, room -> RoomFields.patch(room, fields));
    }

    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Delete a room that is CLOSED and empty")
    public Response delete(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @QueryParam("dryRun") @Nullable String dryRun) {
        Room known = RoomProblems.known(rooms, id);
        IfMatch precondition = IfMatch.of(ifMatch);
        if (DryRun.isAsked(dryRun)) {
            precondition.check(known);
            mayGo(known);
            return Response.ok(Json.bytes(DryRun.answer(Optional.of(known), Optional.empty(), traffic)))
                    .build();
        }
        trail.room("delete", RoomProblems.done(rooms.delete(known.id(), room -> {
            precondition.check(room);
            mayGo(room);
        })));
        return Response.noContent().build();
    }

    private Response change(
            String action,
            Room known,
            IfMatch precondition,
            boolean onlyAsked,
            Function<Room, CheckedSettings> wanted) {
        if (onlyAsked) {
            Room after = edits.draft(known, precondition, wanted);
            return Response.ok(Json.bytes(DryRun.answer(Optional.of(known), Optional.of(after), traffic)))
                    .build();
        }
        return whole(edits.make(action, known, precondition, wanted)).build();
    }

    /** The answer that shows a room: all of it, and its version as ETag. */
    static Response.ResponseBuilder whole(Room room) {
        return Response.ok(Json.bytes(RoomFields.write(room))).header(HttpHeaders.ETAG, IfMatch.tag(room));
    }

    /** A room just closed is decided about within a second or two; until then somebody may have come in unnoticed. */
    private void awaitDecision(Room room) {
        for (int looks = DECISION_LOOKS; looks > 0 && !traffic.isDecided(room); looks--) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(DECISION_LOOK_MILLIS));
        }
        if (!traffic.isDecided(room)) {
            throw ProblemException.of(
                            409,
                            "Nothing has been decided about room " + room.id()
                                    + " since its last change, so somebody may be inside: try again")
                    .with(HttpHeaders.RETRY_AFTER, "2");
        }
    }

    private void mayGo(Room room) {
        if (room.state() == RoomState.CLOSED) {
            awaitDecision(room);
        }
        long waiting = traffic.waiting(room.id());
        long inside = traffic.inside(room.id());
        if (room.state() != RoomState.CLOSED || waiting + inside > 0) {
            throw ProblemException.of(Problem.typed(
                    409,
                    "room-in-use",
                    "The room is in use",
                    "A room can be deleted when it is CLOSED and empty; " + room.id() + " is " + room.state() + " with "
                            + waiting + " waiting and " + inside + " inside: close it, and wait or reset it with"
                            + " \"inside\": \"out\""));
        }
    }
}
