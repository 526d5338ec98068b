package dev.turnkeeper.stats;

import dev.turnkeeper.queue.End;
import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.queue.QueueView;
import dev.turnkeeper.queue.TickDecision;
import java.util.Map;
import java.util.TreeMap;

/**
 * One generation of a room, told tick by tick. What is told of a tick waits until its turn comes, a few ticks later, when the
 * word of all members has arrived: then every node counts the same for the same tick. A position ends once, whoever says so
 * again.
 */
final class Course {

    private final TreeMap<Long, Told> ahead = new TreeMap<>();
    private final Positions gone = new Positions();
    private final Positions ended = new Positions();
    private final Positions express = new Positions();
    private final Issues issues = new Issues();

    private TickDecision last = TickDecision.NONE;
    private long waiting;
    private long inside;

    /** Positions up to here were out before this node watched, or while it was cut off: nobody here knows since when. */
    private long unwatched;

    /**
     * What is told of this tick, or of the next one to come where its turn is over.
     *
     * @param earliest it may belong to one as early as this
     */
    Told at(long tick, long earliest, long processed) {
        long turn = Math.max(tick, processed + 1);
        Told told = ahead.computeIfAbsent(turn, Told::new);
        told.earliest = Math.min(told.earliest, earliest);
        return told;
    }

    /** All of it is what was before this node watched. */
    void begin(long upTo) {
        RoomRun nobody = new RoomRun();
        while (!ahead.isEmpty() && ahead.firstKey() <= upTo) {
            apply(ahead.firstKey(), ahead.pollFirstEntry().getValue(), nobody);
        }
        unwatched = last.issued();
    }

    /** Brings the sets into their smallest form; for once a minute. */
    void tidy() {
        gone.compact();
        ended.compact();
    }

    boolean hasNews(long tick) {
        return !ahead.isEmpty() && ahead.firstKey() <= tick;
    }

    long waiting() {
        return waiting;
    }

    long inside() {
        return inside;
    }

    /** Counts what is told of the ticks up to this one. */
    void process(long tick, RoomRun run) {
        while (hasNews(tick)) {
            Map.Entry<Long, Told> next = ahead.pollFirstEntry();
            apply(next.getKey(), next.getValue(), run);
        }
    }

    private void apply(long tick, Told told, RoomRun run) {
        long endedBefore = ended.size();
        if (told.decision != null) {
            decide(told.decision, run);
        }
        // What was heard during a tick is told after its decision.
        gone.addAll(told.goneBefore);
        Positions unused = told.gone;
        unused.removeAll(gone);
        gone.addAll(unused);
        Positions letIn = told.letIn;
        letIn.removeAll(express);
        express.addAll(letIn);
        letInOutOfTurn(letIn, tick, run);
        for (End end : End.values()) {
            Positions positions = told.ended.get(end);
            if (positions != null) {
                end(end, positions, run);
            }
        }
        // Who had a place has an end that says why it is gone.
        unused.removeAll(ended);
        run.add(Tally.UNUSED, unused.size());
        if (ended.size() > endedBefore && told.earliest < tick) {
            // Meanwhile more were counted inside than there were.
            run.blur();
            run.doubt(told.earliest);
        }
        QueueView view = new QueueView(last.issued(), last.serving(), gone, express);
        waiting = view.waiting();
        inside = view.inside();
        issues.forget(Math.min(last.serving(), last.issued()));
    }

    private void decide(TickDecision decision, RoomRun run) {
        if (decision.tick() <= last.tick()) {
            return;
        }
        TickDecision before = last;
        last = decision;
        if (before.tick() > 0 && decision.tick() - before.tick() > 1 && !decision.sameAs(before)) {
            run.doubt(before.tick() + 1);
            if (waiting + inside > 0) {
                // One in between may have passed this node by, and with it who walked straight in, and since when
                // others wait.
                run.blur();
                unwatched = decision.issued();
            }
        }
        // Nobody expires in the tick in which the place was given: what is gone beyond is headroom that was burnt.
        long burnt = decision.expired().countIn(before.issued(), Positions.MAX);
        long walkedIn = Math.max(0, Math.min(before.serving(), decision.issued()) - before.issued() - burnt);
        long inflow = decision.issued() - before.issued() - burnt;
        long letIn = decision.admitted() - before.admitted();
        run.add(Tally.INFLOW, inflow);
        run.add(Tally.OUTFLOW, walkedIn + letIn);
        Positions expired = decision.expired().within(0, before.issued());
        expired.removeAll(ended);
        long abandoned = expired.countIn(before.serving(), Positions.MAX) - both(expired, express, before.serving());
        run.add(Tally.ABANDONED, abandoned);
        run.add(Tally.EXPIRED, expired.size() - abandoned);
        ended.addAll(decision.expired());
        gone.addAll(decision.expired());
        issues.add(decision.tick(), decision.issued());
        run.waited(0, walkedIn);
        if (letIn > 0) {
            long after = before.serving();
            if (after < unwatched) {
                run.blur();
            }
            issues.forEach(
                    after,
                    Math.min(decision.serving(), decision.issued()),
                    (first, until, since) -> run.waited(decision.tick() - since, living(first - 1, until)));
        }
    }

    /** Those in (after, upTo] that neither are gone nor were let in before. */
    private long living(long after, long upTo) {
        Positions living = Positions.range(after + 1, upTo);
        living.removeAll(gone);
        living.removeAll(express);
        return living.size();
    }

    private void letInOutOfTurn(Positions positions, long tick, RoomRun run) {
        Positions early = positions.within(last.serving(), Positions.MAX);
        if (early.countIn(0, unwatched) > 0) {
            run.blur();
        }
        run.add(Tally.OUTFLOW, early.size());
        early.forEach(position -> {
            long[] waited = {0};
            issues.forEach(position - 1, position, (first, until, since) -> waited[0] = tick - since);
            run.waited(Math.max(0, waited[0]), 1);
        });
    }

    private void end(End end, Positions positions, RoomRun run) {
        Positions fresh = positions.copy();
        fresh.removeAll(ended);
        if (fresh.isEmpty()) {
            return;
        }
        ended.addAll(fresh);
        gone.addAll(fresh);
        long waited = fresh.countIn(last.serving(), Positions.MAX) - both(fresh, express, last.serving());
        switch (end) {
            case COMPLETED -> run.add(Tally.COMPLETED, fresh.size());
            case REVOKED -> run.add(Tally.REVOKED, fresh.size());
            case CANCELLED -> {
                run.add(Tally.ABANDONED, waited);
                run.add(Tally.CANCELLED, fresh.size() - waited);
            }
            case EXPIRED -> {
                run.add(Tally.ABANDONED, waited);
                run.add(Tally.EXPIRED, fresh.size() - waited);
            }
        }
    }

    private static long both(Positions some, Positions others, long beyond) {
        if (others.isEmpty()) {
            return 0;
        }
        Positions both = some.within(beyond, Positions.MAX);
        both.retainAll(others);
        return both.size();
    }

    long serving() {
        return last.serving();
    }

    long issued() {
        return last.issued();
    }
}
