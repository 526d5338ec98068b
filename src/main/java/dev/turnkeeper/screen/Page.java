package dev.turnkeeper.screen;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.WebPolicy;
import dev.turnkeeper.visit.WebVisit;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/** The waiting page as HTML: complete without JavaScript, and what its script begins with. */
final class Page {

    private static final int SHORT_NUMBER = 5;
    private static final int MIDDLING_NUMBER = 7;

    private final PageFiles files;
    private final String before;
    private final String content;
    private final String after;

    Page(PageFiles files) {
        this.files = files;
        String template = Sources.read("index.html");
        int body = template.indexOf("<header>");
        int end = template.indexOf("</main>") + "</main>".length();
        this.before = template.substring(0, body);
        this.content = template.substring(body, end);
        this.after = template.substring(end);
    }

    /** The policy that goes with a page: nothing from elsewhere, and no script but ours, whatever an operator's HTML holds. */
    static String policy(String nonce) {
        return "default-src 'none'; script-src 'nonce-" + nonce + "'; style-src 'self' 'nonce-" + nonce
                + "'; img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self';"
                + " base-uri 'none'; frame-ancestors 'self'";
    }

    /**
     * What a request asks for, beside its place.
     *
     * @param target where the visitor wants to go; checked
     * @param self the page's own address, path and query
     * @param nonce of the policy that comes with this page
     */
    record Request(Language language, Optional<String> target, String self, String nonce) {

        String goUrl() {
            return target.map(url -> "/gate/enter?return=" + URLEncoder.encode(url, StandardCharsets.UTF_8))
                    .orElse("");
        }
    }

    String html(Room room, Sight sight, Request request) {
        Map<String, String> values = values(room, sight, request.language());
        return before(room, sight, request)
                + body(room, sight, request, values)
                + after.replace(
                        "</body>",
                        "<script type=\"application/json\" id=\"tk-visit\">["
                                + Html.inScript(String.join(",", sight.events())) + "]</script>\n</body>");
    }

    private String before(Room room, Sight sight, Request request) {
        Language language = request.language();
        return before.replace(
                        "<html lang=\"en\" data-skin=\"plain\">",
                        "<html lang=\"" + language.tag() + "\" data-skin=\""
                                + room.web().screen().skin() + "\">")
                .replace("<title>Waiting room</title>", "<title>" + Html.escape(room.name()) + "</title>")
                .replace("href=\"page.css\"", "href=\"" + files.url(PageFiles.CSS) + "\"")
                .replace(
                        "src=\"page.js\"",
                        "src=\"" + files.url(PageFiles.SCRIPT) + "\" nonce=\"" + request.nonce() + "\"")
                .replace("</head>", refresh(sight, request) + "</head>")
                .replace("<body>", "<body" + settings(room, request) + ">");
    }

    private static String refresh(Sight sight, Request request) {
        if (sight.goesOn() && request.target().isPresent()) {
            return "<noscript><meta http-equiv=\"refresh\" content=\"3;url=" + Html.escape(request.goUrl())
                    + "\"></noscript>\n";
        }
        return sight.refreshSeconds() > 0
                ? "<noscript><meta http-equiv=\"refresh\" content=\"" + sight.refreshSeconds() + "\"></noscript>\n"
                : "";
    }

    private static String settings(Room room, Request request) {
        WebPolicy web = room.web();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("room", room.id().value());
        settings.put("name", room.name());
        settings.put("target", request.target().orElse(""));
        settings.put("entry", web.screen().entry().toString());
        settings.put("claim-seconds", String.valueOf(room.policy().claimSeconds()));
        settings.put("language", request.language().code());
        settings.put("offered", String.join(" ", web.languages()));
        return settings.entrySet().stream()
                .map(each -> " data-" + each.getKey() + "=\"" + Html.escape(each.getValue()) + "\"")
                .collect(Collectors.joining());
    }

