package dev.turnkeeper.visitor;

import dev.turnkeeper.answer.JsonText;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;

/** What every stream of a room tells of the room itself, written once for all of them. */
final class RoomNews {

    private record Written(Room room, String json) {}

    private final ConcurrentHashMap<RoomId, Written> written = new ConcurrentHashMap<>();

    String of(Room room) {
        Written known = written.get(room.id());
        if (known == null || known.room != room) {
            known = new Written(room, write(room));
            written.put(room.id(), known);
        }
        return known.json;
    }

    private static String write(Room room) {
        return new JsonText(128)
                .field("state", room.state().name())
                .field("message", room.web().message())
                .field("nextChange", room.nextChange().map(Instant::toString))
                .field("opensAt", room.opensAt().map(Instant::toString))
                .toString();
    }
}
