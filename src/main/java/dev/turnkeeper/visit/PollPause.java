package dev.turnkeeper.visit;

import dev.turnkeeper.room.Policy;
import dev.turnkeeper.ticket.VisitorKey;

/**
 * When the next call is useful: soon near the front, later far back and where the node is busy, and always early enough to
 * keep the place. Spread, so that a crowd that came at once does not call at once for ever: by the visitor's key (TRACER,
 * whose clients count whole seconds), or anew at each poll (web).
 */
final class PollPause {

    static final int SOON_SECONDS = 2;

    /** A page shows how long ago it heard, and nobody believes more than this. */
    private static final int LONGEST_OF_PAGES_SECONDS = 60;

    /** While nobody knows how long it takes. */
    private static final int UNKNOWN_SECONDS = 10;

    /** So few visitors ahead may be through at any moment, as far as anybody knows. */
    private static final long FRONT = 20;

    /** So many calls are made over the expected wait. */
    private static final long CALLS = 4;

    private static final long MILLIS = 1_000;

    private PollPause() {}

    /** At most a third of any silence that costs something. */
    static int longestSeconds(Policy policy) {
        return Math.min(policy.claimSeconds(), Math.min(policy.sessionTimeoutSeconds(), policy.retentionSeconds())) / 3;
    }

    /** For who has no place yet. @param broken whether the grid stands still, so that a crowd should not ask all the time
     * @param dice any number, spread over the visitors */
    static int untilItMoves(boolean broken, long dice) {
        return broken ? (int) (UNKNOWN_SECONDS - Math.floorMod(dice, UNKNOWN_SECONDS / 5 + 1)) : SOON_SECONDS;
    }

    /**
     * @param rank 0 once admitted
     * @param load how busy the node is; 1: at ease
     */
    static int seconds(Policy policy, long rank, long outflowPerMinute, double load, VisitorKey visitor) {
        int longest = longestSeconds(policy);
        if (rank == 0) {
            return longest;
        }
        long bounded = millis(rank, outflowPerMinute, load, longest) / MILLIS;
        long spread = bounded / 5;
        return (int) (bounded - Math.floorMod(visitor.low(), spread + 1));
    }

    /** As {@link #seconds}, for a page. @param dice any number, another one each time */
    static int millis(Policy policy, long rank, long outflowPerMinute, double load, long dice) {
        int longest = Math.min(longestSeconds(policy), LONGEST_OF_PAGES_SECONDS);
        long bounded = rank == 0 ? longest * MILLIS : millis(rank, outflowPerMinute, load, longest);
        long spread = bounded / 3;
        return (int) (bounded - Math.floorMod(dice, spread + 1));
    }

    private static long millis(long rank, long outflowPerMinute, double load, int longestSeconds) {
        long pause;
        if (outflowPerMinute > 0) {
            pause = rank * 60 * MILLIS / outflowPerMinute / CALLS;
        } else {
            pause = (rank <= FRONT ? SOON_SECONDS : UNKNOWN_SECONDS) * MILLIS;
        }
        long stretched = (long) (Math.max(pause, SOON_SECONDS * MILLIS) * Math.max(load, 1));
        return Math.min(stretched, longestSeconds * MILLIS);
    }
}
