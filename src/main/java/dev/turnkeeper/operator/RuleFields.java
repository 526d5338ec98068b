package dev.turnkeeper.operator;

import dev.turnkeeper.defence.AccessRule;
import dev.turnkeeper.defence.AccessRules;
import dev.turnkeeper.defence.Callers;
import dev.turnkeeper.defence.Cidr;
import dev.turnkeeper.defence.MaskedLogin;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.Rooms;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Access rules as they are read and written. */
final class RuleFields {

    private static final List<String> FIELDS =
            List.of("action", "room", "ip", "userAgent", "country", "login", "note", "position", "before", "after");
    private static final int LONGEST_AGENT = 200;
    private static final int LONGEST_NOTE = 200;
    private static final String ACTIONS = "must be EXPRESS, ALLOW or DENY";

    private final Map<String, @Nullable Object> given;
    private final BodyFields fields;
    private final Optional<AccessRule.Action> action;
    private final Optional<RoomId> room;
    private final Optional<Cidr> addresses;
    private final Optional<String> userAgent;
    private final Optional<String> country;
    private final Optional<MaskedLogin> login;
    private final String note;
    private final AccessRules.Where where;

    /** Gathers what is wrong with it, until {@link #check}. */
    RuleFields(Map<String, @Nullable Object> body, AccessRules rules, Rooms rooms, Callers callers) {
        given = body;
        fields = new BodyFields(body, FIELDS);
        action =
                fields.text("action", text -> action(text).isPresent(), ACTIONS).flatMap(RuleFields::action);
        if (body.containsKey("action")) {
            fields.need("action");
        }
        room = fields.text(
                        "room",
                        text -> RoomId.parse(text).flatMap(rooms::configured).isPresent(),
                        "must be the id of a room that there is, or left out for all rooms")
                .flatMap(RoomId::parse);
        addresses = fields.text(
                        "ip",
                        text -> range(text).isPresent(),
                        "must be an IPv4 or IPv6 address, or a range such as 203.0.113.0/24")
                .flatMap(RuleFields::range);
        userAgent = fields.text(
                        "userAgent",
                        text -> isText(text, LONGEST_AGENT) && !text.isBlank(),
                        "must be a piece of the user agent, or with * and ? all of it, of 1 to " + LONGEST_AGENT
                                + " characters")
                .map(text -> text.toLowerCase(Locale.ROOT));
        country = fields.text("country", Callers::isCountry, "must be two letters, such as KR")
                .map(text -> text.toUpperCase(Locale.ROOT));
        if (country.isPresent() && !callers.knowsCountries()) {
            fields.wrong(
                    "country",
                    "is known nowhere: set TURNKEEPER_COUNTRY_HEADER, on every node, to the header in which your"
                            + " proxy says it");
        }
        login = fields.text("login", BlockFields::isLogin, BlockFields.LOGIN_RULE)
                .map(rules::login);
        note = fields.text(
                        "note",
                        text -> text.isEmpty() || isText(text, LONGEST_NOTE),
                        "must be a line of at most " + LONGEST_NOTE + " characters")
                .orElse("");
        where = where();
    }

    private AccessRules.Where where() {
        Optional<Long> position = fields.number(
                "position", 1, AccessRules.MOST, "must be a whole number from 1, the first, to " + AccessRules.MOST);
        Optional<String> before = fields.text("before", text -> !text.isEmpty(), "must be the id of another rule");
        Optional<String> after = fields.text("after", text -> !text.isEmpty(), "must be the id of another rule");
        if ((fields.has("position") ? 1 : 0) + (fields.has("before") ? 1 : 0) + (fields.has("after") ? 1 : 0) > 1) {
            fields.wrong("position", "is one of three ways to say where: give position, before or after");
        }
        return new AccessRules.Where(
                position.map(number -> OptionalInt.of(number.intValue())).orElse(OptionalInt.empty()), before, after);
    }

