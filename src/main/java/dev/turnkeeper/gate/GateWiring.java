package dev.turnkeeper.gate;

import dev.turnkeeper.defence.Callers;
import dev.turnkeeper.door.Door;
import dev.turnkeeper.pass.Passes;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.visit.Access;
import dev.turnkeeper.visit.Places;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes this package's container-free part. */
@Dependent
final class GateWiring {

    @Produces
    @Singleton
    static UnmatchedHosts unmatched(
            @ConfigProperty(name = "turnkeeper.unmatched-deny", defaultValue = "none") String list) {
        return UnmatchedHosts.of(list);
    }

    @Produces
    @Singleton
    static Gate gate(Rooms rooms, Access access, Places places, Passes passes, Door door, UnmatchedHosts unmatched) {
        return new Gate(rooms, access, places, passes, door, unmatched);
    }

    @Produces
    @Singleton
    static Questions questions(Callers callers, Door door) {
        return new Questions(callers, door);
    }

    @Produces
    @Singleton
    static Returns returns(Door door) {
        return new Returns(door);
    }

    @Produces
    @Singleton
    static Origins origins(InstantSource clock) {
        return new Origins(clock);
    }

    @Produces
    @Singleton
    static Judge judge(Gate gate, Returns returns, InstantSource clock, GateEvents events) {
        return new Judge(gate, returns, clock, events);
    }

    @Produces
    @Singleton
    static Goals goals(Rooms rooms, Door door, Returns returns) {
        return new Goals(rooms, door, returns);
    }
}
