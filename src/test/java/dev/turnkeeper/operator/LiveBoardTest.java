package dev.turnkeeper.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.visit.RoomLive;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveBoardTest {

    private static final RoomId SHOP = new RoomId("shop");

    private final List<Room> rooms = new ArrayList<>(List.of(Room.of(RoomSettings.of(SHOP, 5))));
    private RoomLive numbers = numbers(0);
    private Instant now = Instant.parse("2026-11-21T09:59:00Z");
    private final LiveBoard board = new LiveBoard(() -> rooms, (room, second) -> numbers, () -> now);

    @AfterEach
    void end() {
        board.close();
    }

    private static RoomLive numbers(long issued) {
        return new RoomLive(3, 6, 4, 2, 4, issued, 7);
    }

    private void look(RoomLive then) {
        numbers = then;
        board.look();
        now = now.plusSeconds(1);
    }

    private LiveSecond latest() {
        return board.latest(SHOP).get(0);
    }

    @Test
    void recent_isTheLastTenMinutes_oldestFirst() {
        for (int second = 0; second < LiveBoard.KEPT + 5; second++) {
            look(numbers(second));
        }
        List<LiveSecond> recent = board.recent(SHOP);
        assertEquals(LiveBoard.KEPT, recent.size());
        assertEquals(5, recent.get(0).numbers().issued());
        assertEquals(LiveBoard.KEPT + 4, latest().numbers().issued());
    }

    @Test
    void roomThatIsGone_isForgotten() {
        look(numbers(1));
        rooms.clear();
        long before = board.version();
        look(numbers(1));
        assertEquals(List.of(), board.recent(SHOP));
        assertNotEquals(before, board.version(), "a stream of no rooms goes on");
    }

    @Test
    void json_hasTheNamesOfTheContract() {
        look(numbers(10));
        assertEquals(
                "{\"room\":\"shop\",\"inflow\":3,\"waiting\":6,\"inside\":4,\"outflow\":2,\"limit\":5,\"serving\":4,\"issued\":10,"
                        + "\"level\":null,\"nodes\":3,\"state\":\"ACTIVE\",\"waitedSeconds\":7,\"at\":\"2026-11-21T09:59:00Z\"}",
                latest().json("shop", 3));
    }
}
