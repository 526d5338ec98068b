package dev.turnkeeper.visit;

/**
 * When it is worth walking over all tickets of a map for those whose place is gone: a million of them take a third of a
 * second. At each sweep where many went since the last walk, once a minute where any did, and now and then all the same:
 * a map tells nothing of what comes in while it is being filled. One thread sweeps; any may have seen a stray.
 */
final class SweepPace {

    /** One in so many tickets makes it worth while. */
    private static final long SHARE = 20;

    private static final int A_MINUTE = 12;
    private static final int NOW_AND_THEN = 120;

    private long held;
    private long goneThen = -1;
    private boolean more = true;
    private int sweeps;
    private volatile boolean strays;

    /** A ticket came in whose place is gone already. */
    void stray() {
        strays = true;
    }

    /** Whether to walk now; then {@link #looked} is owed. @param gone how many places are gone by now */
    boolean begin(long gone) {
        sweeps++;
        long went = gone - goneThen;
        boolean due =
                more || went * SHARE > held || (sweeps >= A_MINUTE && (went > 0 || strays)) || sweeps >= NOW_AND_THEN;
        if (due) {
            // Before the walk: it may miss what comes in meanwhile.
            strays = false;
        }
        return due;
    }

    /**
     * @param nowHeld tickets left
     * @param gone how many places were gone before the walk
     * @param cut whether there may be more to drop
     */
    void looked(long nowHeld, long gone, boolean cut) {
        held = nowHeld;
        goneThen = gone;
        more = cut;
        sweeps = 0;
    }
}