    private String body(Room room, Sight sight, Request request, Map<String, String> values) {
        Language language = request.language();
        String html = room.web()
                .screen()
                .html()
                .map(own -> Html.custom(own, request.nonce()))
                .orElse(content);
        String shown = html.replaceFirst(
                        "<main\\b[^>]*>",
                        "<main data-screen=\"" + sight.screen() + "\" data-has=\"" + has(values) + "\" data-digits=\""
                                + digits(values.getOrDefault("rank", "")) + "\">")
                .replace("max=\"100\" value=\"0\"", "max=\"100\" value=\"" + progress(sight) + "\"")
                .replace("data-go href=\"\"", "data-go href=\"" + Html.escape(request.goUrl()) + "\"")
                .replace("data-retry href=\"\"", "data-retry href=\"" + Html.escape(request.self()) + "\"")
                .replaceFirst(
                        "(<nav data-languages[^>]*>)</nav>",
                        "$1" + Matcher.quoteReplacement(languages(room.web().languages(), request)) + "</nav>");
        return Html.fill(shown, values, key -> language.say(key).orElse(""));
    }

    private static String languages(List<String> offered, Request request) {
        return offered.stream()
                .map(code -> "<a data-language=\"" + code + "\" lang=\"" + code + "\" hreflang=\"" + code
                        + "\" href=\"?lang="
                        + code
                        + request.target()
                                .map(url -> "&amp;return=" + URLEncoder.encode(url, StandardCharsets.UTF_8))
                                .orElse("")
                        + "\"" + (code.equals(request.language().code()) ? " aria-current=\"true\"" : "") + ">"
                        + Language.of(code).text("language") + "</a>")
                .collect(Collectors.joining("\n"));
    }

    private static Map<String, String> values(Room room, Sight sight, Language language) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("heading", language.heading(sight.screen()));
        values.put("lead", language.lead(sight.screen()));
        values.put("roomName", room.name());
        values.put("message", message(room.web().message(), room.web().languages(), language));
        values.put("notify", language.text("notify"));
        values.put(
                "opensAt",
                room.opensAt()
                        .filter(opens -> sight.screen().equals("before"))
                        .map(opens ->
                                language.text("opensAt").replace("{time}", language.day(opens.atZone(room.zone()))))
                        .orElse(""));
        values.put("rank", "");
        if (sight.isWaiting()) {
            WebVisit visit = sight.visit().orElseThrow();
            values.put("rank", language.number(visit.rank()));
            values.put("ahead", language.number(visit.ahead()));
            values.put("behind", language.number(visit.behind()));
            values.put("waiting", language.number(visit.waiting()));
            values.put("position", language.number(visit.position()));
            values.put(
                    "wait",
                    visit.eta()
                            .map(eta -> language.eta(eta.lowSeconds(), eta.highSeconds()))
                            .orElseGet(() -> language.text("unknown")));
            values.put(
                    "keep",
                    language.text("keep")
                            .replace(
                                    "{duration}", language.minutes(room.policy().claimSeconds())));
        }
        return values;
    }

    private static String message(Map<String, String> message, List<String> offered, Language language) {
        return Optional.ofNullable(message.get(language.code()))
                .or(() -> offered.stream()
                        .filter(message::containsKey)
                        .findFirst()
                        .map(message::get))
                .orElse("");
    }

    private static String has(Map<String, String> values) {
        return values.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(" "));
    }

    private static String digits(String rank) {
        return rank.length() > MIDDLING_NUMBER ? "long" : rank.length() > SHORT_NUMBER ? "mid" : "short";
    }

    private static long progress(Sight sight) {
        if (!sight.isWaiting()) {
            return 0;
        }
        long rank = sight.visit().orElseThrow().rank();
        long first = sight.firstRank() > 0 ? sight.firstRank() : rank;
        return Math.round(100.0 * (1 - (double) Math.min(rank, first) / (first + 1)));
    }
}
