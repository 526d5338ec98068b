package dev.turnkeeper.tracer;

import dev.turnkeeper.defence.Callers;
import dev.turnkeeper.defence.CrossOriginFilter;
import dev.turnkeeper.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The API of legacy clients over HTTP. Reads query and body as bytes and answers bytes, whatever {@code Accept} says: a
 * client that is told 406 lets its visitor in.
 */
@Path("access")
@Singleton
@Tag(name = "TRACER", description = "Mass access control for legacy clients (대량접근제어)")
@APIResponse(
        responseCode = "200",
        description = "Wait (isWait T) or use the service (isWait F). The fields come in this order.",
        headers = {
            @Header(
                    name = "Retry-After",
                    description = "Seconds until the next useful call",
                    schema = @Schema(type = SchemaType.INTEGER)),
            @Header(
                    name = "X-Turnkeeper-Reason",
                    description = "bypass: let in by the room's failure mode, while the grid does not answer",
                    schema = @Schema(type = SchemaType.STRING))
        },
        content =
                @Content(
                        mediaType = "application/json",
                        schema =
                                @Schema(
                                        type = SchemaType.OBJECT,
                                        properties = {
                                            @SchemaProperty(name = "host", type = SchemaType.STRING),
                                            @SchemaProperty(name = "ip", type = SchemaType.STRING),
                                            @SchemaProperty(name = "loginId", type = SchemaType.STRING),
                                            @SchemaProperty(name = "port", type = SchemaType.INTEGER),
                                            @SchemaProperty(name = "pageUrl", type = SchemaType.STRING),
                                            @SchemaProperty(
                                                    name = "isWait",
                                                    type = SchemaType.STRING,
                                                    enumeration = {"T", "F"}),
                                            @SchemaProperty(
                                                    name = "waitCnt",
                                                    type = SchemaType.INTEGER,
                                                    description = "Rank (≥ 1) when T, 0 when F"),
                                            @SchemaProperty(
                                                    name = "limitCnt",
                                                    type = SchemaType.INTEGER,
                                                    description = "The room's limit; 0 without a room"),
                                            @SchemaProperty(
                                                    name = "session_time_out",
                                                    type = SchemaType.INTEGER,
                                                    description = "Seconds without a call that end a session"),
                                            @SchemaProperty(
                                                    name = "waitQueueSize",
                                                    type = SchemaType.INTEGER,
                                                    description = "Visitors waiting in this room"),
                                            @SchemaProperty(
                                                    name = "waitMyCnt",
                                                    type = SchemaType.INTEGER,
                                                    description = "The rank first given; 0 if never made to wait"),
                                            @SchemaProperty(name = "userAgent", type = SchemaType.STRING),
                                            @SchemaProperty(name = "tracer_domain", type = SchemaType.STRING)
                                        })))
@APIResponse(
        responseCode = "400",
        description = "A parameter is missing or malformed; no place was taken",
        content = @Content(mediaType = Problem.MEDIA_TYPE))
@APIResponse(
        responseCode = "429",
        description =
                "An operator blocks this caller, or its address holds as many places as one may (only where the room's tracerRefusal is STATUS; else 200, to wait)",
        content = @Content(mediaType = Problem.MEDIA_TYPE))
@APIResponse(
        responseCode = "503",
        description = "The room takes no newcomers now (only where its tracerRefusal is STATUS)",
        content = @Content(mediaType = Problem.MEDIA_TYPE))
public final class TracerResource {

    private final Tracer tracer;
    private final Callers callers;

    @Inject
    TracerResource(Tracer tracer, Callers callers) {
        this.tracer = tracer;
        this.callers = callers;
    }

