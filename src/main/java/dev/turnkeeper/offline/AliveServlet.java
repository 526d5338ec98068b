package dev.turnkeeper.offline;

import dev.turnkeeper.answer.Answers;
import dev.turnkeeper.pass.PassIds;
import dev.turnkeeper.pass.PassPlace;
import dev.turnkeeper.problem.ApiServlet;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.visit.Places;
import dev.turnkeeper.visit.Sign;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;

/**
 * Signs of life for visitors whose passes are checked elsewhere. An id is proof enough: nobody makes one up, and all that it
 * does is to keep a place that its visitor holds anyway.
 */
@WebServlet(urlPatterns = "/api/v1/passes/alive", loadOnStartup = 1)
public class AliveServlet extends ApiServlet {

    private static final long serialVersionUID = 1;
    private static final Set<String> METHODS = Set.of("POST");
    private static final int MOST_IDS = 1_000;
    private static final int LARGEST_BODY = 128 * 1024;

    private final transient PassIds ids;
    private final transient Rooms rooms;
    private final transient Places places;

    @Inject
    AliveServlet(PassIds ids, Rooms rooms, Places places) {
        this.ids = ids;
        this.rooms = rooms;
        this.places = places;
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (isOneOf(METHODS, request, response)) {
            hear(request, response);
        }
    }

    private void hear(HttpServletRequest request, HttpServletResponse response) throws IOException {
        for (JsonValue id : ids(request)) {
            if (!(id instanceof JsonString text)) {
                throw ProblemException.badInput("jti", "must be a list of ids of passes: send {\"jti\": [\"…\"]}");
            }
            ids.read(text.getString()).ifPresent(this::heard);
        }
        Answers.nothing(response);
    }

    private void heard(PassPlace place) {
        RoomId.parse(place.room())
                .flatMap(rooms::find)
                .ifPresent(room -> places.visit(room, place.generation(), place.position(), Sign.CLAIM));
    }

    private static JsonArray ids(HttpServletRequest request) throws IOException {
        String type = String.valueOf(request.getContentType());
        if (!type.startsWith("application/json")) {
            throw ProblemException.of(415, "Send the ids as application/json: {\"jti\": [\"…\"]}");
        }
        byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw ProblemException.of(413, "The body must not be larger than 128 KiB: send fewer ids at once");
        }
        JsonArray ids = parsed(body);
        if (ids.size() > MOST_IDS) {
            throw ProblemException.badInput(
                    "jti", "must have at most " + MOST_IDS + " ids, but has " + ids.size() + ": send several calls");
        }
        return ids;
    }

    private static JsonArray parsed(byte[] body) {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(body))) {
            JsonObject object = reader.readObject();
            if (object.get("jti") instanceof JsonArray ids) {
                return ids;
            }
        } catch (JsonException | IllegalStateException notJson) {
            throw ProblemException.of(400, "The body must be one JSON object: send {\"jti\": [\"…\"]}");
        }
        throw ProblemException.badInput("jti", "is required, a list of ids of passes: send {\"jti\": [\"…\"]}");
    }
}
