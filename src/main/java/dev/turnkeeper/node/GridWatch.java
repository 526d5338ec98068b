package dev.turnkeeper.node;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.logging.Logger;

/** Tells an operator, once each, when members come and go and when the grid stands still or moves again. */
final class GridWatch {

    private static final Logger LOG = Logger.getLogger("dev.turnkeeper");

    private final LongSupplier nanos;
    private Set<String> members = Set.of();
    private boolean moving = true;
    private long stoodStillAt;

    /** @param nanos a monotonic clock */
    GridWatch(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * To be called about once a second, by one thread, from the moment the node is open.
     *
     * @param present addresses of all members this node sees
     * @param givesPlaces whether newcomers are given places here
     */
    void look(Set<String> present, boolean givesPlaces) {
        if (!members.isEmpty()) {
            Set<String> come = new TreeSet<>(present);
            come.removeAll(members);
            come.forEach(member -> LOG.info("member " + member + " has joined, " + present.size() + " are there"));
            Set<String> gone = new TreeSet<>(members);
            gone.removeAll(present);
            gone.forEach(member -> LOG.warning("member " + member + " is gone, " + present.size() + " are there"));
        }
        members = Set.copyOf(present);
        if (moving && !givesPlaces) {
            stoodStillAt = nanos.getAsLong();
            LOG.warning("the grid's counters do not answer: whoever has a place keeps it, newcomers are told to wait;"
                    + " members seen: " + new TreeSet<>(present));
        } else if (!moving && givesPlaces) {
            LOG.info("the grid moves on after " + (nanos.getAsLong() - stoodStillAt) / 1_000_000_000
                    + " s: newcomers are given places again");
        }
        moving = givesPlaces;
    }
}
