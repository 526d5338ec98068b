package dev.turnkeeper.room;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A room as operators write it: names, defaults and bounds of every field, over a plain tree of JSON or YAML (maps, lists,
 * strings, numbers, booleans). A null is the default. All errors are told at once.
 */
public final class RoomFields {

    private static final List<String> OWN = List.of(
            "id",
            "version",
            "generation",
            "name",
            "routes",
            "state",
            "limit",
            "perMinute",
            "sessionTimeoutSeconds",
            "maxSessionSeconds",
            "retentionSeconds",
            "maxSilenceSeconds",
            "claimSeconds",
            "failureMode",
            "tracerRefusal",
            "identity",
            "maxPlacesPerAddress",
            "tracerDomain",
            "schedule");
    static final List<String> KNOWN =
            Stream.concat(OWN.stream(), WebFields.KNOWN.stream()).toList();

    private static final Set<String> NOT_BUILT = Set.of("order", "levels");

    private static final int MOST_PLACES_PER_ADDRESS = 1_000;
    private static final long MOST_VISITORS = 10_000_000;
    private static final int WEEK_SECONDS = 7 * 86_400;
    private static final int LEAST_SILENCE_SECONDS = 150;
    private static final int LEAST_CLAIM_SECONDS = 120;
    private static final String ONCE_A_MINUTE = "TRACER clients call about once a minute; leave it out for ";

    private RoomFields() {}

