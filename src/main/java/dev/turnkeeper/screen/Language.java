package dev.turnkeeper.screen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.NumberFormat;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the page says in one language, out of {@code texts.js}: the same words for visitors with and without JavaScript. */
final class Language {

    private static final int MINUTE = 60;
    private static final int LONG_WAIT_SECONDS = 7_200;

    private static final Map<String, Language> ALL = load();

    private final String code;
    private final JsonNode say;
    private final Locale locale;

    private Language(String code, JsonNode say) {
        this.code = code;
        this.say = say;
        this.locale = Locale.forLanguageTag(code);
    }

    /** @throws IllegalArgumentException for a language that texts.js does not have */
    static Language of(String code) {
        return Optional.ofNullable(ALL.get(code)).orElseThrow(() -> new IllegalArgumentException(code));
    }

    /**
     * @param offered by the room; the first is for those who understand none
     * @param chosen by the visitor; empty: not yet
     * @param acceptLanguage the header; empty: none
     */
    static Language pick(List<String> offered, Optional<String> chosen, Optional<String> acceptLanguage) {
        return of(chosen.filter(offered::contains)
                .or(() -> acceptLanguage.flatMap(header -> wanted(header, offered)))
                .orElse(offered.get(0)));
    }

    private static Optional<String> wanted(String header, List<String> offered) {
        try {
            List<Locale> locales = offered.stream().map(Locale::forLanguageTag).toList();
            return Optional.ofNullable(Locale.lookup(Locale.LanguageRange.parse(header), locales))
                    .map(Locale::getLanguage);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    String code() {
        return code;
    }

    /** As {@code lang} says it. */
    String tag() {
        return code.equals("zh") ? "zh-Hans" : code;
    }

    /** Empty where texts.js has none of that name. */
    Optional<String> say(String key) {
        return Optional.ofNullable(say.get(key)).map(JsonNode::asText);
    }

    String heading(String screen) {
        return screenText(screen, 0);
    }

    String lead(String screen) {
        return screenText(screen, 1);
    }

    String number(long number) {
        return NumberFormat.getIntegerInstance(locale).format(number);
    }

    /** Day and time, with the name of the zone: who reads it may be elsewhere. */
    String day(ZonedDateTime time) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                        .withLocale(locale)
                        .format(time)
                + DateTimeFormatter.ofPattern(" (zzzz)", locale).format(time);
    }

    /** Minutes, with a half where there is one. */
    String minutes(int seconds) {
        return text("minutes").replace("{n}", decimal(Math.round(2.0 * seconds / MINUTE) / 2.0));
    }

    /** A range, never more exact than it is. */
    String eta(long lowSeconds, long highSeconds) {
        if (highSeconds < MINUTE) {
            return text("soon");
        }
        boolean inHours = highSeconds >= LONG_WAIT_SECONDS;
        double scale = inHours ? LONG_WAIT_SECONDS / 4.0 : MINUTE;
        int per = inHours ? 2 : 1;
        String low = decimal(Math.max(1, Math.floor(lowSeconds / scale)) / per);
        String high = decimal(Math.max(1, Math.ceil(highSeconds / scale)) / per);
        return text(inHours ? "hours" : "minutes").replace("{n}", low.equals(high) ? low : low + "–" + high);
    }

    String text(String key) {
        return say(key).orElseThrow(() -> new IllegalStateException("texts.js has no \"" + key + "\" in " + code));
    }

    private String decimal(double number) {
        NumberFormat format = NumberFormat.getInstance(locale);
        format.setMaximumFractionDigits(1);
        return format.format(number);
    }

    private String screenText(String screen, int index) {
        return say.path("screens").path(screen).path(index).asText();
    }

    private static Map<String, Language> load() {
        String module = Sources.read("texts.js");
        String json = module.substring(module.indexOf("= {") + 2, module.lastIndexOf('}') + 1);
        try {
            Map<String, Language> all = new LinkedHashMap<>();
            new ObjectMapper()
                    .readTree(json)
                    .fields()
                    .forEachRemaining(each -> all.put(each.getKey(), new Language(each.getKey(), each.getValue())));
            return all;
        } catch (IOException malformed) {
            throw new UncheckedIOException("texts.js must be JSON", malformed);
        }
    }
}
