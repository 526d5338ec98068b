package dev.turnkeeper.operator;

import dev.turnkeeper.account.ApiKey;
import dev.turnkeeper.account.ApiKeys;
import dev.turnkeeper.account.Roles;
import dev.turnkeeper.account.Who;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What programs log in with. */
@Dependent
@Path("admin/api-keys")
@Produces(MediaType.APPLICATION_JSON)
public class ApiKeysResource {

    private final ApiKeys keys;
    private final InstantSource clock;
    private final Trail trail;

    @Inject
    ApiKeysResource(ApiKeys keys, InstantSource clock, Trail trail) {
        this.keys = keys;
        this.clock = clock;
        this.trail = trail;
    }

    @GET
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "All API keys, without their secrets")
    public Response list() {
        Instant now = clock.instant();
        return Response.ok(Json.bytes(keys.all().stream()
                        .map(key -> ApiKeyFields.written(key, now))
                        .toList()))
                .build();
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make an API key; name and roles are required",
            description =
                    "The answer's field key goes into X-Api-Key, and is shown this once. With rooms it opens those alone."
                            + " Without expiresAt it lives 90 days")
    public Response create(@Context UriInfo uri, @Context HttpServletRequest request, InputStream body)
            throws IOException {
        Instant now = clock.instant();
        BodyFields fields = new BodyFields(Json.object(body), ApiKeyFields.FIELDS);
        fields.need("name");
        fields.need("roles");
        Optional<String> name = ApiKeyFields.name(fields);
        Optional<Set<String>> roles = ApiKeyFields.roles(fields);
        Set<String> rooms = ApiKeyFields.rooms(fields).orElse(Set.of());
        Instant expiresAt = ApiKeyFields.expiresAt(fields, now).orElse(now.plus(ApiKeys.USUALLY_LIVES));
        fields.check();
        ApiKeys.Change change = trail.apiKey(
                "create",
                ApiKeyFields.done(keys.create(
                        name.orElseThrow(),
                        roles.orElseThrow(),
                        rooms,
                        expiresAt,
                        Who.of(request).orElseThrow().name())));
        ApiKey key = change.after().orElseThrow();
        Map<String, Object> answer = ApiKeyFields.written(key, now);
        answer.put("key", change.text().orElseThrow());
        return Response.status(Response.Status.CREATED)
                .entity(Json.bytes(answer))
                .location(uri.getAbsolutePathBuilder().path(key.id()).build())
                .build();
    }

    @GET
    @Path("{key}")
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "An API key, without its secret")
    public Response read(@PathParam("key") String id) {
        ApiKey key = keys.find(id).orElseThrow(ApiKeyFields::noSuchKey);
        return Response.ok(Json.bytes(ApiKeyFields.written(key, clock.instant())))
                .build();
    }

    @PATCH
    @Path("{key}")
    @RolesAllowed(Roles.ADMIN)
    @Consumes({Json.MERGE_PATCH, MediaType.APPLICATION_JSON})
    @Operation(summary = "Change an API key's name, roles, rooms or end; the key itself stays")
    public Response change(@PathParam("key") String id, InputStream body) throws IOException {
        Instant now = clock.instant();
        BodyFields fields = new BodyFields(Json.object(body), ApiKeyFields.FIELDS);
        Optional<String> name = ApiKeyFields.name(fields);
        Optional<Set<String>> roles = ApiKeyFields.roles(fields);
        Optional<Set<String>> rooms = ApiKeyFields.rooms(fields);
        Optional<Instant> expiresAt = ApiKeyFields.expiresAt(fields, now);
        fields.check();
        ApiKeys.Change change = ApiKeyFields.done(keys.change(
                id,
                key -> new ApiKey(
                        key.id(),
                        name.orElse(key.name()),
                        roles.orElse(key.roles()),
                        rooms.orElse(key.rooms()),
                        key.digest(),
                        key.createdAt(),
                        expiresAt.orElse(key.expiresAt()),
                        key.createdBy())));
        ApiKey after = trail.apiKey("change", change).after().orElseThrow();
        return Response.ok(Json.bytes(ApiKeyFields.written(after, now))).build();
    }

    @DELETE
    @Path("{key}")
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Delete an API key: it opens nothing from now on")
    public Response delete(@PathParam("key") String id) {
        trail.apiKey("delete", ApiKeyFields.done(keys.delete(id)));
        return Response.noContent().build();
    }
}
