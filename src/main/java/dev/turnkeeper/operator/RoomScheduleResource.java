package dev.turnkeeper.operator;

import dev.turnkeeper.account.Roles;
import dev.turnkeeper.room.CheckedSettings;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomFields;
import dev.turnkeeper.room.RoomTraffic;
import dev.turnkeeper.room.Rooms;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** When a room's state, limit and rate are set by themselves. It is a field of the room, under the room's version. */
@Dependent
@Path("admin/rooms/{id}/schedule")
@Produces(MediaType.APPLICATION_JSON)
public class RoomScheduleResource {

    private final Rooms rooms;
    private final RoomTraffic traffic;
    private final RoomEdits edits;

    @Inject
    RoomScheduleResource(Rooms rooms, RoomTraffic traffic, RoomEdits edits) {
        this.rooms = rooms;
        this.traffic = traffic;
        this.edits = edits;
    }

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMIN})
    @Operation(
            summary =
                    "A room's schedule, with its next steps in UTC and by the clocks of its zone, and the room's ETag")
    public Response read(@PathParam("id") String id) {
        return whole(RoomProblems.known(rooms, id));
    }

    @PUT
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Replace a room's schedule, whole: {\"zone\", \"steps\": [{\"at\" or \"every\": {\"days\", \"time\"},"
                            + " \"state\", \"limit\", \"perMinute\"}]}; {} takes it back. What is over by then is not done")
    public Response replace(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @QueryParam("dryRun") @Nullable String dryRun,
            InputStream body)
            throws IOException {
        Room known = RoomProblems.known(rooms, id);
        IfMatch precondition = IfMatch.of(ifMatch);
        boolean onlyAsked = DryRun.isAsked(dryRun);
        Map<String, @Nullable Object> schedule = Json.object(body);
        Function<Room, CheckedSettings> wanted = room -> RoomFields.schedule(room, schedule);
        if (onlyAsked) {
            Room after = edits.draft(known, precondition, wanted);
            Map<String, @Nullable Object> answer =
                    new LinkedHashMap<>(DryRun.answer(Optional.of(known), Optional.of(after), traffic));
            answer.put(
                    "next",
                    RoomFields.writeSchedule(after.settings(), rooms.now()).get("next"));
            return Response.ok(Json.bytes(answer)).build();
        }
        return whole(edits.make("schedule", known, precondition, wanted));
    }

    private Response whole(Room room) {
        return Response.ok(Json.bytes(RoomFields.writeSchedule(room.settings(), rooms.now())))
                .header(HttpHeaders.ETAG, IfMatch.tag(room))
                .build();
    }
}
