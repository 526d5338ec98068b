package dev.turnkeeper.visit;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.ticket.Place;
import dev.turnkeeper.ticket.VisitorKey;
import java.util.Optional;

/** Visitors who are known by a key, as by {@link Access}, and who say themselves when they line up. */
public interface LineUp {

    /**
     * Gives a place at the end; the place given up is gone, CANCELLED, once the new one is given. Who is inside is not queued
     * again, and where no place is to be had, who waits keeps the one there was. Answers always, and in time.
     */
    Visit lineUp(Room room, VisitorKey visitor, Coming coming);

    /** The place that a visitor holds in this room; from this node's memory. */
    Optional<Held> held(Room room, VisitorKey visitor);

    /** @param generation which it is of; how it stands, {@link Places#visit} says */
    record Held(long generation, Place place) {}
}
