package dev.turnkeeper.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void json_hasTheFieldsOfTheRfc() {
        assertEquals(
                "{\"type\":\"about:blank\",\"title\":\"Not found\",\"status\":404,\"detail\":\"no room\"}",
                new String(Problem.of(404, "no room").toJson(), StandardCharsets.UTF_8));
    }

    @Test
    void json_escapesWhatClientsSent() throws IOException {
        String odd = "\"\\\n\t\u0000</script>\u2028예매\uD83D\uDE00";
        JsonNode read = new ObjectMapper()
                .readTree(Problem.badInput(List.of(new Problem.Field(odd, odd), new Problem.Field("b", "c")))
                        .toJson());
        assertEquals(odd, read.at("/errors/0/field").textValue());
        assertEquals(odd, read.at("/errors/0/detail").textValue());
        assertEquals("c", read.at("/errors/1/detail").textValue());
        assertEquals(400, read.get("status").intValue());
    }

    @Test
    void badInput_staysSmallerThanWhatCausedIt() {
        Problem.Field wrong = new Problem.Field("x".repeat(60_000), "is no field here");
        Problem problem = Problem.badInput(Collections.nCopies(5_000, wrong));
        assertEquals(50, problem.errors().size());
        assertEquals(101, problem.errors().get(0).field().length());
        assertEquals("5000 fields are wrong; errors says which", problem.detail());
        assertTrue(Problem.badInput(List.of(wrong)).detail().length() < 200);
    }

    @Test
    void exception_hasNoStackTrace() {
        assertEquals(0, ProblemException.of(404, "no room").getStackTrace().length);
        assertEquals(
                "3",
                ProblemException.of(503, "busy")
                        .with("Retry-After", "3")
                        .headers()
                        .get("Retry-After"));
    }
}
