package dev.turnkeeper.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTML files with names in double braces, which stand for values, else for texts in the visitor's language; {@code text} before
 * a name says that its value is the name of a text.
 */
final class Pages {

    private static final Pattern NAME = Pattern.compile("\\{\\{(text )?([\\w.]+)}}");

    private Pages() {}

    static String page(String name, String acceptLanguage, Map<String, String> values) {
        boolean korean = acceptLanguage != null
                && acceptLanguage.toLowerCase(Locale.ROOT).startsWith("ko");
        ResourceBundle texts = ResourceBundle.getBundle("shop.texts", korean ? Locale.KOREAN : Locale.ENGLISH);
        String framed = read("frame.html").replace("{{page}}", read(name + ".html"));
        return NAME.matcher(framed).replaceAll(found -> {
            String value = values.get(found.group(2));
            boolean isText = value == null || found.group(1) != null;
            return Matcher.quoteReplacement(
                    escape(isText ? texts.getString(value == null ? found.group(2) : value) : value));
        });
    }

    static String read(String name) {
        try (InputStream file = Pages.class.getResourceAsStream("/shop/" + name)) {
            if (file == null) {
                throw new IllegalArgumentException("the shop has no " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
