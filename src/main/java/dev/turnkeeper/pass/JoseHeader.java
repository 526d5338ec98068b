package dev.turnkeeper.pass;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first part of a token from anybody. */
final class JoseHeader {

    private JoseHeader() {}

    /** @throws ParseException where it is no JSON object: the library takes a {@code null} for one, and falls over it later */
    static Map<String, Object> fields(String part) throws ParseException {
        @Nullable Map<String, Object> fields = JSONObjectUtils.parse(new Base64URL(part).decodeToString());
        if (fields == null) {
            throw new ParseException("no header", 0);
        }
        return fields;
    }
}
