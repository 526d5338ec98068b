package dev.turnkeeper.visit;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.ticket.VisitorKey;

/** The one call of a visitor without a ticket: enters, asks and stays, all at once. */
public interface Access {

    /** A sign of life; takes a place where the visitor has none and the room gives any. Answers always, and in time. */
    Visit access(Room room, VisitorKey visitor, Coming coming);

    /** What somebody is told who may not come in, whatever the room would say: no place is taken, and none is heard of. */
    Visit refusal(Room room);

    /** Whether the rooms are known here. Until then, that there is no room for a request means nothing: nobody is let in. */
    boolean knowsRooms();
}
