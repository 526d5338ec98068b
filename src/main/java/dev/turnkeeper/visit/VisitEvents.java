package dev.turnkeeper.visit;

/** What visitors do, for metrics. Any thread. */
public interface VisitEvents {

    /** Nobody listens. */
    VisitEvents NONE = new VisitEvents() {};

    /** A newcomer was given a place. */
    default void entered(String room) {}

    /** A visitor was let in out of turn by an access rule, or as one who comes again. */
    default void letAhead(String room) {}

    /** A newcomer was answered without a place: told to wait, refused, crowded out, or not controlled. */
    default void turnedAway(String room, Visit.Outcome outcome) {}

    /** A newcomer was let by without a place; told once for each, however often that visitor asks. */
    default void bypassed(String room) {}

    /** Visitors who had been let by are in the books. */
    default void broughtIn(String room, int visitors) {}

    /** The grid is asked for a block of so many positions. */
    default void issuing(String room, int positions) {}

    /** Asked for positions, the grid gave none: who came is told to wait, and asks again. */
    default void notIssued(String room, Throwable why) {}
}
