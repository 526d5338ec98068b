package dev.turnkeeper.tracer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * From bytes to text without guessing. The container's own form parser and {@code URLDecoder} both put a replacement
 * character where bytes make no sense in the charset, so that two visitors would become one; here such bytes are refused.
 */
final class Text {

    private Text() {}

    /** @return empty where the bytes are not text in that charset */
    static Optional<String> decode(byte[] bytes, Charset charset) {
        return decode(ByteBuffer.wrap(bytes), charset);
    }

    /** Undoes {@code +} and {@code %hh}; empty on a bad escape, or where the bytes are not text in that charset. */
    static Optional<String> decodeForm(byte[] bytes, int from, int to, Charset charset) {
        if (isPlain(bytes, from, to)) {
            return Optional.of(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
        }
        byte[] plain = new byte[to - from];
        int length = 0;
        for (int at = from; at < to; at++) {
            byte b = bytes[at];
            if (b == '%') {
                int high = at + 2 < to ? hex(bytes[at + 1]) : -1;
                int low = at + 2 < to ? hex(bytes[at + 2]) : -1;
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                plain[length++] = (byte) (high << 4 | low);
                at += 2;
            } else {
                plain[length++] = b == '+' ? (byte) ' ' : b;
            }
        }
        return decode(ByteBuffer.wrap(plain, 0, length), charset);
    }

    /** Charsets in which the signs of a form ({@code & = + %}) are the ASCII bytes, and those bytes nothing else. */
    static Optional<Charset> charset(String name) {
        try {
            String known = name.toLowerCase(Locale.ROOT);
            if (!Charset.isSupported(known) || known.startsWith("iso-2022") || known.startsWith("x-iso-2022")) {
                return Optional.empty();
            }
            Charset charset = Charset.forName(known);
            // Clients that say EUC-KR mean its superset, code page 949; so do browsers (WHATWG Encoding).
            if (charset.name().equals("EUC-KR") && Charset.isSupported("x-windows-949")) {
                charset = Charset.forName("x-windows-949");
            }
            boolean ascii = charset.newDecoder()
                    .decode(ByteBuffer.wrap(new byte[] {'&', '=', '+', '%', '0', 'a', 'F'}))
                    .toString()
                    .equals("&=+%0aF");
            return ascii ? Optional.of(charset) : Optional.empty();
        } catch (IllegalCharsetNameException | CharacterCodingException | UnsupportedOperationException unusable) {
            return Optional.empty();
        }
    }

    private static Optional<String> decode(ByteBuffer bytes, Charset charset) {
        try {
            CharBuffer text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes);
            return Optional.of(text.toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    /** Every charset that forms may have reads these bytes as ASCII ({@link #charset}). */
    private static boolean isPlain(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            byte b = bytes[at];
            boolean plain = b >= 'a' && b <= 'z'
                    || b >= '0' && b <= '9'
                    || b >= 'A' && b <= 'Z'
                    || b == '.'
                    || b == '-'
                    || b == '_'
                    || b == '/';
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    private static int hex(byte b) {
        return b < 0 ? -1 : Character.digit(b, 16);
    }
}
