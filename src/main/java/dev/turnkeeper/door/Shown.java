package dev.turnkeeper.door;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.ticket.Ticket;
import java.util.List;

/** The ticket that a request shows. */
public sealed interface Shown {

    /**
     * One that this grid wrote, for this visitor; how its place stands is another question.
     *
     * @param byCookie whether a browser sent it by itself
     */
    record Held(Room room, Ticket ticket, String text, boolean byCookie) implements Shown {}

    record None() implements Shown {}

    /** Cookies of several rooms, and none is named. */
    record Several(List<RoomId> rooms) implements Shown {}

    record Refused(TicketRefusal why) implements Shown {}
}
