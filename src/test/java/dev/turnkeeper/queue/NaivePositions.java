package dev.turnkeeper.queue;

import java.util.List;
import java.util.TreeSet;

/** {@link Positions} one by one, so simple that it is right. */
final class NaivePositions {

    private final TreeSet<Long> set = new TreeSet<>();

    static NaivePositions range(long first, long last) {
        NaivePositions range = new NaivePositions();
        range.addRange(first, last);
        return range;
    }

    void add(long position) {
        set.add(position);
    }

    void addRange(long first, long last) {
        for (long position = first; position <= last; position++) {
            set.add(position);
        }
    }

    void addAll(NaivePositions others) {
        set.addAll(others.set);
    }

    void removeAll(NaivePositions others) {
        set.removeAll(others.set);
    }

    void retainAll(NaivePositions others) {
        set.retainAll(others.set);
    }

    boolean contains(long position) {
        return set.contains(position);
    }

    int size() {
        return set.size();
    }

    long countIn(long after, long upTo) {
        return set.stream().filter(p -> p > after && p <= upTo).count();
    }

    long absentAfter(long after, long n) {
        long reached = after;
        long met = 0;
        while (reached < Positions.MAX) {
            met += set.contains(reached + 1) ? 0 : 1;
            if (met > n) {
                break;
            }
            reached++;
        }
        return reached;
    }

    NaivePositions within(long after, long upTo) {
        NaivePositions found = new NaivePositions();
        set.stream().filter(p -> p > after && p <= upTo).forEach(found::add);
        return found;
    }

    NaivePositions copy() {
        NaivePositions copy = new NaivePositions();
        copy.addAll(this);
        return copy;
    }

    List<Long> all() {
        return List.copyOf(set);
    }
}
