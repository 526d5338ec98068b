package dev.turnkeeper.sdk;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.List;
import java.util.Map;

/** A node's answer, read leniently: fields this version does not know are no fault. */
final class Json {

    private Json() {}

    static Map<String, Object> parse(String text) throws ParseException {
        Map<String, Object> object = JSONObjectUtils.parse(text);
        if (object == null) {
            throw new ParseException("not a JSON object", 0);
        }
        return object;
    }

    static String text(Map<String, Object> object, String field) throws ParseException {
        if (object.get(field) instanceof String text) {
            return text;
        }
        throw new ParseException("no text in " + field, 0);
    }

    static List<Map<String, Object>> objects(Map<String, Object> object, String field) throws ParseException {
        Map<String, Object>[] objects = JSONObjectUtils.getJSONObjectArray(object, field);
        return objects == null ? List.of() : List.of(objects);
    }

    static List<String> texts(Map<String, Object> object, String field) throws ParseException {
        List<String> texts = JSONObjectUtils.getStringList(object, field);
        return texts == null ? List.of() : List.copyOf(texts);
    }
}
