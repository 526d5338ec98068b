package dev.turnkeeper.room;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a client calls its page, made comparable: a path as decoded segments, or a menu code, or refused.
 *
 * <p>A service behind the gate may read a path otherwise than we do, and each difference is a way round the queue. So what
 * servers disagree about is either brought to one form (path parameters, doubled slashes, dots, one layer of escapes, a
 * slash at the end) or refused (an escaped slash, backslash or NUL, a second layer, what is not UTF-8, a raw backslash).
 */
final class PageAddress {

    private static final String[] ROOT = {};

    /** What may stand in a segment as it is (RFC 3986), but for what begins parameters. */
    private static final String LITERAL =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,=:@";

    private final String[] segments;
    private final @Nullable String menu;
    private final @Nullable String refusal;
    private String @Nullable [] lowerCase;

    private PageAddress(String[] segments, @Nullable String menu, @Nullable String refusal) {
        this.segments = segments;
        this.menu = menu;
        this.refusal = refusal;
    }

    /** @param page a full URL (its host may be missing), a path, a menu code, or nothing: the path / */
    static PageAddress of(String page) {
        return read(page, true, true);
    }

    /**
     * As {@link #of} first, and then as servers read it that take dots, doubled slashes or path parameters for part of a
     * name; several only where the page has any of those.
     */
    static List<PageAddress> readings(String page) {
        PageAddress usual = of(page);
        List<PageAddress> readings = new ArrayList<>(List.of(usual));
        boolean same = usual.refusal != null || usual.menu != null;
        for (int way = 0; way < 3 && !same; way++) {
            PageAddress other = read(page, (way & 1) != 0, (way & 2) != 0);
            if (readings.stream().noneMatch(known -> Arrays.equals(known.segments, other.segments))) {
                readings.add(other);
            }
            // The first one leaves all as it is: where that changes nothing, neither do the others.
            same = readings.size() == 1;
        }
        return readings;
    }

