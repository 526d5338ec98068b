package dev.turnkeeper.operator;

import dev.turnkeeper.account.Account;
import dev.turnkeeper.account.Accounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Accounts as they are read and written. */
final class AccountFields {

    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

    private static final int SHORTEST = 8;
    private static final int LONGEST = 256;

    private AccountFields() {}

    static String needName(BodyFields body) {
        return body.needText(
                "name",
                text -> NAME.matcher(text).matches(),
                "must be 1 to 64 of A-Z a-z 0-9 . _ @ -, beginning with a letter or digit");
    }

    static Optional<String> password(BodyFields body, String field) {
        return body.text(
                field,
                text -> text.length() >= SHORTEST && text.length() <= LONGEST && !text.isBlank(),
                "must have " + SHORTEST + " to " + LONGEST + " characters");
    }

    static Optional<String> needPassword(BodyFields body) {
        body.need("password");
        return password(body, "password");
    }

    static Optional<Set<String>> needRoles(BodyFields body) {
        body.need("roles");
        return roles(body);
    }

    static Optional<Set<String>> roles(BodyFields body) {
        return body.texts(
                "roles", Accounts::areRoles, "must be a list of at least one of stats, viewer, operator, admin");
    }

    static Map<String, Object> written(Account account) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", account.name());
        fields.put("roles", List.copyOf(account.sortedRoles()));
        fields.put("mustChangePassword", account.mustChange());
        fields.put("createdAt", account.createdAt().toString());
        fields.put("changedAt", account.changedAt().toString());
        return fields;
    }
}
