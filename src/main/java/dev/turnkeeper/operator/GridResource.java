package dev.turnkeeper.operator;

import dev.turnkeeper.account.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Are all nodes there, and is the majority safe? */
@Dependent
@Path("admin/grid")
@Produces(MediaType.APPLICATION_JSON)
public class GridResource {

    private final GridSight.Source grid;

    @Inject
    GridResource(GridSight.Source grid) {
        this.grid = grid;
    }

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMIN})
    @Operation(
            summary = "The grid as this node sees it: nodes, majority, tick, how far each room's decisions have come",
            description =
                    "group.mayFail says how many nodes of the CP group may die at once and leave a majority. What this"
                            + " node does not know is null; another node may see something else, so ask several where they differ")
    public Response look() {
        return Response.ok(Json.bytes(written(grid.look()))).build();
    }

    static Map<String, @Nullable Object> written(GridSight sight) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("at", sight.at().truncatedTo(ChronoUnit.MILLIS).toString());
        fields.put("node", sight.node());
        fields.put("state", sight.state().name());
        fields.put("givesPlaces", sight.givesPlaces());
        fields.put("configured", sight.configured());
        fields.put("present", sight.present());
        fields.put("tick", tick(sight.tick()));
        fields.put("group", sight.group().map(GridResource::group).orElse(null));
        fields.put("nodes", sight.nodes().stream().map(GridResource::node).toList());
        fields.put("rooms", sight.rooms().stream().map(GridResource::room).toList());
        fields.put("calls", calls(sight.calls()));
        fields.put("exchange", exchanged(sight.exchanged()));
        return fields;
    }

    private static Map<String, @Nullable Object> tick(GridSight.TickSeen tick) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("number", tick.number());
        fields.put("ageMillis", tick.ageMillis());
        fields.put("wonBy", orNull(tick.wonBy()));
        return fields;
    }

    private static Map<String, @Nullable Object> group(GridSight.Group group) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("configured", group.configured());
        fields.put("size", group.isHeard() ? group.seats().size() : null);
        fields.put("present", group.isHeard() ? group.present() : null);
        fields.put("majority", group.isHeard() ? group.hasMajority() : null);
        fields.put("mayFail", group.isHeard() ? group.mayFail() : null);
        fields.put("leader", orNull(group.leader()));
        fields.put("seat", group.seat());
        return fields;
    }

    private static Map<String, @Nullable Object> node(GridSight.Node node) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("address", node.address());
        fields.put("name", orNull(node.name()));
        fields.put("self", node.self());
        fields.put("present", node.present());
        fields.put("configured", orNull(node.configured()));
        fields.put("seat", orNull(node.seat()));
        fields.put("state", orNull(node.state().map(Enum::name)));
        fields.put("ticksBehind", orNull(node.ticksBehind()));
        return fields;
    }

    private static Map<String, @Nullable Object> room(GridSight.RoomSeen room) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("room", room.room());
        fields.put("generation", room.generation());
        fields.put("standing", room.standing());
        fields.put("failureMode", room.failureMode());
        fields.put("decidedAt", room.decidedAt());
        fields.put("decidedAgoMillis", orNull(room.decidedAgoMillis()));
        fields.put("decidedBy", orNull(room.decidedBy()));
        fields.put("version", room.version());
        fields.put("decidedUnder", room.decidedUnder());
        return fields;
    }

    private static Map<String, @Nullable Object> calls(GridSight.Calls calls) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("answered", calls.answered());
        fields.put("failed", calls.failed());
        fields.put("unanswered", calls.unanswered());
        fields.put("p50Micros", orNull(calls.p50Micros()));
        fields.put("p99Micros", orNull(calls.p99Micros()));
        return fields;
    }

    private static Map<String, Object> exchanged(GridSight.Exchanged exchanged) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("sentBytes", exchanged.sentBytes());
        fields.put("receivedBytes", exchanged.receivedBytes());
        return fields;
    }

    private static @Nullable Object orNull(Optional<?> known) {
        return known.orElse(null);
    }

    private static @Nullable Object orNull(OptionalLong known) {
        return known.isPresent() ? known.getAsLong() : null;
    }
}
