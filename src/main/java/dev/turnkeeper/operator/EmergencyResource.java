package dev.turnkeeper.operator;

import dev.turnkeeper.account.Roles;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.Emergency;
import dev.turnkeeper.room.EmergencySwitch;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** One switch for all rooms at once; it ends by itself, so that nobody has to remember it. */
@Dependent
@Path("admin/emergency")
@Produces(MediaType.APPLICATION_JSON)
public class EmergencyResource {

    private static final String OFF = "OFF";
    private static final Set<String> MODES = Set.of("BYPASS", "HOLD", OFF);
    private static final int LONGEST_SECONDS = 24 * 60 * 60;

    private final EmergencySwitch emergency;
    private final Trail trail;

    @Inject
    EmergencyResource(EmergencySwitch emergency, Trail trail) {
        this.emergency = emergency;
        this.trail = trail;
    }

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMIN})
    @Operation(summary = "What the emergency switch stands at, and for how long")
    public Response now() {
        return Response.ok(Json.bytes(written())).build();
    }

    @POST
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "All rooms at once: BYPASS lets whoever comes in, HOLD lets nobody in, for so many seconds; OFF ends it",
            description =
                    "Rooms keep what they are set to, and go back to it. Rooms that are shut stay shut under BYPASS")
    public Response turn(InputStream body) throws IOException {
        BodyFields fields = new BodyFields(Json.object(body), List.of("mode", "seconds"));
        String mode = fields.needText("mode", MODES::contains, "must be BYPASS, HOLD or OFF");
        Optional<Long> seconds = fields.number(
                "seconds", 1, LONGEST_SECONDS, "must be a whole number from 1 to " + LONGEST_SECONDS + ", a day");
        if (!mode.equals(OFF)) {
            fields.need("seconds");
        }
        fields.check();
        Map<String, @Nullable Object> before = written();
        boolean done = mode.equals(OFF)
                ? emergency.turnOff()
                : emergency.turnOn(Emergency.Mode.valueOf(mode), seconds.orElseThrow());
        if (!done) {
            throw ProblemException.of(
                            503,
                            "The grid did not answer in time, so the switch may have been turned or not: GET it before you"
                                    + " repeat this")
                    .with("Retry-After", "3");
        }
        Map<String, @Nullable Object> after = written();
        trail.changed("emergency", "all rooms", before, after);
        return Response.ok(Json.bytes(after)).build();
    }

    private Map<String, @Nullable Object> written() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        Optional<Emergency> now = emergency.now();
        fields.put("mode", now.map(known -> known.mode().name()).orElse(OFF));
        fields.put("secondsLeft", emergency.secondsLeft());
        return fields;
    }
}