    private static PageAddress read(String page, boolean resolves, boolean drops) {
        String text = withoutQuery(page.strip());
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return refused("it holds a control character");
            }
        }
        if (text.isEmpty()) {
            return new PageAddress(ROOT, null, null);
        }
        int path = pathBegin(text);
        if (path < 0) {
            return new PageAddress(ROOT, text, null);
        }
        if (text.indexOf('\\') >= 0) {
            return refused("it holds a backslash, which browsers and servers read differently");
        }
        return ofPath(text, path, resolves, drops);
    }

    /**
     * @param resolves dots and doubled slashes
     * @param drops path parameters
     */
    private static PageAddress ofPath(String text, int begin, boolean resolves, boolean drops) {
        List<String> segments = new ArrayList<>();
        int at = Math.min(begin + 1, text.length());
        while (at < text.length()) {
            int slash = text.indexOf('/', at);
            int end = slash < 0 ? text.length() : slash;
            String raw = text.substring(at, end);
            int parameters = raw.indexOf(';');
            String plain = parameters < 0 ? raw : raw.substring(0, parameters);
            at = end + 1;
            String segment;
            try {
                segment = decode(plain);
                if (parameters >= 0) {
                    String rest = decode(raw.substring(parameters));
                    segment = drops ? segment : segment + rest;
                }
            } catch (BadEscape bad) {
                return refused(bad.why);
            }
            if (!resolves) {
                segments.add(segment);
            } else if (segment.equals("..")) {
                if (!segments.isEmpty()) {
                    segments.remove(segments.size() - 1);
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return new PageAddress(segments.toArray(String[]::new), null, null);
    }

    private static PageAddress refused(String why) {
        return new PageAddress(ROOT, null, why);
    }

    /** Why it is refused; null where it is not. */
    @Nullable
    String refusal() {
        return refusal;
    }

    /** The menu code; null where it is a path. */
    @Nullable
    String menu() {
        return menu;
    }

    String[] segments(boolean ignoreCase) {
        if (!ignoreCase) {
            return segments;
        }
        String[] lower = lowerCase;
        if (lower == null) {
            lower = new String[segments.length];
            for (int i = 0; i < lower.length; i++) {
                lower[i] = segments[i].toLowerCase(Locale.ROOT);
            }
            lowerCase = lower;
        }
        return lower;
    }

    /** The path as it is compared, escaped again. */
    String path() {
        StringBuilder path = new StringBuilder();
        for (String segment : segments) {
            path.append('/');
            for (byte octet : segment.getBytes(StandardCharsets.UTF_8)) {
                if (octet > ' ' && octet < 127 && LITERAL.indexOf(octet) >= 0) {
                    path.append((char) octet);
                } else {
                    path.append(String.format("%%%02X", octet & 0xff));
                }
            }
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    /** As it is compared. */
    @Override
    public String toString() {
        if (refusal != null) {
            return "(refused: " + refusal + ")";
        }
        return menu != null ? menu : "/" + String.join("/", segments);
    }

    private static String withoutQuery(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '?' || text.charAt(i) == '#') {
                return text.substring(0, i);
            }
        }
        return text;
    }

    /** Where the path begins, -1 for a menu code: that has neither a scheme nor a leading slash. */
    private static int pathBegin(String text) {
        if (text.charAt(0) == '/') {
            return 0;
        }
        int colon = 0;
        while (colon < text.length() && isSchemeLetter(text.charAt(colon))) {
            colon++;
        }
        if (colon == 0 || !text.startsWith(":/", colon)) {
            return -1;
        }
        if (!text.startsWith("://", colon)) {
            return colon + 1;
        }
        int slash = text.indexOf('/', colon + 3);
        return slash < 0 ? text.length() : slash;
    }

    private static boolean isSchemeLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '.' || c == '-';
    }

    private static String decode(String segment) throws BadEscape {
        int percent = segment.indexOf('%');
        if (percent < 0) {
            return segment;
        }
        StringBuilder decoded = new StringBuilder(segment.length()).append(segment, 0, percent);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int i = percent;
        while (i < segment.length()) {
            if (segment.charAt(i) != '%') {
                decoded.append(segment.charAt(i++));
                continue;
            }
            bytes.reset();
            while (i < segment.length() && segment.charAt(i) == '%') {
                bytes.write(octet(segment, i));
                i += 3;
            }
            decoded.append(utf8(bytes.toByteArray()));
        }
        for (int p = decoded.indexOf("%"); p >= 0; p = decoded.indexOf("%", p + 1)) {
            if (hex(decoded, p + 1) >= 0 && hex(decoded, p + 2) >= 0) {
                throw new BadEscape("it is escaped twice (%25 before two hex digits)");
            }
        }
        return decoded.toString();
    }

    private static int octet(String segment, int percent) throws BadEscape {
        int high = hex(segment, percent + 1);
        int low = hex(segment, percent + 2);
        if (high < 0 || low < 0) {
            throw new BadEscape("a % is not followed by two hex digits");
        }
        int octet = high << 4 | low;
        if (octet == '/' || octet == '\\' || octet == 0) {
            throw new BadEscape("it holds %" + segment.substring(percent + 1, percent + 3)
                    + ", an escaped slash, backslash or NUL, which servers read differently");
        }
        return octet;
    }

    private static int hex(CharSequence text, int at) {
        // Character.digit alone would also take digits of other scripts.
        return at < text.length() && text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
    }

    private static CharSequence utf8(byte[] bytes) throws BadEscape {
        CharBuffer characters = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        if (decoder.decode(ByteBuffer.wrap(bytes), characters, true).isError()) {
            throw new BadEscape("its escapes are not UTF-8");
        }
        return characters.flip();
    }

    /** Cheap to throw: clients can cause it at will. */
    private static final class BadEscape extends Exception {
        private static final long serialVersionUID = 1;

        private final String why;

        BadEscape(String why) {
            super(why, null, false, false);
            this.why = why;
        }
    }
}
