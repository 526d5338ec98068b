package dev.turnkeeper.operator;

import dev.turnkeeper.account.Accounts;
import dev.turnkeeper.account.ApiKey;
import dev.turnkeeper.account.ApiKeys;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.RoomId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** API keys as they are read and written. */
final class ApiKeyFields {

    static final List<String> FIELDS = List.of("name", "roles", "rooms", "expiresAt");

    private static final int LONGEST_NAME = 100;
    private static final int MOST_ROOMS = 100;

    private ApiKeyFields() {}

    static Optional<String> name(BodyFields body) {
        return body.text(
                "name",
                text -> !text.isBlank()
                        && text.length() <= LONGEST_NAME
                        && text.chars().noneMatch(Character::isISOControl),
                "must have 1 to " + LONGEST_NAME + " characters: say what the key is for");
    }

    static Optional<Set<String>> roles(BodyFields body) {
        return body.texts(
                "roles", Accounts::areRoles, "must be a list of at least one of stats, viewer, operator, admin");
    }

    static Optional<Set<String>> rooms(BodyFields body) {
        return body.texts(
                "rooms",
                rooms -> rooms.size() <= MOST_ROOMS
                        && rooms.stream().allMatch(id -> RoomId.parse(id).isPresent()),
                "must be a list of at most " + MOST_ROOMS + " ids of rooms; empty: all rooms");
    }

    static Optional<Instant> expiresAt(BodyFields body, Instant now) {
        String rule = "must be a time like " + now.plus(ApiKeys.USUALLY_LIVES) + ", in the next "
                + ApiKeys.LIVES_AT_MOST.toDays() + " days";
        return body.text(
                        "expiresAt",
                        text -> time(text)
                                .filter(time -> time.isAfter(now) && time.isBefore(now.plus(ApiKeys.LIVES_AT_MOST)))
                                .isPresent(),
                        rule)
                .flatMap(ApiKeyFields::time);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    static Map<String, Object> written(ApiKey key, Instant now) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", key.id());
        fields.put("name", key.name());
        fields.put("roles", List.copyOf(key.sortedRoles()));
        fields.put("rooms", List.copyOf(key.sortedRooms()));
        fields.put("createdAt", key.createdAt().toString());
        fields.put("createdBy", key.createdBy());
        fields.put("expiresAt", key.expiresAt().toString());
        fields.put("expired", !now.isBefore(key.expiresAt()));
        return fields;
    }

    /** Comes back only where it was done. */
    static ApiKeys.Change done(ApiKeys.Change change) {
        return switch (change.kind()) {
            case DONE -> change;
            case NO_SUCH_KEY -> throw noSuchKey();
            case TOO_MANY ->
                throw ProblemException.typed(
                        409,
                        "too-many-api-keys",
                        "There are many API keys already",
                        "There are as many API keys as there may be: delete those that have expired");
            case NO_MAJORITY -> throw Unanswered.change("the keys");
        };
    }

    static ProblemException noSuchKey() {
        return ProblemException.of(404, "There is no such API key: GET /api/v1/admin/api-keys lists those there are");
    }
}
