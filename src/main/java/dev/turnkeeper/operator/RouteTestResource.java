package dev.turnkeeper.operator;

import dev.turnkeeper.account.Roles;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.room.RouteExplanation;
import dev.turnkeeper.room.RouteRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Which room a request would belong to, and why. */
@Dependent
@Path("admin/routes/test")
@Produces(MediaType.APPLICATION_JSON)
public class RouteTestResource {

    private static final int HTTPS = 443;
    private static final int LONGEST = 2_048;

    private final Rooms rooms;

    @Inject
    RouteTestResource(Rooms rooms) {
        this.rooms = rooms;
    }

    /** @param host with it, {@code url} is read as TRACER reads {@code pageUrl}: a URL, a path or a menu code */
    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMIN})
    @Operation(summary = "Which room a URL belongs to, and what every route of its host says to it")
    public Response test(
            @QueryParam("url") @Nullable String url,
            @QueryParam("host") @Nullable String host,
            @QueryParam("port") @Nullable String port,
            @QueryParam("method") @Nullable String method) {
        RouteExplanation explained = rooms.routes().explain(request(url, host, port, method));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("url", url);
        answer.put("host", explained.host());
        answer.put("port", explained.port());
        answer.put("page", explained.page());
        answer.put("outcome", explained.match().kind().toString());
        answer.put("room", explained.match().room().map(RoomId::value).orElse(null));
        answer.put("why", why(explained));
        answer.put(
                "candidates",
                explained.candidates().stream()
                        .map(RouteTestResource::candidate)
                        .toList());
        return RoomAnswer.json(answer).build();
    }

    private static Map<String, String> candidate(RouteExplanation.Candidate candidate) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("room", candidate.room().value());
        fields.put("route", candidate.route().toString());
        fields.put("verdict", candidate.verdict());
        return fields;
    }

    private static RouteRequest request(
            @Nullable String url, @Nullable String host, @Nullable String port, @Nullable String method) {
        Optional<String> upper =
                Optional.ofNullable(method).filter(text -> !text.isEmpty()).map(text -> text.toUpperCase(Locale.ROOT));
        if (url != null && url.length() > LONGEST) {
            throw ProblemException.badInput(
                    "url", "must have at most " + LONGEST + " characters, but has " + url.length());
        }
        if (host != null && !host.isBlank()) {
            return new RouteRequest(host, port(port), url == null ? "" : url, upper);
        }
        return RouteRequest.ofUrl(url == null ? "" : url, upper)
                .orElseThrow(
                        () -> ProblemException.badInput(
                                "url",
                                "must be a URL like https://shop.example.com/buy/1, or a path or menu code together with host"));
    }

    private static int port(@Nullable String port) {
        if (port == null || port.isBlank()) {
            return HTTPS;
        }
        try {
            int number = Integer.parseInt(port);
            if (number >= 1 && number <= 65_535) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Answered below, with the numbers out of bounds.
        }
        throw ProblemException.badInput("port", "must be a whole number from 1 to 65535: leave it out for " + HTTPS);
    }

    private static String why(RouteExplanation explained) {
        return switch (explained.match().kind()) {
            case FOUND ->
                explained.candidates().stream()
                        .filter(candidate -> candidate.verdict().endsWith("most specific"))
                        .findFirst()
                        .map(candidate -> "the route " + candidate.route() + " " + candidate.verdict())
                        .orElse("");
            case NONE ->
                explained.candidates().isEmpty()
                        ? "no room has a route for the host " + explained.host()
                        : "no route of this host matches; candidates says why";
            case REFUSED -> explained.match().refusal().orElse("");
        };
    }
}
