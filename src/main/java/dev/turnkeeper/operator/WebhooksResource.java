package dev.turnkeeper.operator;

import dev.turnkeeper.account.Roles;
import dev.turnkeeper.account.Who;
import dev.turnkeeper.notice.Deliveries;
import dev.turnkeeper.notice.Webhook;
import dev.turnkeeper.notice.Webhooks;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Who is told what happens in the grid. */
@Dependent
@Path("admin/webhooks")
@Produces(MediaType.APPLICATION_JSON)
public class WebhooksResource {

    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final InstantSource clock;
    private final Trail trail;

    @Inject
    WebhooksResource(Webhooks webhooks, Deliveries deliveries, InstantSource clock, Trail trail) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.clock = clock;
        this.trail = trail;
    }

    @GET
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "All webhooks, without their secrets")
    public Response list() {
        Instant now = clock.instant();
        return Response.ok(Json.bytes(webhooks.all().stream()
                        .map(webhook -> WebhookFields.written(webhook, now))
                        .toList()))
                .build();
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make a webhook; name, url and events are required",
            description =
                    "The answer's field secret is what deliveries are signed with (Standard Webhooks), and is shown"
                            + " this once. rooms: those to hear of, empty: all. repeatSeconds: {\"node.lost\": 600} says it again"
                            + " while it lasts. tries: after so many (9) a delivery is a dead letter")
    public Response create(@Context UriInfo uri, @Context HttpServletRequest request, InputStream body)
            throws IOException {
        BodyFields fields = new BodyFields(Json.object(body), WebhookFields.FIELDS);
        Optional<Webhook.Settings> settings = WebhookFields.settings(fields, deliveries);
        fields.check();
        Webhooks.Change change = trail.webhook(
                "create",
                WebhookFields.done(webhooks.create(
                        settings.orElseThrow(), Who.of(request).orElseThrow().name())));
        Webhook webhook = change.after().orElseThrow();
        Map<String, @Nullable Object> answer = WebhookFields.written(webhook, clock.instant());
        answer.put("secret", change.secret().orElseThrow());
        return Response.status(Response.Status.CREATED)
                .entity(Json.bytes(answer))
                .location(uri.getAbsolutePathBuilder().path(webhook.id()).build())
                .header(HttpHeaders.ETAG, IfMatch.tag(webhook.version()))
                .build();
    }
}
