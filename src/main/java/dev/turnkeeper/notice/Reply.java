package dev.turnkeeper.notice;

/**
 * What came of one try.
 *
 * @param status of HTTP; 0 where there was none
 * @param detail why there was none, in words for an operator; else empty
 */
public record Reply(int status, String detail) {

    static Reply of(int status) {
        return new Reply(status, "");
    }

    static Reply none(String detail) {
        return new Reply(0, detail);
    }

    public boolean isTaken() {
        return status >= 200 && status < 300;
    }
}
