package dev.turnkeeper.operator;

import dev.turnkeeper.account.Roles;
import dev.turnkeeper.problem.Problem;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.ResetInside;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomChange;
import dev.turnkeeper.room.RoomTraffic;
import dev.turnkeeper.room.Rooms;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Everybody starts again. */
@Dependent
@Path("admin/rooms/{id}/reset")
@Produces(MediaType.APPLICATION_JSON)
public class RoomResetResource {

    private static final List<String> KNOWN = List.of("confirm", "inside");

    private final Rooms rooms;
    private final RoomTraffic traffic;
    private final Trail trail;

    @Inject
    RoomResetResource(Rooms rooms, RoomTraffic traffic, Trail trail) {
        this.rooms = rooms;
        this.traffic = traffic;
        this.trail = trail;
    }

    @POST
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Open a new generation: waiters start again; those inside finish, or are out too")
    public Response reset(@PathParam("id") String id, @QueryParam("dryRun") @Nullable String dryRun, InputStream body)
            throws IOException {
        Room known = RoomProblems.known(rooms, id);
        boolean onlyAsked = DryRun.isAsked(dryRun);
        ResetInside inside = inside(known, Json.object(body));
        if (onlyAsked) {
            return Response.ok(Json.bytes(DryRun.answer(Optional.of(known), Optional.of(known.reset(inside)), traffic)))
                    .build();
        }
        RoomChange change = RoomProblems.done(rooms.change(known.id(), Optional.empty(), room -> room.reset(inside)));
        return RoomResource.whole(trail.room("reset", change).after().orElseThrow())
                .build();
    }

    private static ResetInside inside(Room room, Map<String, @Nullable Object> fields) {
        List<Problem.Field> errors = new ArrayList<>();
        if (!room.id().value().equals(fields.get("confirm"))) {
            errors.add(new Problem.Field(
                    "confirm", "must repeat the room's id, \"" + room.id() + "\": every waiter loses their place"));
        }
        Object inside = fields.get("inside");
        if (inside != null && !inside.equals("keep") && !inside.equals("out")) {
            errors.add(new Problem.Field("inside", "must be keep or out: leave it out for keep"));
        }
        fields.keySet().stream()
                .filter(field -> !KNOWN.contains(field))
                .forEach(field ->
                        errors.add(new Problem.Field(field, "is no field here; the fields are confirm, inside")));
        if (!errors.isEmpty()) {
            throw ProblemException.of(Problem.badInput(errors));
        }
        return "out".equals(inside) ? ResetInside.OUT : ResetInside.KEEP;
    }
}
