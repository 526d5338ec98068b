package dev.turnkeeper.screen;

import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills a page in: its elements say by their attributes what they show. */
final class Html {

    private static final Pattern SHOWS = Pattern.compile("(data-(?:tk|say)=\"(\\w+)\"[^>]*>)[^<]*");
    private static final Pattern LABELLED = Pattern.compile("data-say-label=\"(\\w+)\"");
    private static final Pattern BRACES = Pattern.compile("\\{\\{\\s*(\\w+)\\s*\\}\\}");
    private static final Pattern SHELL = Pattern.compile(
            "<!doctype[^>]*>|</?(?:html|head|body|meta|link|base)\\b[^>]*>|<(title|script)\\b.*?</\\1\\s*>",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern MAIN = Pattern.compile("<main\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern STYLE = Pattern.compile("<style\\b[^>]*>", Pattern.CASE_INSENSITIVE);

    private Html() {}

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** JSON that stands in a script element: nothing in it may end that element. */
    static String inScript(String json) {
        return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
    }

    /** Texts and values become what the elements show that name them; what is not known shows nothing. */
    static String fill(String html, Map<String, String> values, UnaryOperator<String> say) {
        String labelled = replace(
                LABELLED, html, match -> match.group() + " aria-label=\"" + escape(say.apply(match.group(1))) + "\"");
        return replace(SHOWS, labelled, match -> {
            boolean isText = match.group().startsWith("data-say");
            String name = match.group(2);
            return match.group(1) + escape(isText ? say.apply(name) : values.getOrDefault(name, ""));
        });
    }

    /**
     * An operator's own page, as what stands in the body of ours: without what belongs to the head, and without scripts
     * (the page's policy would not run them).
     *
     * @param nonce lets its style elements count
     */
    static String custom(String html, String nonce) {
        String content = SHELL.matcher(html).replaceAll("");
        String live = BRACES.matcher(content).replaceAll("<span data-tk=\"$1\"></span>");
        String styled = STYLE.matcher(live).replaceAll("<style nonce=\"" + nonce + "\">");
        return MAIN.matcher(styled).find() ? styled : "<main>" + styled + "</main>";
    }

    private static String replace(Pattern pattern, String text, Function<MatchResult, String> with) {
        return pattern.matcher(text).replaceAll(match -> Matcher.quoteReplacement(with.apply(match)));
    }
}
