package dev.turnkeeper.visit;

import dev.turnkeeper.room.Room;

/**
 * Places of visitors who carry a ticket. The signed ticket is all there is of such a place: no map knows it. So who calls
 * has verified the ticket, and says what it says. Nothing here throws for what a visitor does; all but {@link #enter} and
 * {@link #requeue} answer from this node's memory.
 */
public interface Places {

    /** Gives a newcomer a place; answers within 300 ms, whatever the grid does. */
    Entry enter(Room room, Coming coming);

    /**
     * As {@link #enter}, at the end; the place given up is gone, CANCELLED, once the new one is given. Who is inside keeps
     * the place: that is the answer then.
     */
    Entry requeue(Room room, long generation, long position, Coming coming);

    /** How a place stands. */
    WebVisit visit(Room room, long generation, long position, Sign sign);

    /**
     * Ends it, at once on this node and within a second or two everywhere; an ended place stays as it ended.
     *
     * @param as COMPLETED, CANCELLED or REVOKED
     * @throws IllegalArgumentException for another state
     */
    WebVisit end(Room room, long generation, long position, WebVisit.State as);

    /**
     * Lets in, out of turn, who waits in the present generation: counted inside, at once on this node and within a second or
     * two everywhere. Does nothing for anybody else.
     */
    void admit(Room room, long position);

    /**
     * Lets in, out of turn, who waits and comes again by express; only where the grid moves, and the room lets anybody in.
     * Answers in time, how the place stands.
     */
    WebVisit letAhead(Room room, long generation, long position);

    /**
     * Whether a place of the present generation was completed so lately that its visitor comes in without queueing
     * ({@code entryPassSeconds}), give or take some seconds.
     */
    boolean leavesEntryPass(Room room, long generation, long position);

    /** The page was closed: the place ends as CANCELLED in 30 s, unless it is heard of before. */
    void leave(Room room, long generation, long position);

    /**
     * The places that ended after they were let in, for who checks passes without asking. Rather too many than one too
     * few: some that ended shortly before are told again, since another node may have learned of them later, and some that
     * ended just before their turn.
     *
     * @param tick an earlier answer's, of whichever node; 0: all that are remembered, which is longer than a pass lives
     */
    EndedPlaces endedSince(Room room, long tick);
}
