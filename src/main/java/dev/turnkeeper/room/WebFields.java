package dev.turnkeeper.room;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What holds for web visitors, as operators write it, and its rules. */
final class WebFields {

    static final List<String> KNOWN = List.of(
            "requeueOnReenter",
            "bindPassTo",
            "maxAddressesPerPass",
            "entryPassSeconds",
            "identifyVisitor",
            "corsOrigins",
            "publish",
            "entryUrl",
            "gateway",
            "screen",
            "languages",
            "message");

    private static final List<String> GATEWAY_KNOWN =
            List.of("origins", "requireLogin", "connectTimeoutMillis", "readTimeoutMillis", "health");
    private static final List<String> SCREEN_KNOWN = List.of("skin", "entry", "html");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}");
    private static final int LONGEST_URL = 2_048;
    private static final int LONGEST_ORIGIN = 300;
    private static final int LONGEST_LANGUAGE = 20;
    private static final int LONGEST_MESSAGE = 500;
    private static final int LONGEST_PATH = 512;
    private static final int DAY_SECONDS = 86_400;
    private static final int MOST_ADDRESSES = 100;
    private static final int MOST_ORIGINS = 100;
    private static final int MOST_MESSAGES = 20;

    /** Three bytes a character at most: what is stored of one text must stay below 65,536 bytes. */
    private static final int LONGEST_HTML = 16_384;

    private WebFields() {}

    static void write(WebPolicy web, Map<String, @Nullable Object> fields) {
        fields.put("requeueOnReenter", web.requeueOnReenter());
        fields.put("bindPassTo", web.bindPassTo().stream().map(BindTo::toString).toList());
        fields.put("maxAddressesPerPass", web.maxAddressesPerPass());
        fields.put("entryPassSeconds", web.entryPassSeconds());
        fields.put("identifyVisitor", web.identifyVisitor());
        fields.put("corsOrigins", web.corsOrigins());
        fields.put("publish", web.publish().stream().map(Published::toString).toList());
        fields.put("entryUrl", web.entryUrl().orElse(null));
        fields.put("gateway", web.gateway().map(WebFields::write).orElse(null));
        fields.put("screen", write(web.screen()));
        fields.put("languages", web.languages());
        fields.put("message", web.message());
    }

    private static Map<String, @Nullable Object> write(GatewaySettings gateway) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("origins", gateway.origins());
        fields.put("requireLogin", gateway.requireLogin());
        fields.put("connectTimeoutMillis", gateway.connectTimeoutMillis());
        fields.put("readTimeoutMillis", gateway.readTimeoutMillis());
        fields.put("health", gateway.health().orElse(null));
        return fields;
    }

    private static Map<String, @Nullable Object> write(Screen screen) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("skin", screen.skin().toString());
        fields.put("entry", screen.entry().toString());
        fields.put("html", screen.html().orElse(null));
        return fields;
    }

    static WebPolicy read(FieldReader reader) {
        WebPolicy usual = WebPolicy.USUAL;
        return new WebPolicy(
                reader.flag("requeueOnReenter", usual.requeueOnReenter()),
                reader.someOf("bindPassTo", usual.bindPassTo(), EnumSet.allOf(BindTo.class)),
                (int) reader.number(
                        "maxAddressesPerPass", usual.maxAddressesPerPass(), 0, MOST_ADDRESSES, "0 means no bound"),
                reader.flag("identifyVisitor", usual.identifyVisitor()),
                origins(reader, "corsOrigins", "list origins like https://shop.example.com, never * or null"),
                reader.someOf("publish", usual.publish(), EnumSet.allOf(Published.class)),
                entryUrl(reader),
                reader.object("gateway", "write {\"origins\": [\"http://10.0.0.5:8080\"]}")
                        .flatMap(WebFields::gateway),
                reader.object("screen", "write {\"skin\": \"plain\"}")
                        .map(WebFields::screen)
                        .orElse(usual.screen()),
                languages(reader, usual.languages()),
                reader.object("message", "write {\"ko\": \"…\", \"en\": \"…\"}")
                        .map(WebFields::message)
                        .orElse(Map.of()),
                (int) reader.number("entryPassSeconds", 0, 0, DAY_SECONDS, "0 means that who comes again queues"));
    }

    private static Optional<String> entryUrl(FieldReader reader) {
        String remedy = "give an absolute URL without a login in it, like https://shop.example.com/buy/";
        return reader.text("entryUrl", LONGEST_URL, remedy)
                .flatMap(text -> checked(reader, "entryUrl", text, WebAddress::url, "an http or https URL", remedy));
    }

    private static List<String> origins(FieldReader reader, String field, String remedy) {
        Set<String> origins = new LinkedHashSet<>();
        List<String> texts = reader.texts(field, MOST_ORIGINS, LONGEST_ORIGIN, remedy);
        for (int i = 0; i < texts.size(); i++) {
            checked(
                            reader,
                            field + "[" + i + "]",
                            texts.get(i),
                            WebAddress::origin,
                            "an http or https origin: scheme, host and perhaps port",
                            remedy)
                    .ifPresent(origins::add);
        }
        return List.copyOf(origins);
    }

    private static Optional<String> checked(
            FieldReader reader,
            String field,
            String text,
            Function<String, Optional<String>> normal,
            String rule,
            String remedy) {
        Optional<String> address = normal.apply(text);
        if (address.isEmpty()) {
            reader.refuse(field, "must be " + rule + ", but is " + FieldReader.shown(text) + ": " + remedy);
        }
        return address;
    }

    private static Optional<GatewaySettings> gateway(FieldReader reader) {
        reader.onlyKnown(GATEWAY_KNOWN, field -> Optional.empty());
        String remedy = "list where the service answers, like http://10.0.0.5:8080";
        if (reader.hasNone("origins")) {
            reader.refuse("origins", "must have at least one entry: " + remedy + ", or leave gateway out");
        }
        Optional<String> health = reader.text("health", LONGEST_PATH, "write a path like /health");
        if (health.isPresent() && !health.get().startsWith("/")) {
            reader.refuse(
                    "health",
                    "must begin with /, but is " + FieldReader.shown(health.get()) + ": write a path like /health");
        }
        return Optional.of(new GatewaySettings(
                origins(reader, "origins", remedy),
                reader.flag("requireLogin", false),
                (int) reader.number(
                        "connectTimeoutMillis",
                        GatewaySettings.CONNECT_TIMEOUT_MILLIS,
                        100,
                        60_000,
                        "leave it out for " + GatewaySettings.CONNECT_TIMEOUT_MILLIS),
                (int) reader.number(
                        "readTimeoutMillis",
                        GatewaySettings.READ_TIMEOUT_MILLIS,
                        100,
                        600_000,
                        "leave it out for " + GatewaySettings.READ_TIMEOUT_MILLIS),
                health));
    }

    private static Screen screen(FieldReader reader) {
        reader.onlyKnown(SCREEN_KNOWN, field -> Optional.empty());
        return new Screen(
                reader.oneOf("skin", Screen.USUAL.skin(), Skin.values()),
                reader.oneOf("entry", Screen.USUAL.entry(), Screen.Entry.values()),
                reader.page("html", LONGEST_HTML, "give a whole page, or leave it out for the skin's"));
    }

    private static List<String> languages(FieldReader reader, List<String> usual) {
        List<String> given =
                reader.texts("languages", usual.size(), LONGEST_LANGUAGE, "list some of " + String.join(", ", usual));
        List<String> unknown =
                given.stream().filter(language -> !usual.contains(language)).toList();
        if (!unknown.isEmpty()) {
            reader.refuse(
                    "languages",
                    "must be some of " + String.join(", ", usual) + ", but one is " + FieldReader.shown(unknown.get(0))
                            + ": the waiting page speaks these");
        }
        return given.isEmpty() ? usual : given.stream().distinct().toList();
    }

    /** What visitors are told, by language. */
    static Map<String, String> message(FieldReader reader) {
        Map<String, String> message = new TreeMap<>();
        List<String> languages = new ArrayList<>(reader.names());
        if (languages.size() > MOST_MESSAGES) {
            reader.refuse(
                    languages.get(MOST_MESSAGES),
                    "is one language too many: give at most " + MOST_MESSAGES + " languages");
            return message;
        }
        for (String language : languages) {
            if (!LANGUAGE.matcher(language).matches()) {
                reader.refuse(language, "is no language: write ko, en or zh-TW");
                continue;
            }
            reader.text(language, LONGEST_MESSAGE, "leave the language out for no message")
                    .ifPresent(text -> message.put(language, text));
        }
        return message;
    }
}
