package dev.turnkeeper.lineup;

import dev.turnkeeper.door.Door;
import dev.turnkeeper.pass.Bindings;
import dev.turnkeeper.pass.Logins;
import dev.turnkeeper.pass.Passes;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.ticket.VisitorKey;
import dev.turnkeeper.visit.LineUp;
import dev.turnkeeper.visit.Places;
import dev.turnkeeper.visit.RoomViews;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Makes this package's container-free part. */
@Dependent
final class LineupWiring {

    @Produces
    @Singleton
    static Queue queue(
            Rooms rooms,
            LineUp lineUp,
            Places places,
            Logins logins,
            VisitorKey.Maker keys,
            Door door,
            Bindings bindings,
            Passes passes) {
        return new Queue(rooms, lineUp, places, logins, keys, door, bindings, passes);
    }

    @Produces
    @Singleton
    static QueueFeeds feeds(Queue queue, Rooms rooms, RoomViews views, Door door, InstantSource clock) {
        return new QueueFeeds(queue, rooms, views, door, clock);
    }
}
