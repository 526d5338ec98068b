package dev.turnkeeper.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An Ant-style pattern, cut into segments: {@code **} for any number of them, {@code *} and {@code ?} within one. */
final class PathPattern {

    private static final String ANY_SEGMENTS = "**";

    private final String[] segments;
    private final boolean ignoreCase;
    private final int weight;

    private PathPattern(String[] segments, boolean ignoreCase, int weight) {
        this.segments = segments;
        this.ignoreCase = ignoreCase;
        this.weight = weight;
    }

    static PathPattern of(String pattern, boolean ignoreCase) {
        List<String> segments = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (String segment : pattern.split("/")) {
            if (!segment.isEmpty()) {
                segments.add(ignoreCase ? segment.toLowerCase(Locale.ROOT) : segment);
                // The slash before ** is no literal of its own: /buy/** also matches /buy.
                literal.append(segment.equals(ANY_SEGMENTS) ? ANY_SEGMENTS : "/" + segment);
            }
        }
        return new PathPattern(segments.toArray(String[]::new), ignoreCase, Wildcards.weight(literal.toString()));
    }

    /** More for a longer literal path. */
    int weight() {
        return weight;
    }

    boolean matches(PageAddress page) {
        String[] path = page.segments(ignoreCase);
        int p = 0;
        int s = 0;
        int star = -1;
        int resume = 0;
        while (s < path.length) {
            if (p < segments.length && segments[p].equals(ANY_SEGMENTS)) {
                star = p++;
                resume = s;
            } else if (p < segments.length && Wildcards.match(segments[p], path[s])) {
                p++;
                s++;
            } else if (star >= 0) {
                p = star + 1;
                s = ++resume;
            } else {
                return false;
            }
        }
        while (p < segments.length && segments[p].equals(ANY_SEGMENTS)) {
            p++;
        }
        return p == segments.length;
    }
}
