package dev.turnkeeper.operator;

import dev.turnkeeper.account.Roles;
import dev.turnkeeper.account.Who;
import dev.turnkeeper.defence.Block;
import dev.turnkeeper.defence.BlockTarget;
import dev.turnkeeper.defence.Blocks;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.visit.Pulse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Visitors and addresses that may not come in for a while, by room. */
@Dependent
@Path("admin/blocks")
@Produces(MediaType.APPLICATION_JSON)
public class BlocksResource {

    private final Blocks blocks;
    private final Rooms rooms;
    private final Pulse pulse;
    private final Trail trail;

    @Inject
    BlocksResource(Blocks blocks, Rooms rooms, Pulse pulse, Trail trail) {
        this.blocks = blocks;
        this.rooms = rooms;
        this.pulse = pulse;
        this.trail = trail;
    }

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMIN})
    @Operation(summary = "Who is blocked now, masked; in one room, or in all that the caller may see")
    public Response list(@QueryParam("room") @Nullable String room, @Context HttpServletRequest request) {
        Who who = Who.of(request).orElseThrow();
        if (room != null) {
            BlockFields.mustBeSeen(who, RoomProblems.known(rooms, room).id());
        }
        return Response.ok(Json.bytes(blocks.all().stream()
                        .filter(block -> room == null || block.room().value().equals(room))
                        .filter(block -> who.maySee(block.room().value()))
                        .map(block -> BlockFields.written(block, blocks.secondsLeft(block)))
                        .toList()))
                .build();
    }

    @POST
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Block a login or an address in a room for some seconds; room and loginId or ip are required",
            description =
                    "ip is an address (of IPv6 it counts with its whole /64) or a range such as 203.0.113.0/24. Without"
                            + " seconds: 300. Who is blocked there already (200) is so for as long as is said now. Of a"
                            + " loginId only a keyed hash is kept")
    public Response block(@Context UriInfo uri, @Context HttpServletRequest request, InputStream body)
            throws IOException {
        BodyFields fields = new BodyFields(Json.object(body), BlockFields.FIELDS);
        String room = BlockFields.room(fields, rooms);
        BlockFields.Whom whom = BlockFields.whom(fields);
        long seconds = BlockFields.seconds(fields);
        fields.check();
        RoomId id = new RoomId(room);
        Who who = Who.of(request).orElseThrow();
        BlockFields.mustBeSeen(who, id);
        if (!pulse.isReady()) {
            // The key that logins are hashed with may not be the grid's yet.
            throw ProblemException.of(503, "This node is starting: try again in a few seconds")
                    .with("Retry-After", "2");
        }
        BlockTarget target = whom.addresses().orElseGet(() -> blocks.login(id, whom.login()));
        Blocks.Change change = trail.block("create", BlockFields.done(blocks.block(id, target, seconds, who.name())));
        Block block = change.after().orElseThrow();
        return Response.status(change.before().isPresent() ? Response.Status.OK : Response.Status.CREATED)
                .entity(Json.bytes(BlockFields.written(block, blocks.secondsLeft(block))))
                .location(uri.getAbsolutePathBuilder().path(block.id()).build())
                .build();
    }

    @GET
    @Path("{block}")
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMIN})
    @Operation(summary = "One block, masked; 404 once it is over")
    public Response read(@PathParam("block") String id, @Context HttpServletRequest request) {
        Block block = known(id, request);
        return Response.ok(Json.bytes(BlockFields.written(block, blocks.secondsLeft(block))))
                .build();
    }

    @DELETE
    @Path("{block}")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(summary = "Lift a block: whoever it was for may come in again")
    public Response lift(@PathParam("block") String id, @Context HttpServletRequest request) {
        known(id, request);
        trail.block("delete", BlockFields.done(blocks.lift(id)));
        return Response.noContent().build();
    }

    private Block known(String id, HttpServletRequest request) {
        Block block = blocks.find(id).orElseThrow(BlockFields::noSuchBlock);
        BlockFields.mustBeSeen(Who.of(request).orElseThrow(), block.room());
        return block;
    }
}
