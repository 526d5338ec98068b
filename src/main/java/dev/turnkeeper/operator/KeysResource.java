package dev.turnkeeper.operator;

import dev.turnkeeper.account.Roles;
import dev.turnkeeper.pass.KeyInfo;
import dev.turnkeeper.pass.KeyRing;
import dev.turnkeeper.pass.KeyRotation;
import dev.turnkeeper.problem.Problem;
import dev.turnkeeper.problem.ProblemException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The keys that passes and tickets are signed with: what they are called and how long they count, never what they are. */
@Dependent
@Path("admin/keys")
@Produces(MediaType.APPLICATION_JSON)
public class KeysResource {

    private static final String NOW = "now";

    private final KeyRing keys;
    private final Trail trail;

    @Inject
    KeysResource(KeyRing keys, Trail trail) {
        this.keys = keys;
        this.trail = trail;
    }

    @GET
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "The keys that passes and tickets are signed with: ids, states and times")
    public Response list() {
        return Response.ok(Json.bytes(infos())).build();
    }

    @POST
    @Path("rotate")
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Make new keys; published at once, they sign in 11 minutes, and passes in force stay valid."
                    + " With {\"now\": true}, for a key that somebody else may have: the new one signs at once, and"
                    + " nothing that was signed before opens anything any more")
    public Response rotate(InputStream body) throws IOException {
        KeyRotation rotation = isNow(Json.objectOrNothing(body)) ? keys.replace() : keys.rotate();
        return switch (rotation.kind()) {
            case DONE -> {
                trail.done(
                        "keys.rotate", "signing keys", Optional.empty(), Map.of("signsFrom", shown(rotation.from())));
                yield Response.ok(Json.bytes(infos())).build();
            }
            case UPCOMING ->
                throw ProblemException.of(Problem.typed(
                        409,
                        "key-upcoming",
                        "A new key is on its way",
                        "A new key is published and signs from " + shown(rotation.from())
                                + ": rotate again after that"));
            case TOO_MANY ->
                throw ProblemException.of(Problem.typed(
                        409,
                        "too-many-keys",
                        "There are many keys already",
                        "Passes may still be signed with each of them: GET /api/v1/admin/keys says until when; rotate"
                                + " again after the first has gone"));
            case NO_MAJORITY ->
                throw ProblemException.of(
                                503,
                                "The grid did not answer in time, so there may be a new key or not: read the keys before"
                                        + " you repeat it")
                        .with("Retry-After", "3");
        };
    }

    private static boolean isNow(Map<String, @Nullable Object> fields) {
        List<Problem.Field> errors = new ArrayList<>();
        fields.keySet().stream()
                .filter(field -> !field.equals(NOW))
                .forEach(field -> errors.add(new Problem.Field(field, "is no field here; the one there is, is now")));
        Object now = fields.getOrDefault(NOW, false);
        if (!(now instanceof Boolean)) {
            errors.add(new Problem.Field(NOW, "must be true or false: true drops every older key at once"));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.of(Problem.badInput(errors));
        }
        return Boolean.TRUE.equals(now);
    }

    private List<Map<String, @Nullable Object>> infos() {
        return keys.infos().stream().map(KeysResource::info).toList();
    }

    private static Map<String, @Nullable Object> info(KeyInfo key) {
        Map<String, @Nullable Object> info = new LinkedHashMap<>();
        info.put("id", key.id());
        info.put("use", key.use().name());
        info.put("algorithm", key.algorithm());
        info.put("state", key.state().name());
        info.put("createdAt", shown(key.createdAt()));
        info.put("signsFrom", shown(key.signsFrom()));
        info.put("verifiesUntil", key.verifiesUntil().map(KeysResource::shown).orElse(null));
        return info;
    }

    private static String shown(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
