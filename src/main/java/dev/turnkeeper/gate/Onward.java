package dev.turnkeeper.gate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What of a visitor's request the service behind gets to see: nothing that only a gateway may say, and nothing of the
 * waiting room's own (tickets and passes open it to whoever reads them in a log).
 */
final class Onward {

    /** Also with {@code _}, which many services take for {@code -}. */
    private static final List<String> FAMILIES = List.of("x-turnkeeper-", "x-user-", "x-forwarded-", "x-original-");

    private static final Set<String> GATEWAYS = Set.of("forwarded", "x-rewrite-url", "x-real-ip", "proxy");

    private static final String TOKEN = "!#$%&'*+-.^_`|~";
    private static final String QUERY = "-._~!$&'()*+,;=:@/?[]";

    private Onward() {}

    /** Whether it is a name of a header, in which nobody reads another one. */
    static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> isLetterOrDigit(c) || TOKEN.indexOf(c) >= 0);
    }

    /** Whether a header of this name is the gateway's to write, whatever a client sent under it. */
    static boolean isGateways(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return GATEWAYS.contains(plain) || FAMILIES.stream().anyMatch(plain::startsWith);
    }

    /**
     * A {@code Cookie} header without the waiting room's; empty where nothing is left.
     *
     * @param isOurs by the cookie's name
     */
    static Optional<String> cookies(String header, Predicate<String> isOurs) {
        String left = Arrays.stream(header.split(";"))
                .map(String::strip)
                .filter(cookie -> !cookie.isEmpty() && !isOurs.test(cookie.split("=", 2)[0].strip()))
                .collect(Collectors.joining("; "));
        return left.isEmpty() ? Optional.empty() : Optional.of(left);
    }

    /**
     * A query as it was sent, one byte to a character, without a pass in it; what may not stand in a query as it is gets
     * escaped, so that there is one way to read it.
     */
    static Optional<String> query(String sent) {
        String left = Arrays.stream(sent.split("&", -1))
                .filter(pair -> !pair.startsWith(Carrier.PARAMETER + "="))
                .map(Onward::escaped)
                .collect(Collectors.joining("&"));
        return left.isEmpty() && !sent.isEmpty() ? Optional.empty() : Optional.of(left);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isLetterOrDigit(c) || QUERY.indexOf(c) >= 0 || c == '%' && isEscape(text, i)) {
                escaped.append(c);
            } else {
                escaped.append(String.format("%%%02X", c & 0xff));
            }
        }
        return escaped.toString();
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length()
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0;
    }

    private static boolean isLetterOrDigit(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
