package dev.turnkeeper.queue;

import java.util.Map;

/**
 * Who has let a deadline pass. Looks only at ticks through which every present member has told all it heard, so that no
 * late word can prove it wrong; ages are counted by clocks that stand while the room is paused and, since they are
 * ticks, while the grid does not answer.
 */
final class Expiry {

    private final QueueView view;
    private final Heard heard;
    private final Claims claims;
    private final History history;
    private final Deadlines deadlines;
    private final long completeThrough;
    private final History.Entry now;

    Expiry(
            QueueView view,
            Heard heard,
            Claims claims,
            History history,
            Deadlines deadlines,
            long completeThrough,
            History.Entry now) {
        this.view = view;
        this.heard = heard;
        this.claims = claims;
        this.history = history;
        this.deadlines = deadlines;
        this.completeThrough = completeThrough;
        this.now = now;
    }

    /** Living positions whose deadline has passed. */
    static Positions of(
            QueueView view, Heard heard, Claims claims, History history, Deadlines deadlines, long completeThrough) {
        History.Entry now = history.lastUpTo(completeThrough);
        if (now == null) {
            return new Positions();
        }
        Expiry expiry = new Expiry(view, heard, claims, history, deadlines, completeThrough, now);
        Positions expired = expiry.waiting();
        expired.addAll(expiry.inside());
        expired.addAll(expiry.neverHeard());
        return expired;
    }

    /** As {@link #of}, of those inside alone. */
    static Positions insideOf(
            QueueView view, Heard heard, Claims claims, History history, Deadlines deadlines, long completeThrough) {
        History.Entry now = history.lastUpTo(completeThrough);
        return now == null
                ? new Positions()
                : new Expiry(view, heard, claims, history, deadlines, completeThrough, now).inside();
    }

    /** Silent for {@code retention} and near the front, or silent for {@code maxSilence} wherever. */
    private Positions waiting() {
        Positions silent = view.livingIn(view.serving(), view.issued());
        silent.removeAll(view.express());
        silent.removeAll(heard.where((slice, member) -> waitAge(slice) < deadlines.retention()));
        Positions expired = new Positions();
        for (Map.Entry<Long, Map<String, Positions>> slice : heard.newestFirst()) {
            if (silent.isEmpty()) {
                break;
            }
            long age = waitAge(slice.getKey());
            if (age < deadlines.retention()) {
                continue;
            }
            Positions ofThisAge = new Positions();
            slice.getValue().values().forEach(ofThisAge::addAll);
            ofThisAge.retainAll(silent);
            silent.removeAll(ofThisAge);
            expired.addAll(age >= deadlines.maxSilence() ? ofThisAge : ofThisAge.within(0, nearFront(age)));
        }
        return expired;
    }

    /** The last position whose expected wait is at most {@link Deadlines#NEARNESS} times the silence. */
    private long nearFront(long age) {
        long outflow = history.outflowPerMinute(now.tick());
        if (outflow == 0) {
            return view.serving();
        }
        long rank = Deadlines.NEARNESS * age * outflow / 60;
        return view.servingAfter(rank);
    }

    private Positions inside() {
        Positions admitted = view.livingIn(0, Math.min(view.serving(), view.issued()));
        Positions express = view.express().copy();
        express.retainAll(view.livingIn(0, view.issued()));
        admitted.addAll(express);

        Positions claimed = claims.ever();
        claimed.addAll(express);

        // A claim is a sign of life too: it may be here before the other word of it.
        Positions expired = claims.ever();
        expired.addAll(heard.ever());
        expired.retainAll(claimed);
        expired.retainAll(admitted);
        expired.removeAll(heard.where((slice, member) -> insideAge(slice) < deadlines.sessionTimeout()));
        expired.removeAll(claims.where(slice -> insideAge(slice) < deadlines.sessionTimeout()));

        History.Entry old = history.lastWithInsideClock(now.insideClock() - deadlines.claim());
        if (old != null) {
            Positions unclaimed = admitted.within(0, Math.min(old.serving(), old.issued()));
            unclaimed.removeAll(claimed);
            expired.addAll(unclaimed);
        }
        if (deadlines.maxSession() > 0) {
            History.Entry start = history.lastWithInsideClock(now.insideClock() - deadlines.maxSession());
            if (start != null) {
                Positions tooLong = claims.where(slice -> Slices.lastTickOf(slice) <= start.tick());
                tooLong.retainAll(admitted);
                expired.addAll(tooLong);
            }
        }
        return expired;
    }

    private Positions neverHeard() {
        History.Entry issuedBy = history.lastUpTo(completeThrough - Deadlines.UNHEARD);
        if (issuedBy == null) {
            return new Positions();
        }
        Positions unheard = view.livingIn(0, Math.min(issuedBy.issued(), view.issued()));
        unheard.removeAll(heard.ever());
        unheard.removeAll(claims.ever());
        return unheard;
    }

    private long waitAge(long slice) {
        return now.waitClock() - history.at(slice).waitClock();
    }

    private long insideAge(long slice) {
        return now.insideClock() - history.at(slice).insideClock();
    }
}
