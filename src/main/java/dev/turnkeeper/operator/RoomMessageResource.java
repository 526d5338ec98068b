package dev.turnkeeper.operator;

import dev.turnkeeper.account.Roles;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomChange;
import dev.turnkeeper.room.RoomFields;
import dev.turnkeeper.room.RoomTraffic;
import dev.turnkeeper.room.Rooms;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What a room tells its visitors. Without If-Match: the newest word counts. */
@Dependent
@Path("admin/rooms/{id}/message")
@Produces(MediaType.APPLICATION_JSON)
public class RoomMessageResource {

    private final Rooms rooms;
    private final RoomTraffic traffic;
    private final Trail trail;

    @Inject
    RoomMessageResource(Rooms rooms, RoomTraffic traffic, Trail trail) {
        this.rooms = rooms;
        this.traffic = traffic;
        this.trail = trail;
    }

    @PUT
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Tell a room's visitors something, by language; {} takes it back")
    public Response tell(@PathParam("id") String id, @QueryParam("dryRun") @Nullable String dryRun, InputStream body)
            throws IOException {
        Room known = RoomProblems.known(rooms, id);
        boolean onlyAsked = DryRun.isAsked(dryRun);
        Map<String, @Nullable Object> message = Json.object(body);
        if (onlyAsked) {
            Room after = known.withSettings(RoomProblems.valid(RoomFields.message(known, message)));
            return Response.ok(Json.bytes(DryRun.answer(Optional.of(known), Optional.of(after), traffic)))
                    .build();
        }
        RoomChange change = RoomProblems.done(rooms.change(
                known.id(),
                Optional.empty(),
                room -> room.withSettings(RoomProblems.valid(RoomFields.message(room, message)))));
        return RoomResource.whole(trail.room("message", change).after().orElseThrow())
                .build();
    }
}
