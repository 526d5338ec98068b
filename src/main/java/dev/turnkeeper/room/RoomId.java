package dev.turnkeeper.room;

import java.util.Optional;

/** A room's name in paths, cookies, metrics: {@code [a-z0-9][a-z0-9-]{0,39}}. */
public record RoomId(String value) implements Comparable<RoomId> {

    static final String RULE = "1 to 40 of a-z, 0-9 and -, beginning with a letter or digit";

    public RoomId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a room id is " + RULE + ", not \"" + value + "\"");
        }
    }

    /** Empty where the text is no room id. */
    public static Optional<RoomId> parse(String text) {
        return isValid(text) ? Optional.of(new RoomId(text)) : Optional.empty();
    }

    private static boolean isValid(String text) {
        if (text.isEmpty() || text.length() > 40 || text.charAt(0) == '-') {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(RoomId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
