package dev.turnkeeper.operator;

import dev.turnkeeper.notice.Deliveries;
import dev.turnkeeper.notice.Kind;
import dev.turnkeeper.notice.Reply;
import dev.turnkeeper.notice.Webhook;
import dev.turnkeeper.notice.Webhooks;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.RoomId;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Webhooks and their deliveries as they are read and written. */
final class WebhookFields {

    static final List<String> FIELDS = List.of("name", "url", "events", "repeatSeconds", "rooms", "enabled", "tries");

    private static final String EVENTS =
            Kind.wanted().stream().map(Kind::written).collect(Collectors.joining(", "));
    private static final String LASTING =
            Kind.wanted().stream().filter(Kind::lasts).map(Kind::written).collect(Collectors.joining(", "));

    /** Promised, and not built yet. */
    private static final String LATER = "level.changed";

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_URL = 2_048;
    private static final int MOST_ROOMS = 100;
    private static final int LEAST_REPEAT = 60;
    private static final int LONGEST_REPEAT = 86_400;
    private static final int MOST_TRIES = 12;
    private static final int USUAL_TRIES = 9;

    private WebhookFields() {}

    /** Of a new one; wrong fields are noted in the body. */
    static Optional<Webhook.Settings> settings(BodyFields body, Deliveries deliveries) {
        body.need("name");
        body.need("url");
        body.need("events");
        Optional<String> name = name(body);
        Optional<URI> url = url(body, deliveries);
        Optional<Set<Kind>> events = events(body);
        Map<Kind, Integer> repeats = repeats(body).orElse(Map.of());
        Set<String> rooms = rooms(body).orElse(Set.of());
        boolean enabled = body.flag("enabled").orElse(true);
        int tries = tries(body).orElse(USUAL_TRIES);
        return name.flatMap(named -> url.flatMap(there ->
                events.map(wanted -> new Webhook.Settings(named, there, wanted, repeats, rooms, enabled, tries))));
    }

    /** What a change asks for; what it does not name stays. */
    record Wanted(
            Optional<String> name,
            Optional<URI> url,
            Optional<Set<Kind>> events,
            Optional<Map<Kind, Integer>> repeats,
            Optional<Set<String>> rooms,
            Optional<Boolean> enabled,
            Optional<Integer> tries) {

        static Wanted of(BodyFields body, Deliveries deliveries) {
            return new Wanted(
                    WebhookFields.name(body),
                    WebhookFields.url(body, deliveries),
                    WebhookFields.events(body),
                    WebhookFields.repeats(body),
                    WebhookFields.rooms(body),
                    body.flag("enabled"),
                    WebhookFields.tries(body));
        }

        Webhook.Settings over(Webhook.Settings known) {
            return new Webhook.Settings(
                    name.orElse(known.name()),
                    url.orElse(known.url()),
                    events.orElse(known.events()),
                    repeats.orElse(known.repeatSeconds()),
                    rooms.orElse(known.rooms()),
                    enabled.orElse(known.enabled()),
                    tries.orElse(known.tries()));
        }
    }

    private static Optional<String> name(BodyFields body) {
        return body.text(
                "name",
                text -> !text.isBlank()
                        && text.length() <= LONGEST_NAME
                        && text.chars().noneMatch(Character::isISOControl),
                "must have 1 to " + LONGEST_NAME + " characters: say who hears");
    }

    private static Optional<URI> url(BodyFields body, Deliveries deliveries) {
        Optional<URI> url = body.text(
                        "url",
                        text -> address(text).isPresent(),
                        "must be an absolute http or https URL of at most " + LONGEST_URL
                                + " characters, without user, password or fragment")
                .flatMap(WebhookFields::address);
        if (url.filter(deliveries::isOutOfReach).isPresent()) {
            body.wrong(
                    "url",
                    "leads to an internal address: webhooks go to public ones, and to those that"
                            + " TURNKEEPER_PROBE_ALLOW lists on every node");
            return Optional.empty();
        }
        return url;
    }

