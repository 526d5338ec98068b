package dev.turnkeeper.room;

import java.net.IDN;
import java.util.Locale;

/** Host names in the one form in which they are compared. */
final class HostName {

    private HostName() {}

    /** Lower case, without a dot at the end or brackets, letters of other scripts as {@code xn--}. */
    static String normal(String host) {
        String text = host.strip();
        if (text.startsWith("[") && text.endsWith("]")) {
            text = text.substring(1, text.length() - 1);
        }
        if (text.endsWith(".")) {
            text = text.substring(0, text.length() - 1);
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return ascii(text);
            }
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static String ascii(String text) {
        try {
            return IDN.toASCII(text, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noHostName) {
            return text.toLowerCase(Locale.ROOT);
        }
    }
}
