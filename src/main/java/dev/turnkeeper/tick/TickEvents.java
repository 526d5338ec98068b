package dev.turnkeeper.tick;

/** What happens in the tick, for log and metrics. Called on the grid's thread. */
public interface TickEvents {

    /** Nobody listens. */
    TickEvents NONE = new TickEvents() {};

    /** A new tick was seen, whoever won it. */
    default void ticked(long tick) {}

    /** No tick was seen for so long that whatever the others said meanwhile may be missing here. */
    default void missedTicks() {}

    /** This node won the tick. */
    default void won(long tick) {}

    /**
     * A decision of this node stands.
     *
     * @param letIn living places that it let in, newcomers who had walked in before it apart
     * @param abandoned waiting places that are gone by it
     * @param ended places inside that are gone by it
     */
    default void decided(LedgerName ledger, long letIn, long abandoned, long ended) {}

    /** Nobody waits any more in a room that is being drained. */
    default void drained(String room, long policyVersion) {}

    /** Another node decided under a newer configuration than this one knows. */
    default void configurationIsStale(String room) {}

    /** A call into the grid failed; it is tried again at a later tick. */
    default void failed(String what, Throwable why) {}
}