    /** Empty where it is none that a webhook may have. */
    static Optional<URI> address(String text) {
        try {
            URI url = new URI(text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            return text.length() <= LONGEST_URL
                            && web
                            && url.getHost() != null
                            && url.getRawUserInfo() == null
                            && url.getRawFragment() == null
                            && url.getPort() != 0
                            && url.getPort() <= 65_535
                            && text.chars().allMatch(c -> c > ' ' && c < 127)
                    ? Optional.of(url)
                    : Optional.empty();
        } catch (URISyntaxException none) {
            return Optional.empty();
        }
    }

    private static Optional<Set<Kind>> events(BodyFields body) {
        Optional<Set<String>> names = body.texts("events", all -> !all.isEmpty(), "must be a list of " + EVENTS);
        names.ifPresent(all -> all.stream()
                .filter(name -> Kind.of(name).isEmpty())
                .forEach(name -> body.wrong("events", none(name) + "; those there are: " + EVENTS)));
        return names.map(WebhookFields::kinds);
    }

    private static String none(String name) {
        return name.equals(LATER)
                ? LATER + " is not built yet, for rooms have no levels"
                : "holds what is no event here";
    }

    private static Set<Kind> kinds(Collection<String> names) {
        return names.stream().map(Kind::of).flatMap(Optional::stream).collect(Collectors.toSet());
    }

    private static Optional<Map<Kind, Integer>> repeats(BodyFields body) {
        return body.numbers(
                        "repeatSeconds",
                        all -> all.entrySet().stream()
                                .allMatch(repeat -> Kind.of(repeat.getKey())
                                                .filter(Kind::lasts)
                                                .isPresent()
                                        && (repeat.getValue() == 0
                                                || repeat.getValue() >= LEAST_REPEAT
                                                        && repeat.getValue() <= LONGEST_REPEAT)),
                        "must be an object of seconds by event, each 0 (never) or " + LEAST_REPEAT + " to "
                                + LONGEST_REPEAT + ", of what lasts: " + LASTING)
                .map(all -> all.entrySet().stream()
                        .collect(Collectors.toMap(
                                repeat -> Kind.of(repeat.getKey()).orElseThrow(), Map.Entry::getValue)));
    }

    private static Optional<Set<String>> rooms(BodyFields body) {
        return body.texts(
                "rooms",
                all -> all.size() <= MOST_ROOMS
                        && all.stream().allMatch(id -> RoomId.parse(id).isPresent()),
                "must be a list of at most " + MOST_ROOMS + " ids of rooms; empty: all rooms");
    }

    private static Optional<Integer> tries(BodyFields body) {
        return body.number("tries", 1, MOST_TRIES, "must be a whole number from 1 to " + MOST_TRIES)
                .map(Long::intValue);
    }

    /** Without secrets. */
    static Map<String, @Nullable Object> written(Webhook webhook, Instant now) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", webhook.id());
        fields.put("name", webhook.name());
        fields.put("url", webhook.url().toString());
        putSettings(webhook, fields);
        fields.put("version", webhook.version());
        fields.put("createdAt", webhook.createdAt().toString());
        fields.put("createdBy", webhook.createdBy());
        fields.put(
                "olderSecretUntil",
                now.isBefore(webhook.olderUntil()) ? webhook.olderUntil().toString() : null);
        return fields;
    }

    /** For the audit log: the path of a URL may be as good as a password. */
    static Map<String, @Nullable Object> lasting(Webhook webhook) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", webhook.name());
        fields.put("url", webhook.place());
        putSettings(webhook, fields);
        fields.put("version", webhook.version());
        return fields;
    }

    private static void putSettings(Webhook webhook, Map<String, @Nullable Object> fields) {
        fields.put(
                "events",
                Kind.wanted().stream()
                        .filter(webhook.events()::contains)
                        .map(Kind::written)
                        .toList());
        Map<String, Integer> repeats = new TreeMap<>();
        webhook.repeatSeconds().forEach((kind, seconds) -> repeats.put(kind.written(), seconds));
        fields.put("repeatSeconds", repeats);
        fields.put("rooms", List.copyOf(new TreeSet<>(webhook.rooms())));
        fields.put("enabled", webhook.enabled());
        fields.put("tries", webhook.tries());
    }

    static Map<String, @Nullable Object> written(Deliveries.Seen delivery) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", delivery.id());
        fields.put("event", delivery.event().written());
        fields.put("subject", delivery.subject());
        fields.put("repeat", delivery.repeat());
        fields.put("happenedAt", delivery.happenedAt().toString());
        fields.put("state", delivery.state());
        fields.put("tries", delivery.tries());
        fields.put(
                "status",
                delivery.last().map(Reply::status).filter(status -> status > 0).orElse(null));
        fields.put(
                "detail",
                delivery.last()
                        .map(Reply::detail)
                        .filter(text -> !text.isEmpty())
                        .orElse(null));
        fields.put("triedAt", delivery.triedAt().map(Instant::toString).orElse(null));
        fields.put("nextAt", delivery.nextAt().map(Instant::toString).orElse(null));
        return fields;
    }

    /** What a trial brought. */
    static Map<String, @Nullable Object> written(Reply reply, long millis) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("taken", reply.isTaken());
        fields.put("status", reply.status() > 0 ? reply.status() : null);
        fields.put("detail", reply.detail().isEmpty() ? null : reply.detail());
        fields.put("millis", millis);
        return fields;
    }

    /** Comes back only where it was done. */
    static Webhooks.Change done(Webhooks.Change change) {
        return switch (change.kind()) {
            case DONE -> change;
            case NO_SUCH_WEBHOOK -> throw noSuchWebhook();
            case TOO_MANY ->
                throw ProblemException.typed(
                        409,
                        "too-many-webhooks",
                        "There are many webhooks already",
                        "There are " + Webhooks.MOST + " webhooks, as many as there may be: delete those that nobody"
                                + " needs");
            case NO_MAJORITY -> throw Unanswered.change("the webhooks");
        };
    }

    static ProblemException noSuchWebhook() {
        return ProblemException.of(404, "There is no such webhook: GET /api/v1/admin/webhooks lists those there are");
    }
}
