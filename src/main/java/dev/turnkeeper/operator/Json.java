package dev.turnkeeper.operator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.turnkeeper.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bodies as plain trees: objects are maps, in the order in which they are written. */
final class Json {

    static final String MERGE_PATCH = "application/merge-patch+json";

    private static final int LARGEST_BODY = 64 * 1024;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private Json() {}

    /** The body's one object; a problem of 400 or 413 where it is none. */
    static Map<String, @Nullable Object> object(InputStream body) throws IOException {
        return object(bytes(body));
    }

    /** As {@link #object}, where the body may be left out too. */
    static Map<String, @Nullable Object> objectOrNothing(InputStream body) throws IOException {
        byte[] bytes = bytes(body);
        return bytes.length == 0 ? Map.of() : object(bytes);
    }

    private static byte[] bytes(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LARGEST_BODY + 1);
        if (bytes.length > LARGEST_BODY) {
            throw ProblemException.of(413, "The body must not be larger than 64 KiB");
        }
        return bytes;
    }

    private static Map<String, @Nullable Object> object(byte[] bytes) throws IOException {
        Map<String, @Nullable Object> object;
        try {
            object = MAPPER.readValue(bytes, OBJECT);
        } catch (JsonProcessingException notJson) {
            throw ProblemException.of(400, "The body must be one JSON object" + where(notJson));
        }
        if (object == null) {
            throw ProblemException.of(400, "The body must be one JSON object, but is null");
        }
        return object;
    }

    /** What {@link #bytes} once wrote. */
    static Map<String, @Nullable Object> tree(String json) {
        try {
            return MAPPER.readValue(json, OBJECT);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("not written here", impossible);
        }
    }

    static byte[] bytes(Object tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("not a tree of plain values", impossible);
        }
    }

    /** The parser's own words would name our classes. */
    private static String where(JsonProcessingException notJson) {
        return notJson.getLocation() == null
                ? ""
                : ", but is not: look at line " + notJson.getLocation().getLineNr() + ", column "
                        + notJson.getLocation().getColumnNr();
    }
}
