package dev.turnkeeper.operator;

import dev.turnkeeper.account.Roles;
import dev.turnkeeper.account.Who;
import dev.turnkeeper.defence.AccessRule;
import dev.turnkeeper.defence.AccessRules;
import dev.turnkeeper.defence.Asker;
import dev.turnkeeper.defence.Blocks;
import dev.turnkeeper.defence.Callers;
import dev.turnkeeper.defence.IpAddress;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.Room;
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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Who is let in at once, and who not at all: rules in one order, of which the first that matches counts. */
@Dependent
@Path("admin/access-rules")
@Produces(MediaType.APPLICATION_JSON)
public class AccessRulesResource {

    private static final int LONGEST = 2_048;

    private final AccessRules rules;
    private final Blocks blocks;
    private final Rooms rooms;
    private final Callers callers;
    private final Pulse pulse;
    private final InstantSource clock;
    private final Trail trail;

    @Inject
    AccessRulesResource(
            AccessRules rules,
            Blocks blocks,
            Rooms rooms,
            Callers callers,
            Pulse pulse,
            InstantSource clock,
            Trail trail) {
        this.rules = rules;
        this.blocks = blocks;
        this.rooms = rooms;
        this.callers = callers;
        this.pulse = pulse;
        this.clock = clock;
        this.trail = trail;
    }

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMIN})
    @Operation(
            summary = "All access rules in their order, masked, with the ETag of the whole list",
            description = "With room, those alone that count there: its own, and those for all rooms")
    public Response list(@QueryParam("room") @Nullable String room) {
        Optional<RoomId> wanted = Optional.ofNullable(room)
                .map(id -> RoomProblems.known(rooms, id).id());
        AccessRules.Listed listed = rules.all();
        List<Map<String, @Nullable Object>> written = new ArrayList<>();
        int position = 0;
        for (AccessRule rule : listed.rules()) {
            position++;
            if (wanted.isEmpty() || rule.room().isEmpty() || rule.room().get().equals(wanted.get())) {
                written.add(RuleFields.written(new AccessRules.Placed(rule, position)));
            }
        }
        return Response.ok(Json.bytes(written))
                .header(HttpHeaders.ETAG, IfMatch.tag(listed.version()))
                .build();
    }

    @POST
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make an access rule; action and one of ip, userAgent, country and login are required",
            description =
                    "All conditions given have to hold. Without room it is for all rooms. position (from 1), before or after"
                            + " (the id of another rule) say where it stands; without them it is the last. Of a login"
                            + " only a keyed hash is kept. With If-Match, only while the list is as it was read")
    public Response create(
            @Context UriInfo uri,
            @Context HttpServletRequest request,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            InputStream body)
            throws IOException {
        RuleFields fields = new RuleFields(Json.object(body), rules, rooms, callers);
        AccessRule rule = fields.made(
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                Who.of(request).orElseThrow().name());
        mustBeReady();
        AccessRules.Change change = trail.accessRule(
                "create",
                RuleFields.done(rules.add(
                        rule, fields.place(), ifMatch == null ? version -> true : asSeen(IfMatch.of(ifMatch)))));
        AccessRules.Placed made = change.after().orElseThrow();
        return Response.status(Response.Status.CREATED)
                .entity(Json.bytes(RuleFields.written(made)))
                .header(HttpHeaders.ETAG, IfMatch.tag(change.version()))
                .location(uri.getAbsolutePathBuilder().path(made.rule().id()).build())
                .build();
    }

    @GET
    @Path("{rule}")
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMIN})
    @Operation(summary = "One access rule, masked, with the ETag of the whole list")
    public Response read(@PathParam("rule") String id) {
        AccessRules.Listed listed = rules.all();
        OptionalInt position = listed.position(id);
        if (position.isEmpty()) {
            throw RuleFields.noSuchRule();
        }
        AccessRule rule = listed.rules().get(position.getAsInt() - 1);
        return Response.ok(Json.bytes(RuleFields.written(new AccessRules.Placed(rule, position.getAsInt()))))
                .header(HttpHeaders.ETAG, IfMatch.tag(listed.version()))
                .build();
    }

    @PATCH
    @Path("{rule}")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Consumes({Json.MERGE_PATCH, MediaType.APPLICATION_JSON})
    @Operation(
            summary = "Change an access rule, or move it by position, before or after (JSON merge patch)",
            description = "null takes a condition away, or a room, so that it is for all rooms. If-Match is required:"
                    + " the ETag of the list")
    public Response change(
            @PathParam("rule") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch, InputStream body)
            throws IOException {
        mustBeKnown(id);
        LongPredicate asSeen = asSeen(IfMatch.of(ifMatch));
        RuleFields fields = new RuleFields(Json.object(body), rules, rooms, callers);
        fields.check();
        mustBeReady();
        AccessRules.Change change =
                trail.accessRule("change", RuleFields.done(rules.change(id, fields::changed, fields.place(), asSeen)));
        return Response.ok(Json.bytes(RuleFields.written(change.after().orElseThrow())))
                .header(HttpHeaders.ETAG, IfMatch.tag(change.version()))
                .build();
    }

    @DELETE
    @Path("{rule}")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(summary = "Delete an access rule; If-Match is required: the ETag of the list")
    public Response delete(@PathParam("rule") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        mustBeKnown(id);
        trail.accessRule("delete", RuleFields.done(rules.delete(id, asSeen(IfMatch.of(ifMatch)))));
        return Response.noContent().build();
    }

    @GET
    @Path("test")
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMIN})
    @Operation(
            summary = "Which rule would match a visitor, and why; ip is required",
            description =
                    "Without room, by the rules for all rooms alone. blocked: whether a block holds there, which goes"
                            + " before all rules")
    public Response test(
            @QueryParam("ip") @Nullable String ip,
            @QueryParam("userAgent") @Nullable String userAgent,
            @QueryParam("country") @Nullable String country,
            @QueryParam("login") @Nullable String login,
            @QueryParam("room") @Nullable String room) {
        IpAddress address = Optional.ofNullable(ip)
                .flatMap(IpAddress::parse)
                .orElseThrow(() -> ProblemException.badInput("ip", "must be an IPv4 or IPv6 address"));
        Optional<Room> there = said(room, "room", true).map(id -> RoomProblems.known(rooms, id));
        Optional<String> where = said(country, "country", true);
        where.filter(text -> !Callers.isCountry(text)).ifPresent(text -> {
            throw ProblemException.badInput("country", "must be two letters, such as KR");
        });
        Optional<String> name = said(login, "login", true);
        String agent = said(userAgent, "userAgent", false).orElse("");
        Asker asker = new Asker(address, () -> agent, () -> where, () -> name);
        Optional<AccessRules.Placed> found = rules.first(there.map(Room::id), asker);
        boolean blocked = there.flatMap(known -> blocks.in(known.id()))
                .filter(here -> here.secondsLeft(address, asker.login()) > 0)
                .isPresent();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("action", found.map(placed -> placed.rule().action().name()).orElse("NONE"));
        answer.put("blocked", blocked);
        answer.put("rule", found.map(RuleFields::written).orElse(null));
        answer.put("why", (blocked ? "a block holds, which goes before all rules; of those, " : "") + why(found));
        return Response.ok(Json.bytes(answer)).build();
    }

    private String why(Optional<AccessRules.Placed> found) {
        return found.map(placed -> "rule " + placed.position() + " is the first of which all conditions hold: "
                                + RuleFields.conditions(placed.rule()).entrySet().stream()
                                        .map(condition -> condition.getKey() + " " + condition.getValue())
                                        .collect(Collectors.joining(", ")))
                        .orElse("no rule matches")
                + (callers.knowsCountries()
                        ? ""
                        : "; of real visitors no country is known, since TURNKEEPER_COUNTRY_HEADER is not set");
    }

    /** @param emptyIsNone whether an empty one counts as none */
    private static Optional<String> said(@Nullable String text, String field, boolean emptyIsNone) {
        if (text != null && text.length() > LONGEST) {
            throw ProblemException.badInput(field, "must have at most " + LONGEST + " characters");
        }
        return Optional.ofNullable(text).filter(given -> !emptyIsNone || !given.isEmpty());
    }

    private void mustBeKnown(String id) {
        if (rules.all().position(id).isEmpty()) {
            throw RuleFields.noSuchRule();
        }
    }

    /** Before, the key that logins are hashed with may not be the grid's yet. */
    private void mustBeReady() {
        if (!pulse.isReady()) {
            throw ProblemException.of(503, "This node is starting: try again in a few seconds")
                    .with("Retry-After", "2");
        }
    }

    private static LongPredicate asSeen(IfMatch precondition) {
        return precondition::matches;
    }
}
