package dev.turnkeeper.defence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The list headers that proxies append to, taken apart. */
final class ForwardedHeader {

    private ForwardedHeader() {}

    /**
     * The elements of all lines, the last one first. Read from the right, quotes too: what a client wrote in front (an
     * unclosed quote, say) cannot swallow what our own proxy appended behind it.
     */
    static List<String> fromTheRight(List<String> lines) {
        List<String> elements = new ArrayList<>();
        for (int i = lines.size() - 1; i >= 0; i--) {
            String line = lines.get(i);
            int end = line.length();
            boolean quoted = false;
            for (int at = end - 1; at >= 0; at--) {
                char c = line.charAt(at);
                if (c == '"') {
                    quoted = !quoted;
                } else if (c == ',' && !quoted) {
                    elements.add(line.substring(at + 1, end).trim());
                    end = at;
                }
            }
            elements.add(line.substring(0, end).trim());
        }
        return elements;
    }

    /** The parameters of one element of {@code Forwarded} (RFC 7239); of repeated ones the first; empty if it is malformed. */
    static Map<String, String> parameters(String element) {
        Map<String, String> parameters = new HashMap<>();
        int at = 0;
        while (at < element.length()) {
            int equals = element.indexOf('=', at);
            if (equals < 0) {
                return Map.of();
            }
            String name = element.substring(at, equals).trim().toLowerCase(Locale.ROOT);
            StringBuilder value = new StringBuilder();
            at = equals + 1;
            if (at < element.length() && element.charAt(at) == '"') {
                at++;
                while (at < element.length() && element.charAt(at) != '"') {
                    if (element.charAt(at) == '\\' && at + 1 < element.length()) {
                        at++;
                    }
                    value.append(element.charAt(at++));
                }
                if (at == element.length()) {
                    return Map.of();
                }
                at++;
            } else {
                while (at < element.length() && element.charAt(at) != ';') {
                    value.append(element.charAt(at++));
                }
            }
            while (at < element.length() && element.charAt(at) == ' ') {
                at++;
            }
            if (at < element.length() && element.charAt(at++) != ';') {
                return Map.of();
            }
            parameters.putIfAbsent(name, value.toString().trim());
        }
        return parameters;
    }
}
