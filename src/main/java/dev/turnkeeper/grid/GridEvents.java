package dev.turnkeeper.grid;

/** What happens between this node and the grid, for metrics. Called on any thread, and must be quick. */
public interface GridEvents {

    /** Nobody listens. */
    GridEvents NONE = new GridEvents() {};

    /** How a call to the CP group ended. */
    enum Outcome {
        ANSWERED,
        /** The group said that it cannot, or does not know whether it did. */
        FAILED,
        /** No answer in time: may have been done, or may yet be. */
        UNANSWERED
    }

    default void called(Outcome outcome, long nanos) {}

    /** Bytes of one letter to one other member. */
    default void sent(int bytes) {}

    default void received(int bytes) {}
}
