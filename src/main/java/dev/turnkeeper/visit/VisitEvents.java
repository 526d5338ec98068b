package dev.turnkeeper.visit;

/** What visitors do, for metrics. Any thread. */
public interface VisitEvents {

    /** Nobody listens. */
    VisitEvents NONE = new VisitEvents() {};

    /** A newcomer was given a place. */
    default void entered(String room) {}

    /** A newcomer was answered without a place. */
    default void turnedAway(String room, Visit.Outcome outcome) {}
}
