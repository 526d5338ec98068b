package dev.turnkeeper.defence;

/** What the operators say to somebody who asks. @param seconds until it may be another word; 0 where nobody is refused */
public record Vetted(Word word, long seconds) {

    /** Nothing to say. */
    public static final Vetted FREE = new Vetted(Word.FREE, 0);

    static final Vetted EXPRESS = new Vetted(Word.EXPRESS, 0);
    static final Vetted DENIED = new Vetted(Word.DENIED, Long.MAX_VALUE);

    /** From nothing at all to the strictest. */
    public enum Word {
        FREE,
        /** A rule lets in at once. */
        EXPRESS,
        /** A rule does not let in. */
        DENIED,
        /** Blocked for a while. */
        BLOCKED
    }

    public boolean isRefused() {
        return word == Word.DENIED || word == Word.BLOCKED;
    }

    public boolean isExpress() {
        return word == Word.EXPRESS;
    }
}
