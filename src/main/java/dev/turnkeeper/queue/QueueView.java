package dev.turnkeeper.queue;

/**
 * One room's queue at one moment: what every poll is answered from. Immutable; the sets given to it must not change any
 * more.
 *
 * <pre>
 * rank(p)  = 0                                              if p is admitted
 *          = (p − serving) − |(gone ∪ express) ∩ (serving, p]|   otherwise
 * waiting  = (issued − serving)⁺ − |(gone ∪ express) ∩ (serving, issued]|
 * inside   = min(serving, issued) − |gone ∩ [1, min]|  +  living express positions beyond serving
 * </pre>
 */
public final class QueueView {

    private final long issued;
    private final long serving;
    private final Positions gone;
    private final Positions express;
    private final Positions skipped;
    private final long expressBeyond;
    private final long inside;

    /**
     * @param issued the highest position given out
     * @param serving every living position up to here may enter; may run ahead of issued
     * @param gone positions that no longer hold a place
     * @param express positions let in out of turn
     */
    public QueueView(long issued, long serving, Positions gone, Positions express) {
        this.issued = issued;
        this.serving = serving;
        this.gone = gone;
        this.express = express;
        if (express.isEmpty()) {
            this.skipped = gone;
            this.expressBeyond = 0;
        } else {
            this.skipped = gone.copy();
            this.skipped.addAll(express);
            Positions beyond = express.within(serving, Positions.MAX);
            beyond.removeAll(gone);
            this.expressBeyond = beyond.size();
        }
        long reached = Math.min(serving, issued);
        this.inside = reached - gone.countIn(0, reached) + expressBeyond;
    }

    public long issued() {
        return issued;
    }

    public long serving() {
        return serving;
    }

    /** Whether the position was given out, as far as is known here, and still holds a place. */
    public boolean lives(long position) {
        return position >= 1 && !gone.contains(position);
    }

    /** Whether a living visitor at this position may enter. */
    public boolean admits(long position) {
        return position <= serving || express.contains(position);
    }

    /** Visitors still to enter up to and with this position; 0 once admitted. */
    public long rank(long position) {
        return admits(position) ? 0 : waitingIn(serving, position);
    }

    /** Living visitors beyond serving. */
    public long waiting() {
        return waiting(issued);
    }

    /** Living visitors beyond serving when {@code issuedBy} positions are out, where a node knows of more than this view. */
    public long waiting(long issuedBy) {
        return issuedBy <= serving ? 0 : waitingIn(serving, issuedBy);
    }

    /** Living admitted visitors. */
    public long inside() {
        return inside;
    }

    /** Positions given out that hold no place any more. */
    public long gone() {
        return issued - waiting() - inside;
    }

    /** How many newcomers walk straight in. */
    public long headroom() {
        return Math.max(0, serving - issued);
    }

    /** Places taken once the headroom is used up too: inside plus headroom. */
    public long committed() {
        return serving - gone.countIn(0, serving) + expressBeyond;
    }

    /** Where serving gets to when {@code n} more of those still there are let in. */
    public long servingAfter(long n) {
        return skipped.absentAfter(serving, n);
    }

    /** How many of those still there serving passes on its way to {@code further}. */
    public long admittedBetween(long further) {
        return further <= serving ? 0 : waitingIn(serving, further);
    }

    /** Those still to enter in (after, upTo], where {@code after} is serving or beyond. */
    long waitingIn(long after, long upTo) {
        return upTo - after - skipped.countIn(after, upTo);
    }

    /** Living positions in (after, upTo]. */
    public Positions livingIn(long after, long upTo) {
        Positions living = Positions.range(after + 1, upTo);
        living.removeAll(gone);
        return living;
    }

    Positions express() {
        return express;
    }

    @Override
    public String toString() {
        return "issued " + issued + ", serving " + serving + ", waiting " + waiting() + ", inside " + inside;
    }
}
