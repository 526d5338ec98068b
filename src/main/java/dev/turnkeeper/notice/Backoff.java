package dev.turnkeeper.notice;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long to wait before a receiver that did not take something is tried again: 5 s, then three times as long each time. */
final class Backoff {

    private static final long FIRST_MILLIS = 5_000;
    private static final long LONGEST_MILLIS = 3_600_000;
    private static final double SPREAD = 0.2;

    private final DoubleSupplier chance;

    /** @param chance from 0 to 1, so that many that failed together are not tried together */
    Backoff(DoubleSupplier chance) {
        this.chance = chance;
    }

    /** @param tries that have failed, from 1 */
    Duration after(int tries) {
        long millis = FIRST_MILLIS;
        for (int failed = 1; failed < tries && millis < LONGEST_MILLIS; failed++) {
            millis *= 3;
        }
        double spread = 1 - SPREAD + 2 * SPREAD * chance.getAsDouble();
        return Duration.ofMillis(Math.round(Math.min(millis, LONGEST_MILLIS) * spread));
    }
}
