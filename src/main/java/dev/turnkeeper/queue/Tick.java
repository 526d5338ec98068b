package dev.turnkeeper.queue;

/**
 * One step of a room's shared time: a pure function of what the winner of the tick knows. Everything it knows too little
 * of only makes it let in fewer and expire later.
 *
 * @param previous the decision this one is to replace
 * @param tick the one just won, later than the previous decision's
 * @param policy what the configuration asks for
 * @param insideElsewhere visitors of older generations still inside
 * @param completeThrough the tick through which every present member has told what it heard
 */
public record Tick(TickDecision previous, long tick, Terms policy, long insideElsewhere, long completeThrough) {

    /** The sets a decision rests on. None is changed. */
    public record Known(Positions gone, Positions express, Heard heard, Claims claims, History history) {}

    /**
     * Whether headroom has to be burnt before the decision: {@code issued} moved up to serving by compareAndSet, and that
     * block counted as gone. Else newcomers would still walk in under a limit that no longer holds.
     */
    public boolean mustBurn(long issued, Known known) {
        return policy.inlet().mustBurn(view(issued, known.gone(), known.express()), insideElsewhere);
    }

    /**
     * @param issued as read for this tick
     * @param burnt the headroom burnt for it, of which {@code issued} and {@code known.gone} know; empty where none was
     */
    public TickDecision decide(long issued, Positions burnt, Known known) {
        long elapsed = Math.max(1, tick - previous.tick());
        Positions expired = Expiry.of(
                view(issued, known.gone(), known.express()),
                known.heard(),
                known.claims(),
                known.history(),
                policy.deadlines(),
                completeThrough);
        Positions gone = known.gone();
        if (!expired.isEmpty()) {
            gone = gone.copy();
            gone.addAll(expired);
        }
        QueueView view = view(issued, gone, known.express());
        Inlet.Advance advance = policy.inlet()
                .advance(
                        view,
                        insideElsewhere,
                        Math.max(0, policy.increments() - previous.increments()),
                        previous.allowance());
        expired.addAll(burnt);
        expired.compact();
        return new TickDecision(
                tick,
                advance.serving(),
                advance.allowance(),
                issued,
                previous.admitted() + view.admittedBetween(Math.min(advance.serving(), issued)),
                previous.waitClock() + (policy.waitClockRuns() ? elapsed : 0),
                previous.insideClock() + (policy.insideClockRuns() ? elapsed : 0),
                Math.max(policy.increments(), previous.increments()),
                policy.version(),
                expired);
    }

    private QueueView view(long issued, Positions gone, Positions express) {
        return new QueueView(issued, previous.serving(), gone, express);
    }
}
