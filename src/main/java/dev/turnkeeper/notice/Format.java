package dev.turnkeeper.notice;

/** The versions of this package's stored forms. */
final class Format {

    private Format() {}

    /** @throws IllegalStateException where it is of another version of Turnkeeper */
    static void need(String what, int format, int found) {
        if (found != format) {
            throw new IllegalStateException("the stored " + what + " are of format " + found
                    + ", which this version does not read: bring all nodes to one version of Turnkeeper");
        }
    }
}
