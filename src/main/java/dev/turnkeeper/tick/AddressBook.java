package dev.turnkeeper.tick;

import dev.turnkeeper.queue.QueueView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongPredicate;

/**
 * From where places were taken, where a room wants it counted: facts that never change, so that all members know the same
 * once they have told each other. Any thread.
 */
final class AddressBook {

    private final ConcurrentHashMap<Long, long[]> places = new ConcurrentHashMap<>();
    private final Queue<Message.FromPart> untold = new ConcurrentLinkedQueue<>();

    /** A place given here. */
    void note(long position, long address) {
        hear(position, address);
        untold.add(new Message.FromPart(position, address));
    }

    /** A place that another member tells of; again does no harm. */
    void hear(long position, long address) {
        places.merge(address, new long[] {position}, (known, one) -> {
            if (Arrays.stream(known).anyMatch(other -> other == position)) {
                return known;
            }
            long[] more = Arrays.copyOf(known, known.length + 1);
            more[known.length] = position;
            return more;
        });
    }

    /** How many places that were taken from there still live. */
    int living(long address, QueueView view) {
        return count(address, view::lives);
    }

    /** Those of them that may be used. */
    int inside(long address, QueueView view) {
        return count(address, position -> view.lives(position) && view.admits(position));
    }

    private int count(long address, LongPredicate wanted) {
        long[] known = places.get(address);
        int count = 0;
        for (int i = 0; known != null && i < known.length; i++) {
            count += wanted.test(known[i]) ? 1 : 0;
        }
        return count;
    }

    /** What the other members were not told yet. */
    List<Message.FromPart> takeUntold() {
        List<Message.FromPart> taken = new ArrayList<>();
        for (Message.FromPart next = untold.poll(); next != null; next = untold.poll()) {
            taken.add(next);
        }
        return taken;
    }

    /** All that is known. */
    List<Message.FromPart> all() {
        List<Message.FromPart> all = new ArrayList<>();
        places.forEach((address, positions) -> {
            for (long position : positions) {
                all.add(new Message.FromPart(position, address));
            }
        });
        return all;
    }

    /** Drops places that are gone. */
    void forget(QueueView view) {
        for (Long address : places.keySet()) {
            places.computeIfPresent(address, (same, known) -> {
                long[] living = Arrays.stream(known).filter(view::lives).toArray();
                return living.length == 0 ? null : living.length == known.length ? known : living;
            });
        }
    }
}
