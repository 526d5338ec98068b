package dev.turnkeeper.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.room.Emergency.Mode;
import dev.turnkeeper.state.SharedValue;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EmergencyTest {

    private static final RoomId SHOP = new RoomId("shop");
    private static final RoomSettings SETTINGS = RoomSettings.of(SHOP, 10, Route.of("shop.example.com", "/buy/**"));

    private final FakeGrid grid = new FakeGrid();
    private long tick = 1_000;
    private final EmergencySwitch here =
            new EmergencySwitch(SharedValue.of("emergency", grid, new FakeGrid.NodeMap()), () -> tick);

    @Test
    void switch_isOffUntilItIsTurned_andEndsByItself() {
        assertEquals(Optional.empty(), here.now());
        assertEquals(0, here.secondsLeft());
        assertTrue(here.turnOn(Mode.HOLD, 60));
        assertEquals(Optional.of(Mode.HOLD), here.now().map(Emergency::mode));
        assertEquals(60, here.secondsLeft());
        tick += 59;
        assertEquals(Optional.of(Mode.HOLD), here.now().map(Emergency::mode));
        tick++;
        assertEquals(Optional.empty(), here.now());
        assertEquals(0, here.secondsLeft());
    }

    @Test
    void switch_isTurnedOffAndTheOtherWay() {
        here.turnOn(Mode.HOLD, 60);
        here.turnOn(Mode.BYPASS, 30);
        assertEquals(Optional.of(Mode.BYPASS), here.now().map(Emergency::mode));
        here.turnOff();
        assertEquals(Optional.empty(), here.now());
    }

    @Test
    void withoutAMajority_itIsNotTurned() {
        grid.silent = true;
        assertFalse(here.turnOn(Mode.BYPASS, 30));
        assertEquals(Optional.empty(), here.now());
    }

    @Test
    void bypass_opensRoomsThatLetIn_andLeavesTheOthers() {
        assertEquals(
                Map.of(
                        RoomState.ACTIVE, RoomState.INACTIVE,
                        RoomState.INACTIVE, RoomState.INACTIVE,
                        RoomState.PAUSED, RoomState.PAUSED,
                        RoomState.DRAINING, RoomState.DRAINING,
                        RoomState.CLOSED, RoomState.CLOSED),
                under(Mode.BYPASS));
    }

    @Test
    void hold_letsNobodyIn_andRefusesWhomTheRoomRefuses() {
        assertEquals(
                Map.of(
                        RoomState.ACTIVE, RoomState.PAUSED,
                        RoomState.INACTIVE, RoomState.PAUSED,
                        RoomState.PAUSED, RoomState.PAUSED,
                        RoomState.DRAINING, RoomState.CLOSED,
                        RoomState.CLOSED, RoomState.CLOSED),
                under(Mode.HOLD));
    }

    private static Map<RoomState, RoomState> under(Mode mode) {
        return Stream.of(RoomState.values()).collect(Collectors.toMap(state -> state, state -> mode.over(
                        Room.of(SETTINGS).withState(state))
                .state()));
    }

    @Test
    void rooms_areInForceAsTheSwitchSays_andConfiguredAsBefore() {
        Rooms rooms = Rooms.of(grid, new FakeGrid.NodeMap(), () -> Instant.EPOCH);
        rooms.create(SETTINGS);
        assertFalse(rooms.use(Optional.empty()));
        assertTrue(rooms.use(Optional.of(Mode.HOLD)));
        assertFalse(rooms.use(Optional.of(Mode.HOLD)));
        assertEquals(RoomState.PAUSED, rooms.find(SHOP).orElseThrow().state());
        assertEquals(RoomState.PAUSED, rooms.all().iterator().next().state());
        assertEquals(RoomState.ACTIVE, rooms.configured(SHOP).orElseThrow().state());
        assertEquals(RoomState.ACTIVE, rooms.configured().iterator().next().state());

        rooms.change(SHOP, Optional.of(1L), room -> room.withState(RoomState.DRAINING));
        assertEquals(RoomState.CLOSED, rooms.find(SHOP).orElseThrow().state());
        assertEquals(RoomState.DRAINING, rooms.configured(SHOP).orElseThrow().state());
        assertTrue(rooms.use(Optional.empty()));
        assertEquals(RoomState.DRAINING, rooms.find(SHOP).orElseThrow().state());
    }

    @Test
    void roomMadeMeanwhile_isInForceAsTheSwitchSays() {
        Rooms rooms = Rooms.of(grid, new FakeGrid.NodeMap(), () -> Instant.EPOCH);
        rooms.use(Optional.of(Mode.BYPASS));
        rooms.create(SETTINGS);
        assertEquals(RoomState.INACTIVE, rooms.find(SHOP).orElseThrow().state());
    }
}
