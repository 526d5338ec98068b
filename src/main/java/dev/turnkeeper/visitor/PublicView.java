package dev.turnkeeper.visitor;

import dev.turnkeeper.answer.JsonText;
import dev.turnkeeper.queue.GoneTable;
import dev.turnkeeper.room.Published;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.visit.RoomNow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** What everybody may see of a room; a number that the room keeps to itself is null. */
final class PublicView {

    private static final int USUAL_LENGTH = 1_024;

    private PublicView() {}

    static byte[] json(Room room, RoomNow now, Instant at) {
        Set<Published> shown = room.web().publish();
        JsonText json = new JsonText(USUAL_LENGTH)
                .field("room", room.id().value())
                .field("generation", now.generation())
                .field("state", room.state().name());
        number(json, shown, Published.SERVING, now.serving());
        number(json, shown, Published.ISSUED, now.issued());
        number(json, shown, Published.WAITING, now.waiting());
        number(json, shown, Published.OUTFLOW_PER_MINUTE, now.outflowPerMinute());
        json.field("message", room.web().message())
                .field("at", at.truncatedTo(ChronoUnit.SECONDS).toString())
                .field("nextChange", room.nextChange().map(Instant::toString))
                .field("opensAt", room.opensAt().map(Instant::toString))
                .field("retentionSeconds", room.policy().retentionSeconds());
        if (shown.contains(Published.GONE)) {
            json.raw("gone", table(now.gone()));
        } else {
            json.nothing("gone");
        }
        return json.toBytes();
    }

    private static void number(JsonText json, Set<Published> shown, Published which, long value) {
        if (shown.contains(which)) {
            json.field(which.toString(), value);
        } else {
            json.nothing(which.toString());
        }
    }

    private static StringBuilder table(GoneTable gone) {
        StringBuilder table = new StringBuilder("[");
        for (int knot = 0; knot < gone.size(); knot++) {
            table.append(knot == 0 ? "[" : ",[")
                    .append(gone.position(knot))
                    .append(',')
                    .append(gone.count(knot))
                    .append(']');
        }
        return table.append(']');
    }
}
