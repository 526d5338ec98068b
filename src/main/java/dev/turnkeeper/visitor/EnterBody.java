package dev.turnkeeper.visitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.turnkeeper.problem.Problem;
import dev.turnkeeper.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a visitor wants to enter: by exactly one of three names.
 *
 * @param host of the page, beside an action
 */
record EnterBody(Optional<String> url, Optional<String> room, Optional<String> action, Optional<String> host) {

    private static final int LONGEST_BODY = 8_192;
    private static final int LONGEST_TEXT = 2_048;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @throws ProblemException for whatever is wrong with it */
    static EnterBody of(HttpServletRequest request) throws IOException {
        if (!isJson(request)) {
            throw ProblemException.of(
                    415, "This call reads JSON: send Content-Type: application/json and {\"url\": …} or {\"room\": …}");
        }
        byte[] bytes = request.getInputStream().readNBytes(LONGEST_BODY + 1);
        if (bytes.length > LONGEST_BODY) {
            throw ProblemException.of(413, "The body is longer than " + LONGEST_BODY + " bytes");
        }
        try {
            return read(JSON.readTree(bytes));
        } catch (JsonProcessingException broken) {
            throw ProblemException.of(
                    400, "The body is not the JSON that is expected here: send {\"url\": \"https://…\"}");
        }
    }

    static boolean isJson(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null
                && type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/json");
    }

    private static EnterBody read(JsonNode body) {
        if (!body.isObject()) {
            throw ProblemException.of(400, "The body must be an object: send {\"url\": \"https://…\"}");
        }
        List<Problem.Field> errors = new ArrayList<>();
        for (Iterator<Map.Entry<String, JsonNode>> fields = body.fields(); fields.hasNext(); ) {
            check(fields.next()).ifPresent(errors::add);
        }
        EnterBody wanted =
                new EnterBody(text(body, "url"), text(body, "room"), text(body, "action"), text(body, "host"));
        long names = wanted.url.stream().count()
                + wanted.room.stream().count()
                + wanted.action.stream().count();
        if (errors.isEmpty() && names != 1) {
            errors.add(new Problem.Field("url", "is needed, or room, or action: give exactly one of the three"));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.of(Problem.badInput(errors));
        }
        return wanted;
    }

    private static Optional<Problem.Field> check(Map.Entry<String, JsonNode> field) {
        String wrong =
                switch (field.getKey()) {
                    case "url", "room", "action", "host" ->
                        field.getValue().isTextual()
                                        && field.getValue().textValue().length() <= LONGEST_TEXT
                                ? ""
                                : "must be a text of at most " + LONGEST_TEXT + " characters";
                    default -> "is unknown: url, room, action and host are known";
                };
        return wrong.isEmpty() ? Optional.empty() : Optional.of(new Problem.Field(field.getKey(), wrong));
    }

    private static Optional<String> text(JsonNode body, String name) {
        return Optional.ofNullable(body.get(name)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }
}
