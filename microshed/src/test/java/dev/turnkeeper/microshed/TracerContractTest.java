package dev.turnkeeper.microshed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.json.JsonObject;
import javax.ws.rs.BadRequestException;
import javax.ws.rs.core.Response;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.microshed.testing.jaxrs.RESTClient;
import org.microshed.testing.jupiter.MicroShedTest;

/** TRACER's answers, field by field, as a legacy client reads them. */
@MicroShedTest
public class TracerContractTest {

    private static final String ROOM = "tracer-contract";
    private static final String HOST = "tracer.example.com";
    private static final String PAGE = "/buy/1";

    @RESTClient
    public static TracerApi tracer;

    @RESTClient
    public static RoomsApi rooms;

    @BeforeAll
    static void roomForOne() throws InterruptedException {
        StartedNode.answer(
                201,
                rooms.create(
                        StartedNode.adminKey(),
                        "{\"id\": \"" + ROOM + "\", \"name\": \"TRACER\", \"limit\": 1, \"routes\": [{\"host\": \""
                                + HOST + "\", \"menu\": \"TRF*\", \"path\": \"/buy/**\"}]}"));
        StartedNode.eventually(() -> tracer.get(HOST, PAGE, "the-one-inside"), TracerApi.Answer::isInside);
    }

    @Test
    void answer_hasItsFieldsInOrder() {
        Response response = tracer.getRaw(HOST, "8443", PAGE, "192.0.2.7", "김철수", "Test/1.0 (\"quoted\")");
        assertEquals("application/json", response.getMediaType().toString());
        assertEquals("no-store", response.getHeaderString("Cache-Control"));
        int pause = Integer.parseInt(response.getHeaderString("Retry-After"));
        assertTrue(pause >= 1 && pause <= 40, () -> "a third of the smallest deadline (120 s), but " + pause);
        String text = response.readEntity(String.class);
        JsonObject json = StartedNode.json(text);
        long rank = json.getJsonNumber("waitCnt").longValue();
        long waiting = json.getJsonNumber("waitQueueSize").longValue();
        assertTrue(rank >= 1 && waiting >= rank, text);
        assertEquals(
                "{\"host\":\"tracer.example.com\",\"ip\":\"192.0.2.7\",\"loginId\":\"김철수\",\"port\":8443,"
                        + "\"pageUrl\":\"/buy/1\",\"isWait\":\"T\",\"waitCnt\":" + rank
                        + ",\"limitCnt\":1,\"session_time_out\":300,\"waitQueueSize\":" + waiting + ",\"waitMyCnt\":"
                        + json.getJsonNumber("waitMyCnt").longValue()
                        + ",\"userAgent\":\"Test/1.0 (\\\"quoted\\\")\",\"tracer_domain\":\"queue.example.com\"}",
                text);
    }

    @Test
    void defaults_areFilledIn() {
        Response response = tracer.getRaw("elsewhere.example.com", null, null, null, null, null);
        JsonObject json = StartedNode.answer(200, response);
        assertEquals(443, json.getInt("port"));
        assertEquals("", json.getString("pageUrl"));
        assertEquals("127.0.0.1", json.getString("ip"));
        assertEquals("127.0.0.1", json.getString("loginId"));
        assertTrue(json.getString("userAgent").contains("CXF"), json::toString);
    }

    @Test
    void requestWithoutRoom_isNotControlled() {
        TracerApi.Answer answer = tracer.get("elsewhere.example.com", PAGE, someone());
        assertEquals("F", answer.isWait);
        assertEquals(0, answer.limitCnt);
        assertEquals(0, answer.waitCnt);
    }

    @Test
    void jsonFormAndQuery_areTheSameVisitor() {
        String login = someone();
        TracerApi.Answer byGet = tracer.get(HOST, PAGE, login);
        TracerApi.Question question = new TracerApi.Question();
        question.host = HOST;
        question.pageUrl = "TRF-01";
        question.loginId = login;
        TracerApi.Answer byJson = tracer.postJson(question);
        TracerApi.Answer byForm = tracer.postForm(HOST, PAGE, login);
        for (TracerApi.Answer answer : List.of(byGet, byJson, byForm)) {
            assertEquals("T", answer.isWait);
            assertEquals(byGet.waitMyCnt, answer.waitMyCnt);
            assertEquals(byGet.waitCnt, answer.waitCnt);
            assertEquals(1, answer.limitCnt);
            assertEquals(300, answer.session_time_out);
        }
        assertEquals("TRF-01", byJson.pageUrl);
    }

    @Test
    void visitorInside_staysInside() {
        for (int call = 0; call < 5; call++) {
            assertEquals("F", tracer.get(HOST, PAGE, "the-one-inside").isWait);
        }
    }

    @Test
    void foreignAuthorization_isIgnored() {
        Response response = tracer.getWithAuthorization("Bearer not.a.token", HOST, PAGE, "the-one-inside");
        assertEquals("F", StartedNode.answer(200, response).getString("isWait"));
    }

    @Test
    void badInput_isToldFieldByField() {
        JsonObject problem =
                StartedNode.problem(400, tracer.getRaw("not a host", "70000", PAGE, "999.1.1.1", someone(), null));
        assertEquals(
                List.of("host", "port", "ip"),
                problem.getJsonArray("errors").getValuesAs(JsonObject.class).stream()
                        .map(error -> error.getString("field"))
                        .toList());
        assertThrows(BadRequestException.class, () -> tracer.get("", PAGE, someone()));
    }

    @Test
    void badJson_isToldAndTakesNoPlace() throws InterruptedException {
        long before = tracer.get(HOST, PAGE, "counter").waitQueueSize;
        StartedNode.problem(400, tracer.postText("{\"host\": \"" + HOST + "\", \"loginId\": "));
        StartedNode.problem(400, tracer.postText("{\"host\": \"" + HOST + "\", \"port\": 443.5}"));
        Thread.sleep(Duration.ofSeconds(2).toMillis()); // a tick: what was taken would be counted by now
        assertEquals(before, tracer.get(HOST, PAGE, "counter").waitQueueSize);
    }

    private static String someone() {
        return UUID.randomUUID().toString();
    }
}
