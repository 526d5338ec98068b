package dev.turnkeeper.audit;

import java.util.Optional;

/**
 * Something that was done.
 *
 * @param who did it: an account, a key, or a part of the node
 * @param action as {@code room.patch}
 * @param target what it was done to, as {@code room shop}
 * @param room the id of the room that it concerns; empty: none, or all
 * @param before what was changed, as JSON; empty where there was nothing
 * @param after what it was changed to, as JSON; empty where there is nothing left
 * @param reason in the words of whoever did it
 */
public record AuditEvent(
        String who,
        String action,
        String target,
        Optional<String> room,
        Optional<String> before,
        Optional<String> after,
        Optional<String> reason) {

    private static final int LONGEST_VALUE = 8_000;

    public AuditEvent {
        before = before.map(AuditEvent::cut);
        after = after.map(AuditEvent::cut);
    }

    /** An entry has to stay small: it travels through consensus. What was cut is known by its hash. */
    private static String cut(String json) {
        return json.length() <= LONGEST_VALUE
                ? json
                : "{\"omitted\":" + json.length() + ",\"sha256\":\"" + Hash.of(json) + "\"}";
    }
}
