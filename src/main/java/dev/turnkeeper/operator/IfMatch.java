package dev.turnkeeper.operator;

import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.Room;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The precondition under which something may be replaced: the version that its author has seen. */
final class IfMatch {

    private static final String ANY = "*";

    private final Set<String> tags;

    private IfMatch(Set<String> tags) {
        this.tags = tags;
    }

    /** @param header several tags are separated by commas; a proxy may have made them weak */
    static IfMatch of(@Nullable String header) {
        if (header == null || header.isBlank()) {
            throw ProblemException.of(
                    428, "Send If-Match with the ETag of what you read, or If-Match: * for whatever it is now");
        }
        return new IfMatch(Arrays.stream(header.split(","))
                .map(String::strip)
                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                .collect(Collectors.toSet()));
    }

    static String tag(Room room) {
        return tag(room.version());
    }

    static String tag(long version) {
        return "\"" + version + "\"";
    }

    boolean matches(long version) {
        return tags.contains(ANY) || tags.contains(tag(version));
    }

    void check(Room room) {
        check("Room " + room.id(), room.version());
    }

    /** @param name as a sentence begins with it */
    void check(String name, long version) {
        String tag = tag(version);
        if (!matches(version)) {
            throw ProblemException.of(
                            412,
                            name + " is now " + tag + ", not "
                                    + String.join(
                                            ", ",
                                            tags.stream().sorted().limit(3).toList())
                                    + ": read it again and decide anew")
                    .with("ETag", tag);
        }
    }
}
