package dev.turnkeeper.microshed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.json.Json;
import javax.json.JsonObject;
import javax.json.JsonReader;
import javax.ws.rs.core.Response;

/** What the tests know of the node that ../verify started. */
final class StartedNode {

    private StartedNode() {}

    static String adminKey() {
        try {
            return Files.readString(Path.of(System.getProperty("turnkeeper.adminKeyFile")))
                    .strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Asks again until it is so: a change is in force within two seconds. */
    static <T> T eventually(Supplier<T> asked, Predicate<T> wanted) throws InterruptedException {
        T last = asked.get();
        for (int again = 0; again < 20 && !wanted.test(last); again++) {
            Thread.sleep(250);
            last = asked.get();
        }
        assertTrue(wanted.test(last), "still not so after five seconds: " + last);
        return last;
    }

    static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    static JsonObject answer(int status, Response response) {
        String body = response.readEntity(String.class);
        assertEquals(status, response.getStatus(), body);
        assertEquals("no-store", response.getHeaderString("Cache-Control"), body);
        return json(body);
    }

    static JsonObject problem(int status, Response response) {
        assertEquals("application/problem+json", response.getMediaType().toString());
        JsonObject problem = answer(status, response);
        assertEquals(status, problem.getInt("status"), problem::toString);
        assertFalse(problem.getString("type").isBlank(), problem::toString);
        assertFalse(problem.getString("title").isBlank(), problem::toString);
        assertTrue(problem.getString("detail").length() > 10, problem::toString);
        return problem;
    }
}