    /** In the order of the documentation; every field is there, also where it is as by default. */
    public static Map<String, @Nullable Object> write(Room room) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", room.id().value());
        fields.put("version", room.version());
        fields.put("generation", room.generation());
        writeSettings(room.settings(), fields);
        return fields;
    }

    private static void writeSettings(RoomSettings settings, Map<String, @Nullable Object> fields) {
        Policy policy = settings.policy();
        fields.put("name", settings.name());
        fields.put("routes", settings.routes().stream().map(RouteFields::write).toList());
        fields.put("state", settings.state().toString());
        fields.put("limit", policy.limit());
        fields.put("perMinute", policy.perMinute());
        fields.put("sessionTimeoutSeconds", policy.sessionTimeoutSeconds());
        fields.put("maxSessionSeconds", policy.maxSessionSeconds());
        fields.put("retentionSeconds", policy.retentionSeconds());
        fields.put("maxSilenceSeconds", policy.maxSilenceSeconds());
        fields.put("claimSeconds", policy.claimSeconds());
        fields.put("failureMode", policy.failureMode().toString());
        fields.put("tracerRefusal", policy.tracerRefusal().toString());
        fields.put("identity", policy.identity().toString());
        fields.put("maxPlacesPerAddress", policy.maxPlacesPerAddress());
        fields.put("tracerDomain", settings.tracerDomain().orElse(null));
        WebFields.write(settings.web(), fields);
        fields.put("schedule", ScheduleFields.write(settings.schedule()));
    }

    /** A new room, whole. */
    public static CheckedSettings read(Map<String, @Nullable Object> fields) {
        return check(fields, Optional.empty());
    }

    /** What a room is replaced with, whole: its id may be left out, what is read-only must be as it is. */
    public static CheckedSettings replace(Room current, Map<String, @Nullable Object> fields) {
        return check(fields, Optional.of(current));
    }

    /** A JSON merge patch (RFC 7396): null is the default, objects are merged, lists are replaced whole. */
    public static CheckedSettings patch(Room current, Map<String, @Nullable Object> patch) {
        return check(merge(write(current), patch), Optional.of(current));
    }

    /** A null stays, so that an unknown field is refused as a null too. */
    private static Map<String, @Nullable Object> merge(Map<?, ?> fields, Map<?, ?> patch) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        fields.forEach((field, value) -> merged.put(String.valueOf(field), value));
        patch.forEach((field, value) -> {
            Object before = fields.get(field);
            merged.put(
                    String.valueOf(field),
                    before instanceof Map<?, ?> object && value instanceof Map<?, ?> inner
                            ? merge(object, inner)
                            : value);
        });
        return merged;
    }

    /** What visitors of a room are told, by language: {@code {"ko", "en", …}}; a null or missing one is not told. */
    public static CheckedSettings message(Room current, Map<String, @Nullable Object> message) {
        List<FieldError> errors = new ArrayList<>();
        Map<String, String> read = WebFields.message(new FieldReader(message, "", errors));
        RoomSettings settings = current.settings();
        return errors.isEmpty()
                ? new CheckedSettings(
                        Optional.of(settings.withWeb(settings.web().withMessage(read))), errors)
                : new CheckedSettings(Optional.empty(), errors);
    }

    /** A room's schedule alone; without steps, nothing changes by itself. */
    public static CheckedSettings schedule(Room current, Map<String, @Nullable Object> schedule) {
        List<FieldError> errors = new ArrayList<>();
        Schedule read = ScheduleFields.read(new FieldReader(schedule, "", errors), MOST_VISITORS);
        return errors.isEmpty()
                ? new CheckedSettings(Optional.of(current.settings().withSchedule(read)), errors)
                : new CheckedSettings(Optional.empty(), errors);
    }

    /** A schedule, and its steps to come, those of a week over and over. */
    public static Map<String, @Nullable Object> writeSchedule(RoomSettings settings, Instant now) {
        return ScheduleFields.write(settings.schedule(), now);
    }

    private static CheckedSettings check(Map<String, @Nullable Object> fields, Optional<Room> current) {
        List<FieldError> errors = new ArrayList<>();
        FieldReader reader = new FieldReader(fields, "", errors);
        reader.onlyKnown(
                KNOWN,
                field -> NOT_BUILT.contains(field) ? Optional.of("is not built yet: leave it out") : Optional.empty());
        Optional<RoomId> id = id(reader, fields, current);
        readOnly(reader, fields, "version", current.map(Room::version));
        readOnly(reader, fields, "generation", current.map(Room::generation));
        Optional<String> name = required(reader, "name", "for example Ticket opening")
                ? reader.text("name", 100, "give a short name that operators know it by")
                : Optional.empty();
        RoomSettings settings = new RoomSettings(
                id.orElse(new RoomId("x")),
                name.orElse(""),
                routes(reader),
                reader.oneOf("state", RoomState.ACTIVE, RoomState.values()),
                policy(reader),
                reader.text("tracerDomain", 253, "give the domain that TRACER answers as tracer_domain"),
                WebFields.read(reader),
                reader.object("schedule", "write {\"zone\": \"Asia/Seoul\", \"steps\": []}")
                        .map(schedule -> ScheduleFields.read(schedule, MOST_VISITORS))
                        .orElse(Schedule.NONE));
        return errors.isEmpty()
                ? new CheckedSettings(Optional.of(settings), errors)
                : new CheckedSettings(Optional.empty(), errors);
    }

    private static Optional<RoomId> id(
            FieldReader reader, Map<String, @Nullable Object> fields, Optional<Room> current) {
        if (current.isPresent()) {
            RoomId known = current.get().id();
            Object given = fields.get("id");
            if (given != null && !given.equals(known.value())) {
                reader.refuse("id", "cannot be changed: it is " + known + ", not " + FieldReader.shown(given));
            }
            return Optional.of(known);
        }
        if (!required(reader, "id", RoomId.RULE)) {
            return Optional.empty();
        }
        Optional<RoomId> id = fields.get("id") instanceof String text ? RoomId.parse(text) : Optional.empty();
        if (id.isEmpty()) {
            reader.refuse(
                    "id",
                    "must be " + RoomId.RULE + ", but is " + FieldReader.shown(fields.get("id"))
                            + ": write it as ticket-opening");
        }
        return id;
    }

    private static void readOnly(
            FieldReader reader, Map<String, @Nullable Object> fields, String field, Optional<Long> current) {
        Object given = fields.get(field);
        if (given != null && (current.isEmpty() || !FieldReader.whole(given).equals(current))) {
            reader.refuse(
                    field,
                    "is read-only" + current.map(value -> " and is " + value).orElse("") + ", not "
                            + FieldReader.shown(given) + ": leave it out");
        }
    }

    private static boolean required(FieldReader reader, String field, String example) {
        if (!reader.has(field)) {
            reader.refuse(field, "is required: " + example);
        }
        return reader.has(field);
    }

    private static List<Route> routes(FieldReader reader) {
        List<Route> routes = new ArrayList<>();
        List<?> values = reader.list("routes", 100, "list routes like {\"host\": \"shop.example.com\"}");
        for (int i = 0; i < values.size(); i++) {
            String field = "routes[" + i + "]";
            if (!(values.get(i) instanceof Map<?, ?> value)) {
                reader.refuse(
                        field,
                        "must be an object, but is " + FieldReader.shown(values.get(i))
                                + ": write {\"host\": \"shop.example.com\", \"path\": \"/buy/**\"}");
                continue;
            }
            Optional<Route> read = RouteFields.read(reader.inside(field, value));
            read.flatMap(route -> routes.stream().filter(route::sameAs).findFirst())
                    .ifPresent(same -> reader.refuse(
                            field, "is the same route as another of this room (" + same + "): leave one of them out"));
            read.ifPresent(routes::add);
        }
        return routes;
    }

    private static Policy policy(FieldReader reader) {
        Policy usual = Policy.ofLimit(0);
        if (required(reader, "limit", "how many may be inside at once, for example 500")) {
            usual = Policy.ofLimit(reader.number("limit", 0, 0, MOST_VISITORS, "0 lets nobody in"));
        }
        int retention = seconds(
                reader, "retentionSeconds", usual.retentionSeconds(), LEAST_SILENCE_SECONDS, ONCE_A_MINUTE + "300");
        int maxSilence = seconds(
                reader,
                "maxSilenceSeconds",
                Math.max(usual.maxSilenceSeconds(), retention),
                LEAST_SILENCE_SECONDS,
                ONCE_A_MINUTE + "1800");
        if (maxSilence < retention) {
            reader.refuse(
                    "maxSilenceSeconds",
                    "must be at least retentionSeconds (" + retention + "), but is " + maxSilence
                            + ": silence that always costs a place cannot be shorter than silence that may");
        }
        return new Policy(
                usual.limit(),
                reader.number("perMinute", usual.perMinute(), 0, MOST_VISITORS, "0 means no rate"),
                seconds(
                        reader,
                        "sessionTimeoutSeconds",
                        usual.sessionTimeoutSeconds(),
                        LEAST_SILENCE_SECONDS,
                        ONCE_A_MINUTE + "300"),
                seconds(reader, "maxSessionSeconds", usual.maxSessionSeconds(), 0, "0 means no end"),
                retention,
                maxSilence,
                seconds(reader, "claimSeconds", usual.claimSeconds(), LEAST_CLAIM_SECONDS, ONCE_A_MINUTE + "120"),
                reader.oneOf("failureMode", usual.failureMode(), FailureMode.values()),
                reader.oneOf("tracerRefusal", usual.tracerRefusal(), TracerRefusal.values()),
                reader.oneOf("identity", usual.identity(), Identity.values()),
                (int) reader.number("maxPlacesPerAddress", 0, 0, MOST_PLACES_PER_ADDRESS, "0 means no bound"));
    }

    private static int seconds(FieldReader reader, String field, int otherwise, int least, String remedy) {
        return (int) reader.number(field, otherwise, least, WEEK_SECONDS, remedy);
    }
}
