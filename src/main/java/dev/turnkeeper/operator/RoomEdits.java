package dev.turnkeeper.operator;

import dev.turnkeeper.room.CheckedSettings;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomChange;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.room.Rooms;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.Function;

/** How operators change what a room is set to, whole or in part: under its version, checked, and with a trace. */
@Dependent
class RoomEdits {

    private final Rooms rooms;
    private final Trail trail;

    @Inject
    RoomEdits(Rooms rooms, Trail trail) {
        this.rooms = rooms;
        this.trail = trail;
    }

    /** The room as {@link #make} would leave it; a problem where it would be refused. */
    Room draft(Room known, IfMatch precondition, Function<Room, CheckedSettings> wanted) {
        precondition.check(known);
        RoomSettings settings = RoomProblems.valid(wanted.apply(known));
        if (!settings.routes().equals(known.routes())) {
            rooms.conflict(settings).ifPresent(conflict -> {
                throw RoomProblems.taken(conflict);
            });
        }
        return known.withSettings(settings);
    }

    /** @param action as the audit log calls it. @return the room as it is now */
    Room make(String action, Room known, IfMatch precondition, Function<Room, CheckedSettings> wanted) {
        RoomChange change = RoomProblems.done(rooms.change(known.id(), Optional.empty(), room -> {
            precondition.check(room);
            return room.withSettings(RoomProblems.valid(wanted.apply(room)));
        }));
        return trail.room(action, change).after().orElseThrow();
    }
}
