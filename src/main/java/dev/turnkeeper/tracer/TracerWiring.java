package dev.turnkeeper.tracer;

import dev.turnkeeper.defence.Vetting;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.ticket.VisitorKey;
import dev.turnkeeper.visit.Access;
import dev.turnkeeper.visit.SideDoor;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes this package's container-free part. */
@Dependent
final class TracerWiring {

    @Produces
    @Singleton
    static Tracer tracer(
            Rooms rooms,
            Access access,
            SideDoor sideDoor,
            VisitorKey.Maker keys,
            Vetting vetting,
            TracerEvents events,
            @ConfigProperty(name = "turnkeeper.tracer-domain") String tracerDomain) {
        return new Tracer(rooms, access, sideDoor, keys, vetting, events, tracerDomain);
    }
}
