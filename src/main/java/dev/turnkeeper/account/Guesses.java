package dev.turnkeeper.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who has lately guessed wrong, on this node: the more often, the longer the next guess has to wait. Counted by address and
 * name together, and by address alone; never by name alone, since then anybody could keep anybody out.
 */
public final class Guesses {

    private static final int FREE_FOR_NAME = 2;
    private static final int FREE_FOR_ADDRESS = 10;
    private static final int DOUBLINGS = 6;
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);
    private static final int MOST = 20_000;

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true);

    public Guesses(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Before a guess is looked at: it counts as wrong from now on, so that many at once are many.
     *
     * @param network of the address it comes from: all that one client may be known by
     * @return empty: look at it; else how long that address has to wait, with nothing counted
     */
    public Optional<Duration> begin(String network, String name) {
        Instant now = clock.instant();
        lock.lock();
        try {
            Duration left =
                    longer(left(ofBoth(network, name), FREE_FOR_NAME, now), left(network, FREE_FOR_ADDRESS, now));
            if (!left.isZero()) {
                return Optional.of(left);
            }
            count(ofBoth(network, name), now);
            count(network, now);
            while (counts.size() > MOST) {
                counts.remove(counts.keySet().iterator().next());
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** The guess that began was right: what was counted for that name is forgotten, and of the address this one. */
    public void right(String network, String name) {
        lock.lock();
        try {
            counts.remove(ofBoth(network, name));
            uncount(network);
        } finally {
            lock.unlock();
        }
    }

    /** The guess that began was not looked at. */
    public void unanswered(String network, String name) {
        lock.lock();
        try {
            uncount(ofBoth(network, name));
            uncount(network);
        } finally {
            lock.unlock();
        }
    }

    private Duration left(String key, int free, Instant now) {
        Count count = counts.get(key);
        if (count == null) {
            return Duration.ZERO;
        }
        if (!now.isBefore(count.last.plus(FORGOTTEN_AFTER))) {
            counts.remove(key);
            return Duration.ZERO;
        }
        if (count.wrong <= free) {
            return Duration.ZERO;
        }
        Duration wait = Duration.ofSeconds(1L << Math.min(DOUBLINGS, count.wrong - free - 1));
        Duration left = Duration.between(now, count.last.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void count(String key, Instant now) {
        Count before = counts.get(key);
        counts.put(key, new Count(before == null ? 1 : before.wrong + 1, now));
    }

    private void uncount(String key) {
        counts.computeIfPresent(key, (same, count) -> count.wrong <= 1 ? null : new Count(count.wrong - 1, count.last));
    }

    /** A name has no line break, nor has an address. */
    private static String ofBoth(String network, String name) {
        return network + '\n' + name;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private record Count(int wrong, Instant last) {}
}
