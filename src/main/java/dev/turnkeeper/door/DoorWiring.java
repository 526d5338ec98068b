package dev.turnkeeper.door;

import dev.turnkeeper.defence.Callers;
import dev.turnkeeper.defence.Vetting;
import dev.turnkeeper.pass.Bindings;
import dev.turnkeeper.pass.EntryPasses;
import dev.turnkeeper.pass.Logins;
import dev.turnkeeper.pass.Passes;
import dev.turnkeeper.pass.PublicUrl;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.ticket.Tickets;
import dev.turnkeeper.visit.Places;
import dev.turnkeeper.visit.SideDoor;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Makes this package's container-free part. */
@Dependent
final class DoorWiring {

    @Produces
    @Singleton
    static Door door(
            Rooms rooms,
            Places places,
            SideDoor sideDoor,
            Tickets tickets,
            Bindings bindings,
            Passes passes,
            EntryPasses entryPasses,
            Logins logins,
            Callers callers,
            Vetting vetting,
            PublicUrl publicUrl,
            InstantSource clock,
            DoorEvents events) {
        return new Door(
                rooms,
                places,
                sideDoor,
                tickets,
                bindings,
                passes,
                entryPasses,
                logins,
                callers,
                vetting,
                publicUrl,
                clock,
                events);
    }
}
