package dev.turnkeeper.door;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.ticket.Ticket;
import dev.turnkeeper.visit.Entry;
import dev.turnkeeper.visit.WebVisit;

/** What became of a visitor who came to the door. */
public sealed interface Entered {

    /**
     * A place: a new one, or the one that the request's ticket names.
     *
     * @param text the ticket as it travels
     */
    record Placed(Room room, WebVisit visit, Ticket ticket, String text, boolean isNew) implements Entered {}

    /** An operator blocks this visitor: no place was taken, and none was lost. @param retryAfterSeconds as of {@link Turned} */
    record Blocked(Room room, int retryAfterSeconds) implements Entered {}

    /** No place was taken, and none was lost. @param retryAfterSeconds when it is worth coming again, ≥ 1 */
    record Turned(Room room, Entry.Reason reason, int retryAfterSeconds) implements Entered {}
}
