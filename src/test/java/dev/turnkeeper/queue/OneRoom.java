package dev.turnkeeper.queue;

/**
 * A room on one node, with the shell around {@link Tick} done by hand: what is heard between two ticks belongs to the
 * earlier one, and the next tick knows it.
 */
final class OneRoom {

    /** Shared time begins at no round number. */
    static final long FIRST_TICK = 1_000_003;

    private final Heard heard = new Heard();
    private final Claims claims = new Claims();
    private final History history = new History();
    final Positions gone = new Positions();
    final Positions express = new Positions();
    TickDecision decision = TickDecision.NONE;
    Positions burnt = new Positions();
    long tick = FIRST_TICK - 1;
    long issued;
    long insideElsewhere;

    long arrive() {
        long position = arriveUnheard();
        hear(position);
        return position;
    }

    long arrive(int visitors) {
        for (int i = 1; i < visitors; i++) {
            arrive();
        }
        return arrive();
    }

    /** Its enter timed out: a position that nobody knows they have. */
    long arriveUnheard() {
        return ++issued;
    }

    void hear(long position) {
        hear("north", position);
    }

    void hear(String member, long position) {
        hear(member, Positions.of(position));
    }

    void hear(String member, Positions positions) {
        heard.mark(member, tick, positions);
    }

    void lose(String member) {
        heard.lost(member, tick);
    }

    /** Taken up, and so heard. */
    void claim(long position) {
        claimUnheard(position);
        hear(position);
    }

    /** Word of the claim is here, word of the sign of life is not. */
    void claimUnheard(long position) {
        claimUnheard(Positions.of(position));
    }

    void claimUnheard(Positions positions) {
        claims.mark(tick, positions);
    }

    void leave(long position) {
        leave(Positions.of(position));
    }

    void leave(Positions positions) {
        gone.addAll(positions);
    }

    QueueView view() {
        return new QueueView(issued, decision.serving(), gone, express);
    }

    boolean lives(long position) {
        return !gone.contains(position);
    }

    TickDecision step(Terms policy) {
        return step(policy, tick);
    }

    /** The next tick, decided on what every member told through {@code completeThrough}. */
    TickDecision step(Terms policy, long completeThrough) {
        return step(policy, completeThrough, true);
    }

    /** A tick whose decision this node misses in its history. */
    TickDecision stepUnrecorded(Terms policy) {
        return step(policy, tick, false);
    }

    /** A tick at which nothing is due, without looking: hours would take minutes. */
    void passATick() {
        tick++;
        decision = new TickDecision(
                tick,
                decision.serving(),
                0,
                issued,
                decision.admitted(),
                decision.waitClock() + 1,
                decision.insideClock() + 1,
                0,
                7,
                new Positions());
        history.record(decision.entry());
    }

    private TickDecision step(Terms policy, long completeThrough, boolean recorded) {
        tick++;
        Tick next = new Tick(decision, tick, policy, insideElsewhere, completeThrough);
        Tick.Known known = new Tick.Known(gone, express, heard, claims, history);
        burnt = new Positions();
        if (next.mustBurn(issued, known)) {
            burnt = Positions.range(issued + 1, decision.serving());
            issued = decision.serving();
            gone.addAll(burnt);
        }
        decision = next.decide(issued, burnt, known);
        gone.addAll(decision.expired());
        heard.forget(gone);
        claims.forget(gone);
        if (recorded) {
            history.record(decision.entry());
        }
        return decision;
    }
}
