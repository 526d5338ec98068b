package dev.turnkeeper.sdk;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request's raw path as decoded segments, read exactly as the waiting room reads it ({@code sdk/conformance/routes.json} holds
 * both to it): what servers disagree about is brought to one form or refused, since each difference is a way round the queue.
 */
final class PagePath {

    private PagePath() {}

    /** @param path raw, beginning with a slash, without a query; empty where it has to be refused */
    static Optional<List<String>> segments(String path) {
        if (!path.startsWith("/") || path.indexOf('\\') >= 0 || hasControl(path)) {
            return Optional.empty();
        }
        List<String> segments = new ArrayList<>();
        for (String raw : path.split("/")) {
            int parameters = raw.indexOf(';');
            String segment;
            try {
                segment = decode(parameters < 0 ? raw : raw.substring(0, parameters));
                if (parameters >= 0) {
                    decode(raw.substring(parameters));
                }
            } catch (CharacterCodingException refused) {
                return Optional.empty();
            }
            if (segment.equals("..")) {
                if (!segments.isEmpty()) {
                    segments.remove(segments.size() - 1);
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return Optional.of(segments);
    }

    private static boolean hasControl(String path) {
        return path.chars().anyMatch(Character::isISOControl);
    }

    private static String decode(String segment) throws CharacterCodingException {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        StringBuilder decoded = new StringBuilder(segment.length());
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        int at = 0;
        while (at < segment.length()) {
            if (segment.charAt(at) != '%') {
                decoded.append(segment.charAt(at++));
                continue;
            }
            octets.reset();
            for (; at < segment.length() && segment.charAt(at) == '%'; at += 3) {
                octets.write(octet(segment, at));
            }
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.toByteArray()));
            decoded.append(text);
        }
        if (isEscaped(decoded)) {
            throw new CharacterCodingException();
        }
        return decoded.toString();
    }

    private static int octet(String segment, int percent) throws CharacterCodingException {
        int high = hex(segment, percent + 1);
        int low = hex(segment, percent + 2);
        int octet = high << 4 | low;
        if (high < 0 || low < 0 || octet == '/' || octet == '\\' || octet == 0) {
            throw new CharacterCodingException();
        }
        return octet;
    }

    /** A second layer of escapes. */
    private static boolean isEscaped(CharSequence decoded) {
        for (int at = 0; at < decoded.length(); at++) {
            if (decoded.charAt(at) == '%' && hex(decoded, at + 1) >= 0 && hex(decoded, at + 2) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static int hex(CharSequence text, int at) {
        // Character.digit alone would also take digits of other scripts.
        return at < text.length() && text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
    }
}
