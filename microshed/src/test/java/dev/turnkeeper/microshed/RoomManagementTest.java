package dev.turnkeeper.microshed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import javax.json.Json;
import javax.json.JsonObject;
import javax.json.JsonReader;
import javax.ws.rs.core.Response;
import org.junit.jupiter.api.Test;
import org.microshed.testing.jaxrs.RESTClient;
import org.microshed.testing.jupiter.MicroShedTest;

/** Rooms from their making to their end, with an API key. */
@MicroShedTest
public class RoomManagementTest {

    private static final String KEY = StartedNode.adminKey();

    @RESTClient
    public static RoomsApi rooms;

    @RESTClient
    public static TracerApi tracer;

    @Test
    void keys_openOrDoNot() {
        StartedNode.problem(401, rooms.list(null));
        StartedNode.problem(401, rooms.list("wrong"));
        StartedNode.problem(401, rooms.create("wrong", room("never-made", 1)));
        assertEquals(200, rooms.list(KEY).getStatus());
        StartedNode.problem(404, rooms.get(KEY, "never-made"));
    }

    @Test
    void sampleRoom_isThere() {
        String list = rooms.list(KEY).readEntity(String.class);
        try (JsonReader reader = Json.createReader(new StringReader(list))) {
            assertTrue(
                    reader.readArray().getValuesAs(JsonObject.class).stream()
                            .anyMatch(room -> room.getString("id").equals("ticket-opening")),
                    list);
        }
    }

    @Test
    void room_livesAndEnds() throws InterruptedException {
        Response made = rooms.create(KEY, room("life", 1));
        assertTrue(made.getHeaderString("Location").endsWith("/api/v1/admin/rooms/life"), made::toString);
        String tag = made.getHeaderString("ETag");
        assertNotNull(tag);
        JsonObject room = StartedNode.answer(201, made);
        assertEquals("ACTIVE", room.getString("state"));
        assertEquals(300, room.getInt("sessionTimeoutSeconds"));
        assertEquals(
                "life",
                StartedNode.answer(200, rooms.routesTest(KEY, "https://life.example.com/any"))
                        .getString("room"));

        StartedNode.problem(409, rooms.create(KEY, room("life", 1)));
        StartedNode.problem(428, rooms.put(KEY, null, "life", room("life", 2)));
        StartedNode.problem(412, rooms.put(KEY, "\"0\"", "life", room("life", 2)));
        Response raised = rooms.put(KEY, tag, "life", room("life", 2));
        assertEquals(2, StartedNode.answer(200, raised).getInt("limit"));
        StartedNode.problem(412, rooms.put(KEY, tag, "life", room("life", 3)));

        StartedNode.eventually(() -> tracer.get("life.example.com", "/", "kim"), TracerApi.Answer::isInside);
        StartedNode.problem(409, rooms.delete(KEY, "*", "life"));
        assertEquals(
                "CLOSED",
                StartedNode.answer(200, rooms.state(KEY, "life", "close", "")).getString("state"));
        TracerApi.Answer refused = tracer.get("life.example.com", "/", "lee");
        assertEquals("T", refused.isWait);
        assertEquals(0, refused.waitMyCnt);
        StartedNode.problem(409, rooms.delete(KEY, "*", "life"));
        StartedNode.answer(200, resetOut("life"));
        Response deleted =
                StartedNode.eventually(() -> rooms.delete(KEY, "*", "life"), answer -> answer.getStatus() != 409);
        assertEquals(204, deleted.getStatus());
        StartedNode.problem(404, rooms.get(KEY, "life"));
    }

    @Test
    void increment_letsOneMoreIn() throws InterruptedException {
        StartedNode.answer(201, rooms.create(KEY, room("increment", 0)));
        StartedNode.eventually(() -> tracer.get("increment.example.com", "/", "kim"), TracerApi.Answer::hasPlace);
        StartedNode.answer(200, rooms.serving(KEY, "increment", "{\"increment\": 1}"));
        StartedNode.problem(400, rooms.serving(KEY, "increment", "{\"increment\": 0}"));
        StartedNode.eventually(() -> tracer.get("increment.example.com", "/", "kim"), TracerApi.Answer::isInside);
    }

    @Test
    void badRoom_isToldFieldByField() {
        JsonObject problem = StartedNode.problem(
                400,
                rooms.create(
                        KEY,
                        "{\"id\": \"Bad Id\", \"limit\": -1, \"schedule\": {\"zone\": \"Nowhere\"}, \"levels\": {},"
                                + " \"colour\": \"blue\"}"));
        String errors = problem.getJsonArray("errors").toString();
        for (String field : new String[] {"id", "name", "limit", "schedule.zone", "levels", "colour"}) {
            assertTrue(errors.contains("\"field\":\"" + field + "\""), errors);
        }
        assertFalse(errors.contains("Exception"), errors);
        StartedNode.problem(400, rooms.create(KEY, "{"));
        StartedNode.problem(409, rooms.create(KEY, sampleRouteAgain()));
    }

    private static Response resetOut(String id) {
        return rooms.state(KEY, id, "reset", "{\"confirm\": \"" + id + "\", \"inside\": \"out\"}");
    }

    private static String room(String id, int limit) {
        return "{\"id\": \"" + id + "\", \"name\": \"" + id + "\", \"limit\": " + limit + ", \"routes\": [{\"host\": \""
                + id + ".example.com\"}]}";
    }

    private static String sampleRouteAgain() {
        return "{\"id\": \"thief\", \"name\": \"thief\", \"limit\": 1, \"routes\": [{\"host\": \"shop.example.com\","
                + " \"path\": \"/buy/**\", \"menu\": \"TRF*\"}]}";
    }
}
