package dev.turnkeeper.queue;

import java.util.ArrayList;
import java.util.List;

/** {@link QueueView} as a list of visitors that is walked at every question. */
final class NaiveQueue {

    static final class Visitor {
        final long position;
        boolean gone;
        boolean express;

        Visitor(long position) {
            this.position = position;
        }
    }

    final List<Visitor> visitors = new ArrayList<>();
    long serving;

    Visitor arrive() {
        Visitor visitor = new Visitor(visitors.size() + 1);
        visitors.add(visitor);
        return visitor;
    }

    Visitor at(long position) {
        return visitors.get((int) position - 1);
    }

    long issued() {
        return visitors.size();
    }

    boolean admits(Visitor visitor) {
        return visitor.position <= serving || visitor.express;
    }

    boolean waits(Visitor visitor) {
        return !visitor.gone && !admits(visitor);
    }

    long rank(long position) {
        if (admits(at(position))) {
            return 0;
        }
        long rank = 0;
        for (Visitor visitor : visitors) {
            if (visitor.position <= position && waits(visitor)) {
                rank++;
            }
        }
        return rank;
    }

    long waiting() {
        return visitors.stream().filter(this::waits).count();
    }

    long inside() {
        return visitors.stream().filter(v -> !v.gone && admits(v)).count();
    }

    long headroom() {
        long free = 0;
        for (long place = issued() + 1; place <= serving; place++) {
            free++;
        }
        return free;
    }

    long committed() {
        return inside() + headroom();
    }

    /** Lets visitors in one by one, those not yet come too, until n are in and the next one would be one too many. */
    long servingAfter(long n) {
        long reached = serving;
        for (long in = 0; ; reached++) {
            if (!skipped(reached + 1) && ++in > n) {
                return reached;
            }
        }
    }

    long admittedBetween(long further) {
        long in = 0;
        for (long place = serving + 1; place <= further; place++) {
            in += skipped(place) ? 0 : 1;
        }
        return in;
    }

    private boolean skipped(long place) {
        return place <= issued() && (at(place).gone || at(place).express);
    }

    /** The same as counters and sets. */
    QueueView view() {
        Positions gone = new Positions();
        Positions express = new Positions();
        for (Visitor visitor : visitors) {
            if (visitor.gone) {
                gone.add(visitor.position);
            }
            if (visitor.express) {
                express.add(visitor.position);
            }
        }
        return new QueueView(issued(), serving, gone, express);
    }

    /** Any queue: a head that is mostly gone, some gone and express among the others, serving before or beyond issued. */
    static NaiveQueue any(Dice dice) {
        NaiveQueue queue = new NaiveQueue();
        long size = dice.between(0, dice.chance(20) ? 400 : 40);
        long head = dice.between(0, size);
        int gone = (int) dice.between(0, 100);
        int express = dice.chance(50) ? 0 : (int) dice.between(0, 30);
        for (long i = 0; i < size; i++) {
            Visitor visitor = queue.arrive();
            visitor.gone = dice.chance(i < head ? 95 : gone);
            visitor.express = dice.chance(express);
        }
        queue.serving = dice.between(0, size + (dice.chance(30) ? 30 : 0));
        return queue;
    }
}
