package dev.turnkeeper.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/** What happens next: events by time, and by order of arrival where times are equal. */
final class VirtualTime {

    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000 * MILLI;

    private record Event(long at, long order, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final Random random;
    private long now;
    private long order;

    VirtualTime(long seed) {
        this.random = new Random(seed);
    }

    long now() {
        return now;
    }

    Random random() {
        return random;
    }

    long between(long least, long most) {
        return least + (long) (random.nextDouble() * (most - least));
    }

    boolean happens(double chance) {
        return random.nextDouble() < chance;
    }

    void in(long delay, Runnable action) {
        events.add(new Event(now + delay, order++, action));
    }

    void runUntil(long end) {
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event next = events.poll();
            now = next.at();
            next.action().run();
        }
        now = end;
    }
}
