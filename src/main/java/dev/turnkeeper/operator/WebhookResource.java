package dev.turnkeeper.operator;

import dev.turnkeeper.account.Roles;
import dev.turnkeeper.account.Who;
import dev.turnkeeper.notice.Deliveries;
import dev.turnkeeper.notice.Reply;
import dev.turnkeeper.notice.Webhook;
import dev.turnkeeper.notice.Webhooks;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.visit.Pulse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** One webhook, and what it was told. */
@Dependent
@Path("admin/webhooks/{webhook}")
@Produces(MediaType.APPLICATION_JSON)
public class WebhookResource {

    private static final String WHAT = "webhook";

    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final Pulse pulse;
    private final InstantSource clock;
    private final Trail trail;

    @Inject
    WebhookResource(Webhooks webhooks, Deliveries deliveries, Pulse pulse, InstantSource clock, Trail trail) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.pulse = pulse;
        this.clock = clock;
        this.trail = trail;
    }

    @GET
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "A webhook, without its secret")
    public Response read(@PathParam(WHAT) String id) {
        return whole(known(id));
    }

    @PATCH
    @RolesAllowed(Roles.ADMIN)
    @Consumes({Json.MERGE_PATCH, MediaType.APPLICATION_JSON})
    @Operation(summary = "Change a webhook; its secret stays. Needs If-Match")
    public Response change(
            @PathParam(WHAT) String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch, InputStream body)
            throws IOException {
        known(id);
        IfMatch precondition = IfMatch.of(ifMatch);
        BodyFields fields = new BodyFields(Json.object(body), WebhookFields.FIELDS);
        WebhookFields.Wanted wanted = WebhookFields.Wanted.of(fields, deliveries);
        fields.check();
        Webhooks.Change change = WebhookFields.done(webhooks.change(id, webhook -> {
            precondition.check("Webhook " + id, webhook.version());
            return wanted.over(webhook.settings());
        }));
        return whole(trail.webhook("change", change).after().orElseThrow());
    }

    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Delete a webhook with all that it was still to be told. Needs If-Match")
    public Response delete(@PathParam(WHAT) String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        known(id);
        IfMatch precondition = IfMatch.of(ifMatch);
        trail.webhook(
                "delete",
                WebhookFields.done(
                        webhooks.delete(id, webhook -> precondition.check("Webhook " + id, webhook.version()))));
        return Response.noContent().build();
    }

    @POST
    @Path("rotate")
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "A new secret, shown this once; for 24 hours deliveries carry the signatures of both")
    public Response rotate(@PathParam(WHAT) String id) {
        Webhooks.Change change = trail.webhook("rotate", WebhookFields.done(webhooks.rotate(id)));
        Webhook webhook = change.after().orElseThrow();
        Map<String, @Nullable Object> answer = WebhookFields.written(webhook, clock.instant());
        answer.put("secret", change.secret().orElseThrow());
        return Response.ok(Json.bytes(answer))
                .header(HttpHeaders.ETAG, IfMatch.tag(webhook.version()))
                .build();
    }

    @POST
    @Path("test")
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Send it an event in which nothing happened, and say what came back")
    public Response test(@PathParam(WHAT) String id, @Context HttpServletRequest request) {
        Webhook webhook = known(id);
        long before = pulse.nanos();
        CompletableFuture<Reply> trial = deliveries
                .trial(webhook, Who.of(request).orElseThrow().name())
                .orElseThrow(
                        () -> ProblemException.of(503, "Others are testing webhooks now: try again in a few seconds")
                                .with("Retry-After", "5"));
        Reply reply = trial.join();
        return Response.ok(Json.bytes(WebhookFields.written(reply, (pulse.nanos() - before) / 1_000_000)))
                .build();
    }

    @GET
    @Path("deliveries")
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "What it was told and is to be told, newest first; state DEAD is a dead letter",
            description =
                    "The last 64; what happened while the grid did not answer is known to the node alone that saw it")
    public Response deliveries(@PathParam(WHAT) String id) {
        return Response.ok(Json.bytes(deliveries.of(known(id)).stream()
                        .map(WebhookFields::written)
                        .toList()))
                .build();
    }

    @POST
    @Path("deliveries/{delivery}/retry")
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Try a delivery at once that was not taken, and if need be as often again")
    public Response retry(@PathParam(WHAT) String id, @PathParam("delivery") String delivery) {
        Webhook webhook = known(id);
        Deliveries.Seen known = deliveries
                .find(webhook, delivery)
                .orElseThrow(() -> ProblemException.of(
                        404,
                        "There is no such delivery, or no longer: GET /api/v1/admin/webhooks/" + id
                                + "/deliveries lists those there are"));
        Deliveries.Seen again = deliveries
                .retry(webhook, delivery)
                .orElseThrow(() -> ProblemException.typed(
                        409,
                        "delivery-taken",
                        "The webhook has it",
                        "The webhook took this delivery"
                                + (known.triedAt().map(at -> " at " + at).orElse(""))
                                + ": there is nothing to try again"));
        trail.done(
                "webhook.retry",
                "webhook " + id,
                Optional.empty(),
                Map.of("delivery", again.id(), "event", again.event().written(), "tries", again.tries()));
        return Response.accepted(Json.bytes(WebhookFields.written(again))).build();
    }

    private Webhook known(String id) {
        return webhooks.find(id).orElseThrow(WebhookFields::noSuchWebhook);
    }

    private Response whole(Webhook webhook) {
        return Response.ok(Json.bytes(WebhookFields.written(webhook, clock.instant())))
                .header(HttpHeaders.ETAG, IfMatch.tag(webhook.version()))
                .build();
    }
}