    /** For a rule that is to be made. @throws ProblemException 400 with all that is wrong */
    AccessRule made(Instant at, String by) {
        fields.need("action");
        AccessRule rule = changed(new AccessRule(
                "",
                action.orElse(AccessRule.Action.ALLOW),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                at,
                by));
        check();
        return rule;
    }

    /** @throws ProblemException 400 with all that is wrong */
    void check() {
        fields.check();
    }

    /** The rule with what is given; null takes a condition away. */
    AccessRule changed(AccessRule was) {
        return new AccessRule(
                was.id(),
                action.orElse(was.action()),
                given.containsKey("room") ? room : was.room(),
                given.containsKey("ip") ? addresses : was.addresses(),
                given.containsKey("userAgent") ? userAgent : was.userAgent(),
                given.containsKey("country") ? country : was.country(),
                given.containsKey("login") ? login : was.login(),
                given.containsKey("note") ? note : was.note(),
                was.createdAt(),
                was.createdBy());
    }

    /** Where it is to stand. */
    AccessRules.Where place() {
        return where;
    }

    private static Optional<AccessRule.Action> action(String text) {
        return Arrays.stream(AccessRule.Action.values())
                .filter(known -> known.name().equals(text))
                .findFirst();
    }

    private static Optional<Cidr> range(String text) {
        try {
            return Optional.of(Cidr.ofClients(text));
        } catch (IllegalArgumentException noRange) {
            return Optional.empty();
        }
    }

    private static boolean isText(String text, int longest) {
        return text.length() <= longest
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    /** Masked. */
    static Map<String, @Nullable Object> written(AccessRules.Placed placed) {
        AccessRule rule = placed.rule();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", rule.id());
        fields.put("position", placed.position());
        fields.put("action", rule.action().name());
        fields.put("room", rule.room().map(RoomId::value).orElse(null));
        fields.putAll(conditions(rule));
        fields.put("note", rule.note());
        fields.put("createdAt", rule.createdAt().toString());
        fields.put("createdBy", rule.createdBy());
        return fields;
    }

    /** Those it has, masked. */
    static Map<String, String> conditions(AccessRule rule) {
        Map<String, String> conditions = new LinkedHashMap<>();
        rule.addresses().ifPresent(range -> conditions.put("ip", range.masked()));
        rule.userAgent().ifPresent(agent -> conditions.put("userAgent", agent));
        rule.country().ifPresent(country -> conditions.put("country", country));
        rule.login().ifPresent(login -> conditions.put("login", login.shown()));
        return conditions;
    }

    /** Comes back only where it was done. */
    static AccessRules.Change done(AccessRules.Change change) {
        return switch (change.kind()) {
            case DONE -> change;
            case STALE ->
                throw ProblemException.of(
                                412,
                                "The access rules have changed since you read them: read them again and decide anew")
                        .with("ETag", IfMatch.tag(change.version()));
            case NO_SUCH_RULE -> throw noSuchRule();
            case NO_SUCH_NEIGHBOUR ->
                throw ProblemException.badInput(
                        "before",
                        "or after, must be the id of another rule: GET /api/v1/admin/access-rules lists them");
            case NO_CONDITION ->
                throw ProblemException.badInput(
                        "ip",
                        "userAgent, country or login is required, so that nobody means everybody by mistake: for everybody,"
                                + " say \"userAgent\": \"*\"");
            case TOO_MANY -> throw tooMany("There are " + AccessRules.MOST + " access rules");
            case TOO_MANY_BY_USER_AGENT ->
                throw tooMany("There are " + AccessRules.MOST_BY_USER_AGENT
                        + " access rules by user agent alone, each of which is tried at every request");
            case NO_MAJORITY -> throw Unanswered.change("the access rules");
        };
    }

    private static ProblemException tooMany(String what) {
        return ProblemException.typed(
                409,
                "too-many-access-rules",
                "There are many rules already",
                what + ", as many as there may be: delete some, or take a wider range for several");
    }

    static ProblemException noSuchRule() {
        return ProblemException.of(
                404, "There is no such access rule: GET /api/v1/admin/access-rules lists those there are");
    }
}
