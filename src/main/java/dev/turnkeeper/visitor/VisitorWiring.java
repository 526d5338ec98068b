package dev.turnkeeper.visitor;

import dev.turnkeeper.door.Door;
import dev.turnkeeper.pass.Passes;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.stream.StreamHub;
import dev.turnkeeper.visit.Access;
import dev.turnkeeper.visit.Places;
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

    @Produces
    @Singleton
    static EnterCall enterCall(Rooms rooms, Access access, Door door) {
        return new EnterCall(rooms, access, door);
    }

    @Produces
    @Singleton
    static CurrentCalls currentCalls(Door door, Places places, PassCalls passes, VisitStreams streams) {
        return new CurrentCalls(door, places, passes, streams);
    }

    @Produces
    @Singleton
    static PassCalls passCalls(Rooms rooms, Places places, Passes passes, Door door) {
        return new PassCalls(rooms, places, passes, door);
    }

    @Produces
    @Singleton
    static VisitStreams visitStreams(Rooms rooms, RoomViews views, Door door, InstantSource clock, StreamHub hub) {
        return new VisitStreams(rooms, views, door, clock, hub);
    }
}
