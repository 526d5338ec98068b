package dev.turnkeeper.room;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** All rooms at one moment, with what deleted ones left behind. Immutable. */
final class RoomBook {

    static final RoomBook EMPTY = new RoomBook(Map.of(), UnaryOperator.identity());

    private final Map<RoomId, StoredRoom> stored;
    private final Map<RoomId, Optional<Room>> byId = new HashMap<>();
    private final List<Room> rooms;
    private final RouteTable routes;

    private RoomBook(Map<RoomId, StoredRoom> stored, UnaryOperator<Room> shown) {
        this.stored = stored;
        List<Room> living = new ArrayList<>();
        new TreeMap<>(stored).values().forEach(each -> each.room().map(shown).ifPresent(room -> {
            living.add(room);
            byId.put(room.id(), Optional.of(room));
        }));
        this.rooms = List.copyOf(living);
        this.routes = RouteTable.of(rooms);
    }

    RoomBook with(StoredRoom newer) {
        Map<RoomId, StoredRoom> next = new HashMap<>(stored);
        next.put(newer.id(), newer);
        return new RoomBook(next, UnaryOperator.identity());
    }

    /** The same book, its rooms shown otherwise than they are stored. */
    RoomBook showing(UnaryOperator<Room> shown) {
        return new RoomBook(stored, shown);
    }

    Optional<Room> find(RoomId id) {
        return byId.getOrDefault(id, Optional.empty());
    }

    Optional<StoredRoom> stored(RoomId id) {
        return Optional.ofNullable(stored.get(id));
    }

    Collection<RoomId> ids() {
        return stored.keySet();
    }

    List<Room> rooms() {
        return rooms;
    }

    RouteTable routes() {
        return routes;
    }
}
