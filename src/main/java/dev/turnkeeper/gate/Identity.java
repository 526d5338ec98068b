package dev.turnkeeper.gate;

import dev.turnkeeper.pass.PassClaims;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who was let in, as the service is told: headers that are always written, empty where nothing is known. */
final class Identity {

    static final String VISITOR = "X-Turnkeeper-Visitor";
    static final String ROOM = "X-Turnkeeper-Room";
    static final String USER_ID = "X-User-Id";
    static final String USER_TYPE = "X-User-Type";

    private static final String MEMBER = "member";

    private Identity() {}

    /** @param login of the visitor, where the request carries a valid one */
    static Map<String, String> of(Verdict verdict, Optional<String> login) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(VISITOR, verdict.claims().map(PassClaims::subject).orElse(""));
        headers.put(ROOM, verdict.room().map(room -> room.id().value()).orElse(""));
        headers.put(USER_ID, login.orElse(""));
        headers.put(USER_TYPE, login.isPresent() ? MEMBER : "");
        return headers;
    }
}
