package dev.turnkeeper.operator;

import dev.turnkeeper.account.Roles;
import dev.turnkeeper.problem.Problem;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomChange;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.room.ServingIncrements;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Lets some more in than the inlet would. */
@Dependent
@Path("admin/rooms/{id}/serving")
@Produces(MediaType.APPLICATION_JSON)
public class RoomServingResource {

    private static final int MOST = 10_000_000;
    private static final int LONGEST_KEY = 255;
    private static final int DIGEST_BYTES = 16;

    private final Rooms rooms;
    private final Trail trail;

    @Inject
    RoomServingResource(Rooms rooms, Trail trail) {
        this.rooms = rooms;
        this.trail = trail;
    }

    @POST
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Let so many more in; the same Idempotency-Key counts once")
    public Response letIn(
            @PathParam("id") String id,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            InputStream body)
            throws IOException {
        Room known = RoomProblems.known(rooms, id);
        Optional<String> key = Optional.ofNullable(idempotencyKey).map(RoomServingResource::digest);
        long more = increment(Json.object(body));
        RoomChange change = RoomProblems.done(rooms.change(known.id(), Optional.empty(), room -> {
            Optional<ServingIncrements.Keyed> done = key.flatMap(room.increments()::find);
            if (done.isPresent()) {
                checkSame(done.get(), more);
                return room;
            }
            checkLetsIn(room);
            checkIsNotHeld(room);
            return room.letIn(more, key);
        }));
        Room after = trail.room("serving", change).after().orElseThrow();
        ServingIncrements.Keyed counted = key.flatMap(after.increments()::find)
                .orElseGet(() -> new ServingIncrements.Keyed("", more, after.generation(), after.servingIncrement()));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("room", after.id().value());
        answer.put("generation", counted.generation());
        answer.put("increment", counted.increment());
        answer.put("servingIncrement", counted.total());
        return Response.ok(Json.bytes(answer)).build();
    }

    private static void checkSame(ServingIncrements.Keyed done, long more) {
        if (done.increment() != more) {
            throw ProblemException.of(Problem.typed(
                    422,
                    "idempotency-key-reused",
                    "The Idempotency-Key was used before",
                    "This Idempotency-Key has let " + done.increment() + " in, not " + more
                            + ": take a new key for a new increment"));
        }
    }

    private static void checkLetsIn(Room room) {
        if (room.state() == RoomState.PAUSED || room.state() == RoomState.CLOSED) {
            throw ProblemException.of(Problem.typed(
                    409,
                    "room-lets-nobody-in",
                    "The room lets nobody in",
                    "Room " + room.id() + " is " + room.state() + ": activate it first"));
        }
    }

    private void checkIsNotHeld(Room room) {
        if (rooms.find(room.id())
                .filter(inForce -> inForce.state() == RoomState.PAUSED)
                .isPresent()) {
            throw ProblemException.of(Problem.typed(
                    409,
                    "emergency-hold",
                    "The emergency switch holds all rooms",
                    "The emergency switch holds all rooms: turn it off first, or wait until it ends"));
        }
    }

    private static long increment(Map<String, @Nullable Object> fields) {
        Object value = fields.get("increment");
        if (fields.size() != 1 || !(value instanceof Integer number) || number < 1 || number > MOST) {
            throw ProblemException.badInput(
                    "increment",
                    "must be a whole number from 1 to " + MOST + ", and the only field: send {\"increment\": 10}");
        }
        return number;
    }

    /** Kept is a digest: clients put all kinds of things into such keys. */
    private static String digest(String key) {
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw ProblemException.badInput(
                    "Idempotency-Key", "must be 1 to " + LONGEST_KEY + " characters: send a fresh UUID");
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
