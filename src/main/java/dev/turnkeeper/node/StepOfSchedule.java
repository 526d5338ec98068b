package dev.turnkeeper.node;

import dev.turnkeeper.answer.JsonText;
import dev.turnkeeper.audit.AuditEvent;
import dev.turnkeeper.room.Room;
import java.util.Optional;

/** What the audit log says of a room whose schedule had something due. */
final class StepOfSchedule {

    private StepOfSchedule() {}

    static AuditEvent event(Room before, Room after) {
        String id = after.id().value();
        return new AuditEvent(
                "turnkeeper",
                "room.scheduled",
                "room " + id,
                Optional.of(id),
                Optional.of(json(before)),
                Optional.of(json(after)),
                Optional.of("due at " + after.scheduledThrough() + " by the room's schedule"));
    }

    /** All that a schedule may set: what it set as it was is worth knowing too. */
    private static String json(Room room) {
        return new JsonText(96)
                .field("state", room.state().name())
                .field("limit", room.limit())
                .field("perMinute", room.policy().perMinute())
                .toString();
    }
}
