package dev.turnkeeper.visit;

import dev.turnkeeper.room.Policy;
import dev.turnkeeper.ticket.VisitorKey;

/**
 * When the next call is useful: soon near the front, later far back, and always early enough to keep the place. Spread
 * by the visitor's key, so that a crowd that came at once does not call at once for ever.
 */
final class PollPause {

    static final int SOON_SECONDS = 2;

    /** While nobody knows how long it takes. */
    private static final int UNKNOWN_SECONDS = 10;

    /** So many calls are made over the expected wait. */
    private static final long CALLS = 4;

    private PollPause() {}

    /** At most a third of any silence that costs something. */
    static int longestSeconds(Policy policy) {
        return Math.min(policy.claimSeconds(), Math.min(policy.sessionTimeoutSeconds(), policy.retentionSeconds())) / 3;
    }

    /** For who has no place yet. @param broken whether the grid stands still, so that a crowd should not ask all the time */
    static int untilItMoves(boolean broken, VisitorKey visitor) {
        return broken ? (int) (UNKNOWN_SECONDS - Math.floorMod(visitor.low(), UNKNOWN_SECONDS / 5 + 1)) : SOON_SECONDS;
    }

    /** @param rank 0 once admitted */
    static int seconds(Policy policy, long rank, long outflowPerMinute, VisitorKey visitor) {
        int longest = longestSeconds(policy);
        if (rank == 0) {
            return longest;
        }
        long pause = outflowPerMinute == 0 ? UNKNOWN_SECONDS : rank * 60 / outflowPerMinute / CALLS;
        long bounded = Math.max(SOON_SECONDS, Math.min(pause, longest));
        long spread = bounded / 5;
        return (int) (bounded - Math.floorMod(visitor.low(), spread + 1));
    }
}
