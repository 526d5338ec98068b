package dev.turnkeeper.operator;

import dev.turnkeeper.account.Roles;
import dev.turnkeeper.account.SharedKey;
import dev.turnkeeper.audit.AuditEntry;
import dev.turnkeeper.audit.AuditLog;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.RoomId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Who changed what. */
@Dependent
@Path("admin/audit")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    private final AuditLog log;
    private final SharedKey key;
    private final InstantSource clock;

    @Inject
    AuditResource(AuditLog log, @Named("audit") SharedKey key, InstantSource clock) {
        this.log = log;
        this.key = key;
        this.clock = clock;
    }

    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(
            summary = "What was changed, newest first",
            description =
                    "The header X-Next-Cursor, where there is more, is the next call's cursor; from is included, to is not")
    public Response page(
            @QueryParam("room") @Nullable String room,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        if (room != null && RoomId.parse(room).isEmpty()) {
            throw ProblemException.badInput("room", "must be the id of a room");
        }
        int most = (int) number("limit", limit, USUAL, MOST);
        List<AuditEntry> found = log.page(
                Optional.ofNullable(room),
                time("from", from, Instant.MIN),
                time("to", to, Instant.MAX),
                number("cursor", cursor, Long.MAX_VALUE, Long.MAX_VALUE),
                most + 1);
        List<AuditEntry> shown = found.subList(0, Math.min(most, found.size()));
        Response.ResponseBuilder answer = Response.ok(
                Json.bytes(shown.stream().map(AuditResource::written).toList()));
        if (found.size() > most) {
            answer.header("X-Next-Cursor", shown.get(most - 1).number());
        }
        return answer.build();
    }

    @GET
    @Path("export")
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "The whole chain that is kept, oldest first, with a signed head",
            description =
                    "head is a JWS (typ tk-audit-head+jwt) over number and hash of the last entry, key the public key")
    public Response export() {
        List<AuditEntry> entries = log.all().toList();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("entries", entries.stream().map(AuditResource::exported).toList());
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("at", clock.instant().toString());
        head.put("entries", entries.size());
        head.put(
                "number",
                entries.isEmpty() ? 0L : entries.get(entries.size() - 1).number());
        head.put(
                "hash", entries.isEmpty() ? "" : entries.get(entries.size() - 1).hash());
        answer.put("head", key.sign("tk-audit-head+jwt", head));
        answer.put("key", key.publicJwk());
        return Response.ok(Json.bytes(answer))
                .header("Content-Disposition", "attachment; filename=\"audit.json\"")
                .build();
    }

    private static Map<String, @Nullable Object> written(AuditEntry entry) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("number", entry.number());
        fields.put("at", entry.at().toString());
        fields.put("who", entry.event().who());
        fields.put("action", entry.event().action());
        fields.put("target", entry.event().target());
        fields.put("room", entry.event().room().orElse(null));
        fields.put("before", entry.event().before().map(Json::tree).orElse(null));
        fields.put("after", entry.event().after().map(Json::tree).orElse(null));
        fields.put("reason", entry.event().reason().orElse(null));
        fields.put("hash", entry.hash());
        return fields;
    }

    /** With before and after as the text that the hash is made of, and what else goes into it. */
    private static Map<String, @Nullable Object> exported(AuditEntry entry) {
        Map<String, @Nullable Object> fields = written(entry);
        fields.put("id", entry.id());
        fields.put("before", entry.event().before().orElse(null));
        fields.put("after", entry.event().after().orElse(null));
        fields.put("previous", entry.previous());
        return fields;
    }

    private static Instant time(String name, @Nullable String text, Instant otherwise) {
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException none) {
            throw ProblemException.badInput(name, "must be a time like 2026-11-21T09:59:00Z");
        }
    }

    private static long number(String name, @Nullable String text, long otherwise, long most) {
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Answered below, with the numbers out of bounds.
        }
        throw ProblemException.badInput(
                name,
                name.equals("cursor") ? "must be what X-Next-Cursor said" : "must be a whole number from 1 to " + most);
    }
}
