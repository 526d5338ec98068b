package dev.turnkeeper.visit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.room.Route;
import dev.turnkeeper.room.RouteRequest;
import dev.turnkeeper.ticket.VisitorKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SideDoorTest {

    private final SideDoor door = new SideDoor();
    private final Room room = Room.of(RoomSettings.of(new RoomId("own"), 1, Route.of("secret.invalid", "/**")));
    private final Access access = new Access() {
        @Override
        public Visit access(Room asked, VisitorKey visitor) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean knowsRooms() {
            return true;
        }
    };

    @Test
    void shutDoor_leadsNowhere() {
        assertEquals(Optional.empty(), door.find(request("secret.invalid")));
        door.open(List.of(room), access);
        door.close();
        assertEquals(Optional.empty(), door.find(request("secret.invalid")));
    }

    @Test
    void openDoor_leadsWhoKnowsTheHost() {
        door.open(List.of(room), access);
        SideDoor.Found found = door.find(request("secret.invalid")).orElseThrow();
        assertSame(room, found.room());
        assertSame(access, found.access());
        assertEquals(Optional.empty(), door.find(request("shop.example.com")));
    }

    private static RouteRequest request(String host) {
        return new RouteRequest(host, 443, "/buy", Optional.empty());
    }
}
