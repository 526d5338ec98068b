package dev.turnkeeper.tracer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a client sent, read from a query, a form or a JSON object: the first value of each known parameter, as text. Unknown
 * parameters and repetitions are skipped without a look at their values.
 */
final class Parameters {

    private static final Set<String> KNOWN = Set.of("host", "port", "pageUrl", "ip", "loginId", "userAgent");
    private static final int DEEPEST = 32;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    private final Map<String, String> values = new HashMap<>();
    private final List<BadField> bad = new ArrayList<>();

    /** @return empty where the parameter is absent, or there without a value */
    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /** What could not be read; in order. */
    List<BadField> bad() {
        return bad;
    }

    /** @param query as it stood in the request line, still escaped, one character a byte: so the container hands it out */
    void addQuery(String query) {
        if (!isBytes(query)) {
            bad.add(new BadField("", "encoding", "the query is not UTF-8: escape what is not ASCII, as UTF-8 (%hh)"));
            return;
        }
        addForm(query.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    void addForm(byte[] form, Charset charset) {
        int from = 0;
        while (from <= form.length) {
            int end = indexOf(form, '&', from, form.length);
            if (end > from) {
                addPair(form, from, end, charset);
            }
            from = end + 1;
        }
    }

    void addJson(byte[] json, Charset charset) {
        Optional<String> text = Text.decode(json, charset);
        if (text.isEmpty()) {
            bad.add(new BadField("", "encoding", "the body is not text in " + charset.name()));
            return;
        }
        try (JsonParser parser = JSON.createParser(withoutByteOrderMark(text.get()))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                bad.add(new BadField("", "json", "the body is no JSON object: send {\"host\": \"…\", …}"));
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                addJsonField(parser);
            }
            if (parser.nextToken() != null) {
                bad.add(new BadField(
                        "", "json", "something follows the JSON object: send one object and nothing else"));
            }
        } catch (IOException malformed) {
            bad.add(new BadField(
                    "",
                    "json",
                    "the body is not JSON, or is nested deeper than " + DEEPEST + ": send one JSON object"));
        }
    }

    private void addPair(byte[] form, int from, int end, Charset charset) {
        int equals = indexOf(form, '=', from, end);
        Optional<String> name = Text.decodeForm(form, from, equals, charset);
        if (name.isEmpty()) {
            bad.add(new BadField("", "encoding", "the name of a parameter " + notText(charset)));
            return;
        }
        if (!isFirst(name.get())) {
            return;
        }
        Optional<String> value = Text.decodeForm(form, Math.min(equals + 1, end), end, charset);
        values.put(name.get(), value.orElse(""));
        if (value.isEmpty()) {
            bad.add(new BadField(name.get(), "encoding", notText(charset)));
        }
    }

    private void addJsonField(JsonParser parser) throws IOException {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (!isFirst(name)) {
            parser.skipChildren();
        } else if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT && name.equals("port")) {
            values.put(name, parser.getText());
        } else if (value == JsonToken.VALUE_NULL) {
            values.put(name, "");
        } else {
            parser.skipChildren();
            values.put(name, "");
            bad.add(new BadField(
                    name,
                    "type",
                    name.equals("port") ? "must be a whole number, or a string of one" : "must be a string"));
        }
    }

    private boolean isFirst(String name) {
        return KNOWN.contains(name) && !values.containsKey(name);
    }

    private static boolean isBytes(String query) {
        for (int at = 0; at < query.length(); at++) {
            if (query.charAt(at) > 0xff) {
                return false;
            }
        }
        return true;
    }

    private static String notText(Charset charset) {
        return "is not text in " + charset.name() + ", or holds a % that no two hexadecimal digits follow (write %25)";
    }

    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** @return {@code to} where the sign does not come */
    private static int indexOf(byte[] bytes, char sign, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != sign) {
            at++;
        }
        return at;
    }
}
