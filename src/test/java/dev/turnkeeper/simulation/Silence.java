package dev.turnkeeper.simulation;

/** When a visitor was last heard where it counts, in live time, and whether that came too late already. */
final class Silence {

    /** Silence that may not cost a place: less than any deadline, by the ticks and slices a loss may blur. */
    static final long SAFE = 12 * VirtualTime.SECOND;

    private long heardAt;
    private long lateAt = Long.MIN_VALUE / 2;

    /** A new place. */
    void begin(long now) {
        heardAt = now;
        lateAt = Long.MIN_VALUE / 2;
    }

    /** A sign after so long a silence may come while the place is being let go. */
    void heard(long now) {
        if (now - heardAt > SAFE) {
            lateAt = now;
        }
        heardAt = now;
    }

    long lasts(long now) {
        return now - heardAt;
    }

    /** Whether the place may be gone by now. @param safe silence that does not cost it */
    boolean mayCost(long now, long safe) {
        return lasts(now) > safe || now - lateAt < SAFE;
    }
}
