package dev.turnkeeper.operator;

import dev.turnkeeper.account.Roles;
import dev.turnkeeper.account.Who;
import dev.turnkeeper.problem.Problem;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomFields;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.room.RoomTraffic;
import dev.turnkeeper.room.Rooms;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** All rooms. */
@Dependent
@Path("admin/rooms")
@Produces(MediaType.APPLICATION_JSON)
public class RoomsResource {

    private final Rooms rooms;
    private final RoomTraffic traffic;
    private final Trail trail;

    @Inject
    RoomsResource(Rooms rooms, RoomTraffic traffic, Trail trail) {
        this.rooms = rooms;
        this.traffic = traffic;
        this.trail = trail;
    }

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMIN})
    @Operation(summary = "All rooms, by id; a key that is for some rooms sees those")
    public Response list(@Context HttpServletRequest request) {
        Who who = Who.of(request).orElseThrow();
        return Response.ok(Json.bytes(rooms.configured().stream()
                        .filter(room -> who.maySee(room.id().value()))
                        .map(RoomFields::write)
                        .toList()))
                .build();
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a room; id, name and limit are required")
    public Response create(@QueryParam("dryRun") @Nullable String dryRun, @Context UriInfo uri, InputStream body)
            throws IOException {
        boolean onlyAsked = DryRun.isAsked(dryRun);
        RoomSettings settings = RoomProblems.valid(RoomFields.read(Json.object(body)));
        if (onlyAsked) {
            if (rooms.configured(settings.id()).isPresent()) {
                throw ProblemException.of(Problem.typed(
                        409, "room-exists", "The room exists", "There is a room " + settings.id() + " already"));
            }
            rooms.conflict(settings).ifPresent(conflict -> {
                throw RoomProblems.taken(conflict);
            });
            return Response.ok(Json.bytes(DryRun.answer(Optional.empty(), Optional.of(rooms.draft(settings)), traffic)))
                    .build();
        }
        Room room = trail.room("create", RoomProblems.done(rooms.create(settings)))
                .after()
                .orElseThrow();
        return RoomResource.whole(room)
                .status(Response.Status.CREATED)
                .location(uri.getAbsolutePathBuilder().path(room.id().value()).build())
                .build();
    }
}
