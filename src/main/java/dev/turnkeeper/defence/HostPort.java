package dev.turnkeeper.defence;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The end of a connection as headers name it: {@code shop.example.com:8443}, {@code 192.0.2.1}, {@code [2001:db8::1]:80}. */
record HostPort(String host, OptionalInt port) {

    static Optional<HostPort> parse(String text) {
        int end = text.length();
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            if (close < 0) {
                return Optional.empty();
            }
            end = close + 1;
        } else if (text.indexOf(':') == text.lastIndexOf(':') && text.indexOf(':') >= 0) {
            // More than one colon without brackets is a bare IPv6 address.
            end = text.indexOf(':');
        }
        OptionalInt port = OptionalInt.empty();
        if (end < text.length()) {
            port = text.charAt(end) == ':' ? port(text.substring(end + 1)) : OptionalInt.empty();
            if (port.isEmpty()) {
                return Optional.empty();
            }
        }
        String host = text.startsWith("[") ? text.substring(1, end - 1) : text.substring(0, end);
        boolean sound = text.startsWith("[") || host.indexOf(':') >= 0
                ? IpAddress.parse(host).isPresent() && host.indexOf(':') >= 0
                : isName(host);
        return sound ? Optional.of(new HostPort(host.toLowerCase(Locale.ROOT), port)) : Optional.empty();
    }

    static OptionalInt port(String digits) {
        if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalInt.empty();
        }
        int port = Integer.parseInt(digits);
        return port >= 1 && port <= 65_535 ? OptionalInt.of(port) : OptionalInt.empty();
    }

    private static boolean isName(String host) {
        return !host.isEmpty()
                && host.length() <= 255
                && host.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || c == '.'
                                || c == '-'
                                || c == '_');
    }
}
