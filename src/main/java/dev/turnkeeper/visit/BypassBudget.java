package dev.turnkeeper.visit;

/**
 * How many visitors one node may let by while the grid does not answer: full at first, and refilled evenly, whole within
 * one session timeout. Counted in whole numbers, so that nothing is lost or won by rounding. One thread at a time.
 */
final class BypassBudget {

    /** What is spent, in parts of a visitor: one visitor is as many parts as the session timeout has milliseconds. */
    private long spent;

    private long timeoutMillis = 1;
    private long refilledAtMillis;

    /**
     * @param capacity visitors in a full budget; as the room is set now
     * @param nowMillis by a monotonic clock
     * @return whether one more may be let by; then that one is paid for
     */
    boolean take(long capacity, int sessionTimeoutSeconds, long nowMillis) {
        rescale(sessionTimeoutSeconds * 1_000L);
        if (spent > 0) {
            spent = Math.max(0, spent - (nowMillis - refilledAtMillis) * capacity);
        }
        refilledAtMillis = nowMillis;
        if (spent + timeoutMillis > capacity * timeoutMillis) {
            return false;
        }
        spent += timeoutMillis;
        return true;
    }

    /** Other parts, the same share of a visitor, rounded up. */
    private void rescale(long millis) {
        long rest = spent % timeoutMillis;
        spent = spent / timeoutMillis * millis + (rest * millis + timeoutMillis - 1) / timeoutMillis;
        timeoutMillis = millis;
    }
}
