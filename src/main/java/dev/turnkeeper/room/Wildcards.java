package dev.turnkeeper.room;

/** {@code *} for any run of characters, {@code ?} for one. */
public final class Wildcards {

    private Wildcards() {}

    /** Goes back to the last star only, so the cost is at most pattern × text. */
    public static boolean match(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Twice the literal characters, and one more where there is nothing else: the whole text is longer than its prefix. */
    static int weight(String pattern) {
        int literal = 0;
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.charAt(i) != '*' && pattern.charAt(i) != '?') {
                literal++;
            }
        }
        return 2 * literal + (literal == pattern.length() ? 1 : 0);
    }
}
