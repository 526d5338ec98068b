package dev.turnkeeper.operator;

import dev.turnkeeper.account.Roles;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomChange;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.room.RoomTraffic;
import dev.turnkeeper.room.Rooms;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A room's state, by one word. Without If-Match: who pauses a room in a hurry means it, whatever the others did. Repeating
 * one changes nothing.
 */
@Dependent
@Path("admin/rooms/{id}/{verb: activate|pause|deactivate|drain|close}")
@Produces(MediaType.APPLICATION_JSON)
public class RoomStateResource {

    private final Rooms rooms;
    private final RoomTraffic traffic;
    private final Trail trail;

    @Inject
    RoomStateResource(Rooms rooms, RoomTraffic traffic, Trail trail) {
        this.rooms = rooms;
        this.traffic = traffic;
        this.trail = trail;
    }

    @POST
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(summary = "Activate, pause, deactivate, drain or close a room")
    public Response turn(
            @PathParam("id") String id,
            @PathParam("verb") String verb,
            @QueryParam("inside") @Nullable String inside,
            @QueryParam("dryRun") @Nullable String dryRun) {
        Room known = RoomProblems.known(rooms, id);
        checkInside(verb, inside);
        RoomState state = state(verb);
        if (DryRun.isAsked(dryRun)) {
            return Response.ok(
                            Json.bytes(DryRun.answer(Optional.of(known), Optional.of(known.withState(state)), traffic)))
                    .build();
        }
        RoomChange change =
                RoomProblems.done(rooms.change(known.id(), Optional.empty(), room -> room.withState(state)));
        return RoomResource.whole(trail.room(verb, change).after().orElseThrow())
                .build();
    }

    private static void checkInside(String verb, @Nullable String inside) {
        if (inside == null || verb.equals("pause") && inside.equals("keep")) {
            return;
        }
        throw ProblemException.badInput(
                "inside",
                verb.equals("pause") && inside.equals("out")
                        ? "must be keep, since out is not built yet: leave it out; those inside stay"
                        : "is known for pause alone, as keep: leave it out");
    }

    private static RoomState state(String verb) {
        return switch (verb) {
            case "activate" -> RoomState.ACTIVE;
            case "pause" -> RoomState.PAUSED;
            case "deactivate" -> RoomState.INACTIVE;
            case "drain" -> RoomState.DRAINING;
            case "close" -> RoomState.CLOSED;
            default -> throw new IllegalStateException("the path lets no other verb through");
        };
    }
}