    @GET
    @Operation(operationId = "tracerAccess", summary = "Enter, ask and stay, parameters in the query")
    @Parameter(
            name = "host",
            in = ParameterIn.QUERY,
            required = true,
            description = "Host name or IP address of the service, without a port",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "port",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "65535", defaultValue = "443"))
    @Parameter(
            name = "pageUrl",
            in = ParameterIn.QUERY,
            description = "URL, path or menu code",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "ip",
            in = ParameterIn.QUERY,
            description = "IPv4 or IPv6 address of the visitor; by default the caller's",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "loginId",
            in = ParameterIn.QUERY,
            description = "Who the visitor is; by default the address",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "userAgent",
            in = ParameterIn.QUERY,
            description = "By default the header",
            schema = @Schema(type = SchemaType.STRING))
    public Response access() {
        HttpServletRequest request = TracerFilter.request();
        return respond(request, TracerRequest.ofQuery(request.getQueryString(), defaults(request)));
    }

    @POST
    @Operation(operationId = "tracerAccessByPost", summary = "Enter, ask and stay, parameters in a form or JSON")
    @RequestBody(
            description = "The same parameters as in GET; a form's charset is honoured, a JSON port may be a string",
            content = {
                @Content(
                        mediaType = "application/x-www-form-urlencoded",
                        schema =
                                @Schema(
                                        type = SchemaType.OBJECT,
                                        requiredProperties = "host",
                                        properties = {
                                            @SchemaProperty(name = "host", type = SchemaType.STRING),
                                            @SchemaProperty(name = "port", type = SchemaType.INTEGER),
                                            @SchemaProperty(name = "pageUrl", type = SchemaType.STRING),
                                            @SchemaProperty(name = "ip", type = SchemaType.STRING),
                                            @SchemaProperty(name = "loginId", type = SchemaType.STRING),
                                            @SchemaProperty(name = "userAgent", type = SchemaType.STRING)
                                        })),
                @Content(
                        mediaType = "application/json",
                        schema =
                                @Schema(
                                        type = SchemaType.OBJECT,
                                        requiredProperties = "host",
                                        properties = {
                                            @SchemaProperty(name = "host", type = SchemaType.STRING),
                                            @SchemaProperty(name = "port", type = SchemaType.INTEGER),
                                            @SchemaProperty(name = "pageUrl", type = SchemaType.STRING),
                                            @SchemaProperty(name = "ip", type = SchemaType.STRING),
                                            @SchemaProperty(name = "loginId", type = SchemaType.STRING),
                                            @SchemaProperty(name = "userAgent", type = SchemaType.STRING)
                                        }))
            })
    @APIResponse(
            responseCode = "413",
            description = "The body is longer than any sound request",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    @APIResponse(
            responseCode = "415",
            description = "The body is neither a form nor JSON, or in an unknown charset",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    public Response access(InputStream body) throws IOException {
        HttpServletRequest request = TracerFilter.request();
        // One byte more tells a body that is too long, however long it is.
        byte[] bytes = body.readNBytes(TracerRequest.LONGEST_BODY_BYTES + 1);
        return respond(
                request,
                TracerRequest.ofBody(request.getQueryString(), TracerFilter.contentType(), bytes, defaults(request)));
    }

    /** Without this, JAX-RS would answer HEAD by the GET above, and a place would be taken. */
    @HEAD
    @Operation(hidden = true)
    public Response head() {
        return respond(
                TracerFilter.request(), new TracerRejection(405, "method", "HEAD takes no place: use GET or POST"));
    }

    @OPTIONS
    @Operation(hidden = true)
    public Response options() {
        return Response.noContent()
                .header(HttpHeaders.ALLOW, TracerReply.ALLOWED)
                .build();
    }

    private TracerRequest.Defaults defaults(HttpServletRequest request) {
        return TracerRequest.Defaults.of(request, callers);
    }

    private Response respond(HttpServletRequest request, TracerReading reading) {
        TracerReply reply = TracerReply.of(tracer.answer(reading, room -> CrossOriginFilter.narrow(request, room)));
        Response.ResponseBuilder response =
                Response.status(reply.status()).type(reply.type()).entity(reply.body());
        reply.headers(response::header);
        return response.build();
    }
}
