package dev.turnkeeper.sdk;

import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A path pattern, cut into segments: {@code **} for any number of them, {@code *} and {@code ?} within one. */
final class AntPattern {

    private static final String ANY_SEGMENTS = "**";

    private final List<String> pattern;

    AntPattern(String pattern, boolean ignoreCase) {
        String text = ignoreCase ? pattern.toLowerCase(Locale.ROOT) : pattern;
        this.pattern =
                Stream.of(text.split("/")).filter(segment -> !segment.isEmpty()).toList();
    }

    boolean matches(List<String> segments) {
        return wildcards(pattern, segments, ANY_SEGMENTS::equals, AntPattern::matchesSegment);
    }

    private static boolean matchesSegment(String pattern, String segment) {
        if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0) {
            return pattern.equals(segment);
        }
        return wildcards(characters(pattern), characters(segment), c -> c == '*', (p, c) -> p == '?' || p.equals(c));
    }

    private static List<Character> characters(String text) {
        return text.chars().mapToObj(c -> (char) c).toList();
    }

    /** Goes back to the last star only, so the cost is at most pattern × text. */
    private static <T> boolean wildcards(
            List<T> pattern, List<T> text, Predicate<T> isStar, BiPredicate<T, T> matches) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.size()) {
            if (p < pattern.size() && isStar.test(pattern.get(p))) {
                star = p++;
                resume = t;
            } else if (p < pattern.size() && matches.test(pattern.get(p), text.get(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        return pattern.subList(p, pattern.size()).stream().allMatch(isStar);
    }
}
