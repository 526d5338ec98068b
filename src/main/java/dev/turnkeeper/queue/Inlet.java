package dev.turnkeeper.queue;

/**
 * The rule by which serving grows: capacity and rate together, the stricter one holds.
 *
 * <p>Rate is a bucket filled by one second's share at every tick. Headroom is spent allowance: a newcomer who walks
 * straight in has been paid for when serving ran ahead. So headroom + allowance never exceed one minute's worth.
 *
 * @param gate what the room's state lets serving do
 * @param limit how many may be inside at once
 * @param perMinute how many may enter a minute; 0: no rate
 */
public record Inlet(Gate gate, long limit, long perMinute) {

    /** What a room's state lets serving do. */
    public enum Gate {
        /** By limit and rate; may run ahead of issued. */
        OPEN,
        /** By limit and rate, up to issued: those who wait still get in, newcomers do not. */
        DRAIN,
        /** Stands. */
        SHUT,
        /** Follows issued, and runs ahead of it: not controlled, yet counted. */
        FREE
    }

    /** How far serving runs ahead of issued where nothing is controlled: more than can arrive within a tick. */
    static final long FREE_HEADROOM = 10_000;

    /** The allowance is counted in sixtieths of a position, so that one second's share is a whole number. */
    static final long SHARES = 60;

    /**
     * @param serving the new serving
     * @param allowance what is left to spend, in sixtieths of a position
     */
    record Advance(long serving, long allowance) {}

    /** Whether the room lets in those who wait and nobody new. */
    public boolean drains() {
        return gate == Gate.DRAIN;
    }

    /** Whether headroom given under an earlier rule is more than this one allows, so that it has to be burnt. */
    boolean mustBurn(QueueView view, long insideElsewhere) {
        if (view.headroom() == 0) {
            return false;
        }
        return switch (gate) {
            case DRAIN, SHUT -> true;
            case FREE -> false;
            case OPEN -> view.committed() + insideElsewhere > limit || (perMinute > 0 && view.headroom() > perMinute);
        };
    }

    /**
     * One tick's step.
     *
     * @param insideElsewhere visitors who count against the limit but are not of this queue (an older generation)
     * @param increment visitors that the operator lets in whatever the limit; waiting ones only
     * @param allowance what the last tick left, in sixtieths of a position
     */
    Advance advance(QueueView view, long insideElsewhere, long increment, long allowance) {
        long letIn = gate == Gate.FREE ? 0 : Math.min(increment, view.waiting());
        long incremented = letIn > 0 ? view.servingAfter(letIn) : view.serving();
        return switch (gate) {
            case FREE ->
                new Advance(
                        Math.min(Positions.MAX, Math.max(view.serving(), view.issued() + FREE_HEADROOM)), allowance);
            case SHUT -> new Advance(incremented, Math.min(allowance, ceiling(view)));
            case OPEN, DRAIN -> byLimitAndRate(view, insideElsewhere, incremented, letIn, allowance);
        };
    }

    private Advance byLimitAndRate(QueueView view, long insideElsewhere, long incremented, long letIn, long allowance) {
        long earned = perMinute == 0 ? 0 : Math.max(0, Math.min(allowance + perMinute, ceiling(view)));
        long free = limit - view.committed() - insideElsewhere - letIn;
        long pays = perMinute == 0 ? Long.MAX_VALUE : earned / SHARES;
        long more = Math.min(free, pays);
        if (more < 0) {
            return new Advance(incremented, earned);
        }
        long serving = Math.max(incremented, view.servingAfter(letIn + more));
        if (gate == Gate.DRAIN) {
            serving = Math.min(serving, Math.max(incremented, Math.max(view.serving(), view.issued())));
        }
        long paid = Math.max(0, view.admittedBetween(serving) - letIn);
        return new Advance(serving, perMinute == 0 ? 0 : earned - paid * SHARES);
    }

    private long ceiling(QueueView view) {
        return Math.max(0, perMinute - view.headroom()) * SHARES;
    }
}
