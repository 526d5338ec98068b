package dev.turnkeeper.queue;

import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.ObjLongConsumer;

/** Which admitted positions their visitors have taken up, and since when (the earliest word of it counts). */
public final class Claims {

    private final TreeMap<Long, Positions> slices = new TreeMap<>();

    /** These positions were seen inside at {@code tick}. */
    public void mark(long tick, Positions claimed) {
        long slice = Slices.of(tick);
        Positions first = claimed.copy();
        slices.headMap(slice, false).values().forEach(first::removeAll);
        slices.tailMap(slice, false).values().forEach(set -> set.removeAll(claimed));
        if (!first.isEmpty()) {
            slices.computeIfAbsent(slice, none -> new Positions()).addAll(first);
            Slices.bound(slices, Claims::together);
        }
    }

    /** Drops positions that are gone. */
    public void forget(Positions gone) {
        slices.values().forEach(set -> set.removeAll(gone));
        slices.values().removeIf(Positions::isEmpty);
    }

    /** Every part with the last tick of its slice. */
    public void forEach(ObjLongConsumer<Positions> part) {
        slices.forEach((slice, claimed) -> part.accept(claimed, Slices.lastTickOf(slice)));
    }

    /** All positions that were ever taken up and still may live. */
    public Positions ever() {
        return where(slice -> true);
    }

    /** Claimed in slices that pass. */
    Positions where(LongPredicate wanted) {
        Positions found = new Positions();
        slices.forEach((slice, claimed) -> {
            if (wanted.test(slice)) {
                found.addAll(claimed);
            }
        });
        return found;
    }

    private static Positions together(Positions some, Positions others) {
        some.addAll(others);
        return some;
    }
}
