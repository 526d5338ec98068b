package dev.turnkeeper.answer;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One JSON object, written by hand: a status poll has no time for more. Fields stay in the order they are put in. */
public final class JsonText {

    private final StringBuilder json;

    public JsonText(int usualLength) {
        this.json = new StringBuilder(usualLength);
    }

    public JsonText field(String name, long value) {
        name(name).append(value);
        return this;
    }

    public JsonText field(String name, boolean value) {
        name(name).append(value);
        return this;
    }

    /** A string; null where there is none. */
    public JsonText field(String name, @Nullable String value) {
        StringBuilder to = name(name);
        if (value == null) {
            to.append("null");
        } else {
            quote(value, to);
        }
        return this;
    }

    public JsonText field(String name, Optional<String> value) {
        return field(name, value.orElse(null));
    }

    /** An array of strings. */
    public JsonText field(String name, Collection<?> values) {
        StringBuilder to = name(name).append('[');
        String between = "";
        for (Object value : values) {
            to.append(between);
            quote(value.toString(), to);
            between = ",";
        }
        to.append(']');
        return this;
    }

    /** An object of strings; null where it is empty. */
    public JsonText field(String name, Map<String, String> values) {
        StringBuilder to = name(name);
        if (values.isEmpty()) {
            to.append("null");
            return this;
        }
        char between = '{';
        for (Map.Entry<String, String> value : values.entrySet()) {
            quote(value.getKey(), to.append(between));
            quote(value.getValue(), to.append(':'));
            between = ',';
        }
        to.append('}');
        return this;
    }

    /** @param value JSON as it is */
    public JsonText raw(String name, CharSequence value) {
        name(name).append(value);
        return this;
    }

    public JsonText nothing(String name) {
        return raw(name, "null");
    }

    public byte[] toBytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The whole object. */
    @Override
    public String toString() {
        return json.length() == 0 ? "{}" : json + "}";
    }

    private StringBuilder name(String name) {
        return json.append(json.length() == 0 ? "{\"" : ",\"").append(name).append("\":");
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c == '<' || c == '\u2028' || c == '\u2029') {
                // Also harmless where somebody puts it into a page.
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
