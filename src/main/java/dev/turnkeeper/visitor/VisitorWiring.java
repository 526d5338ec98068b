package dev.turnkeeper.visitor;

import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.visit.Pulse;
import dev.turnkeeper.visit.RoomViews;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Makes this package's container-free part. */
@Dependent
final class VisitorWiring {

    @Produces
    @Singleton
    static RoomPages roomPages(Rooms rooms, RoomViews views, InstantSource clock, Pulse pulse) {
        return new RoomPages(rooms, views, clock, pulse::nanos);
    }
}
