package dev.turnkeeper.stats;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is counted. The order within each half is the format of records; new ones go to the end of their half. */
public enum Tally {
    /** Places given out; headroom that was burnt apart, which nobody had. */
    INFLOW("inflow"),
    /** Let in: those that waited, those that walked straight in, those let in out of turn. */
    OUTFLOW("outflow"),
    /** Places inside that were given back as done. */
    COMPLETED("completed"),
    /** Waiting places that are gone without having entered: given up, or silent for too long. */
    ABANDONED("abandoned"),
    /** Places inside that were cancelled. */
    CANCELLED("cancelled"),
    /** Places inside whose session ended, or that were never claimed. */
    EXPIRED("expired"),
    /** Places that an operator took away, or that too many addresses shared. */
    REVOKED("revoked"),
    /** The most that waited at one tick. */
    WAITING("waiting"),
    /** The most that were inside at one tick. */
    INSIDE("inside"),
    /** Places given out that nobody had: the answer did not come in time, or the visitor had got one at another node. */
    UNUSED("unused"),

    /** Visitors let by without a place while the grid did not answer. */
    BYPASSED("bypassed"),
    /** Answers to visitors whom an operator blocks. */
    BLOCKED("blocked"),
    /** Answers to newcomers without a place: held, shed, refused. */
    TURNED_AWAY("turnedAway");

    /** Those that every node works out for itself. */
    static final List<Tally> AGREED =
            Arrays.stream(values()).filter(tally -> !tally.isLocal()).toList();

    /** Those that one node alone sees. */
    static final List<Tally> LOCAL =
            Arrays.stream(values()).filter(Tally::isLocal).toList();

    private final String label;

    Tally(String label) {
        this.label = label;
    }

    /** As it is called outside. */
    public String label() {
        return label;
    }

    public static Optional<Tally> of(String label) {
        return Arrays.stream(values())
                .filter(tally -> tally.label.equals(label))
                .findAny();
    }

    /** Of several times together it is the most there was, not the sum. */
    public boolean isPeak() {
        return this == WAITING || this == INSIDE;
    }

    boolean isLocal() {
        return compareTo(BYPASSED) >= 0;
    }

    int localIndex() {
        return ordinal() - BYPASSED.ordinal();
    }
}
