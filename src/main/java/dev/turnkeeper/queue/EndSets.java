package dev.turnkeeper.queue;

import java.util.Arrays;
import java.util.Optional;

/** One set of positions for each end. */
final class EndSets {

    private final Positions[] sets =
            Arrays.stream(End.values()).map(end -> new Positions()).toArray(Positions[]::new);

    Positions of(End end) {
        return sets[end.ordinal()];
    }

    void addAll(EndSets others) {
        for (End end : End.values()) {
            of(end).addAll(others.of(end));
        }
    }

    void removeAll(EndSets others) {
        for (End end : End.values()) {
            of(end).removeAll(others.of(end));
        }
    }

    Optional<End> endOf(long position) {
        for (End end : End.values()) {
            if (of(end).contains(position)) {
                return Optional.of(end);
            }
        }
        return Optional.empty();
    }
}
