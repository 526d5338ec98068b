package dev.turnkeeper.visitor;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.visit.RoomViews;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The public views of all rooms as ready bytes. */
final class RoomPages {

    private final Rooms rooms;
    private final RoomViews views;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final ConcurrentHashMap<RoomId, OnceASecond<Optional<ReadyBytes>>> pages = new ConcurrentHashMap<>();

    /** @param nanos a monotonic clock */
    RoomPages(Rooms rooms, RoomViews views, InstantSource clock, LongSupplier nanos) {
        this.rooms = rooms;
        this.views = views;
        this.clock = clock;
        this.nanos = nanos;
        // What an operator changes shows at once.
        rooms.listen((before, after) -> before.map(Room::id).ifPresent(pages::remove));
    }

    /** Empty where there is no such room. */
    Optional<ReadyBytes> view(String id) {
        return RoomId.parse(id).filter(room -> rooms.find(room).isPresent()).flatMap(room -> page(room)
                .get());
    }

    private OnceASecond<Optional<ReadyBytes>> page(RoomId id) {
        OnceASecond<Optional<ReadyBytes>> page = pages.get(id);
        return page != null ? page : pages.computeIfAbsent(id, room -> new OnceASecond<>(nanos, () -> make(room)));
    }

    private Optional<ReadyBytes> make(RoomId id) {
        return rooms.find(id).map(room -> new ReadyBytes(PublicView.json(room, views.now(room), clock.instant())));
    }
}
