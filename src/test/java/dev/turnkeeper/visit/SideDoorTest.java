package dev.turnkeeper.visit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.turnkeeper.room.Policy;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.room.Route;
import dev.turnkeeper.room.RouteRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SideDoorTest {

    private final SideDoor door = new SideDoor();
    private final Room room = Room.of(RoomSettings.of(new RoomId("own"), 1, Route.of("secret.invalid", "/**")));
    private final Visits visits = new OneNode(1, Policy.ofLimit(1), VisitEvents.NONE).visits;

    @Test
    void shutDoor_leadsNowhere() {
        assertEquals(Optional.empty(), door.find(request("secret.invalid")));
        door.open(List.of(room), visits);
        door.close();
        assertEquals(Optional.empty(), door.find(request("secret.invalid")));
    }

    @Test
    void openDoor_leadsWhoKnowsTheId() {
        Room other = Room.of(RoomSettings.of(new RoomId("other"), 1, Route.of("shop.example.com", "/**")));
        door.open(List.of(room), visits);
        assertEquals(Optional.of(room), door.room(new RoomId("own")));
        assertSame(visits.web(), door.places(room).orElseThrow());
        assertEquals(Optional.empty(), door.room(new RoomId("other")));
        assertEquals(Optional.empty(), door.places(other));
        door.close();
        assertEquals(Optional.empty(), door.room(new RoomId("own")));
        assertEquals(Optional.empty(), door.places(room));
    }

    @Test
    void openDoor_leadsWhoKnowsTheHost() {
        door.open(List.of(room), visits);
        SideDoor.Found found = door.find(request("secret.invalid")).orElseThrow();
        assertSame(room, found.room());
        assertSame(visits, found.access());
        assertEquals(Optional.empty(), door.find(request("shop.example.com")));
    }

    private static RouteRequest request(String host) {
        return new RouteRequest(host, 443, "/buy", Optional.empty());
    }
}
