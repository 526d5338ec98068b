package dev.turnkeeper.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Rooms that follow their schedules, on two nodes. */
class RoomScheduleTest {

    private static final RoomId SHOP = new RoomId("shop");
    private static final Instant PRE_ROOM = Instant.parse("2026-12-01T09:30:00Z");
    private static final Instant OPENING = Instant.parse("2026-12-01T10:00:00Z");
    private static final Instant CLOSING = Instant.parse("2026-12-01T18:00:00Z");
    private static final Schedule SCHEDULE = new Schedule(
            ZoneId.of("UTC"),
            List.of(
                    step("2026-12-01T09:30", RoomState.PAUSED),
                    step("2026-12-01T10:00", RoomState.ACTIVE),
                    step("2026-12-01T18:00", RoomState.CLOSED)));
    private static final RoomSettings CLOSED =
            RoomSettings.of(SHOP, 10).withState(RoomState.CLOSED).withSchedule(SCHEDULE);

    private Instant now = PRE_ROOM.minusSeconds(600);
    private final FakeGrid grid = new FakeGrid();
    private final FakeGrid.NodeMap mapA = new FakeGrid.NodeMap();
    private final FakeGrid.NodeMap mapB = new FakeGrid.NodeMap();
    private final Rooms a = Rooms.of(grid, mapA, () -> now);
    private final Rooms b = Rooms.of(grid, mapB, () -> now);

    @Test
    void follow_doesEachStepAtItsTime() {
        a.create(CLOSED);
        assertEquals(List.of(), a.followSchedules());
        assertEquals(Optional.of(OPENING), room(a).opensAt());
        now = PRE_ROOM.minusMillis(1);
        assertEquals(List.of(), a.followSchedules());
        now = PRE_ROOM;
        assertEquals(1, a.followSchedules().size());
        assertEquals(RoomState.PAUSED, room(a).state());
        assertEquals(Optional.of(OPENING), room(a).opensAt());
        now = OPENING.plusMillis(400);
        assertEquals(1, a.followSchedules().size());
        assertEquals(RoomState.ACTIVE, room(a).state());
        assertEquals(Optional.empty(), room(a).opensAt());
        assertEquals(Optional.of(CLOSING), room(a).nextChange());
    }

    @Test
    void follow_isDoneByOneOfTwoNodes() {
        a.create(CLOSED);
        mapA.deliverTo(mapB);
        now = OPENING;
        // b looks while a is about to write.
        grid.beforeCompareAndSet = () -> assertEquals(1, b.followSchedules().size());
        assertEquals(List.of(), a.followSchedules());
        assertEquals(2, room(a).version());
        assertEquals(RoomState.ACTIVE, room(a).state());
    }

    @Test
    void follow_doesNothingTwice_onANodeThatHasNotHeard() {
        a.create(CLOSED);
        mapA.deliverTo(mapB);
        now = OPENING;
        assertEquals(1, a.followSchedules().size());
        a.change(SHOP, Optional.empty(), room -> room.withState(RoomState.PAUSED));
        assertEquals(1, room(b).version(), "b has not heard");
        assertEquals(List.of(), b.followSchedules());
        assertEquals(RoomState.PAUSED, room(b).state());
    }

    @Test
    void changeByHand_staysUntilTheNextStep() {
        a.create(CLOSED);
        now = OPENING;
        a.followSchedules();
        a.change(SHOP, Optional.empty(), room -> room.withState(RoomState.PAUSED));
        now = CLOSING.minusSeconds(1);
        assertEquals(List.of(), a.followSchedules());
        assertEquals(RoomState.PAUSED, room(a).state());
        assertEquals(Optional.empty(), room(a).opensAt());
        now = CLOSING;
        a.followSchedules();
        assertEquals(RoomState.CLOSED, room(a).state());
    }

    @Test
    void stepThatChangesNothing_isDoneAllTheSame() {
        a.create(CLOSED);
        now = PRE_ROOM;
        a.followSchedules();
        a.change(SHOP, Optional.empty(), room -> room.withState(RoomState.ACTIVE));
        now = OPENING;
        assertEquals(1, a.followSchedules().size());
        a.change(SHOP, Optional.empty(), room -> room.withState(RoomState.PAUSED));
        now = OPENING.plusSeconds(1);
        assertEquals(List.of(), a.followSchedules());
        assertEquals(RoomState.PAUSED, room(a).state(), "the opening is over");
    }

    @Test
    void missedSteps_areMadeUpForByTheLast() {
        a.create(CLOSED);
        grid.silent = true;
        now = OPENING;
        assertEquals(List.of(), a.followSchedules());
        assertEquals(RoomState.CLOSED, room(a).state());
        now = OPENING.plusSeconds(3_600);
        grid.silent = false;
        assertEquals(1, a.followSchedules().size());
        assertEquals(RoomState.ACTIVE, room(a).state());
        assertEquals(2, room(a).version());
    }

    @Test
    void newRoom_isAsItsScheduleHasItByNow() {
        now = OPENING.plusSeconds(60);
        assertEquals(RoomState.ACTIVE, a.draft(CLOSED).state());
        a.create(CLOSED);
        assertEquals(1, room(a).version());
        assertEquals(RoomState.ACTIVE, room(a).state());
        assertEquals(List.of(), a.followSchedules());
    }

    @Test
    void newSchedule_ofAKnownRoomLooksAhead() {
        a.create(CLOSED.withSchedule(Schedule.NONE).withState(RoomState.PAUSED));
        now = OPENING.plusSeconds(60);
        a.change(
                SHOP,
                Optional.empty(),
                room -> room.withSettings(room.settings().withSchedule(SCHEDULE)));
        assertEquals(List.of(), a.followSchedules());
        assertEquals(RoomState.PAUSED, room(a).state());
        assertEquals(Optional.of(CLOSING), room(a).nextChange());
        now = CLOSING;
        a.followSchedules();
        assertEquals(RoomState.CLOSED, room(a).state());
    }

    @Test
    void newSchedule_writtenInTheSecondOfAStep_doesNotLoseIt() {
        a.create(CLOSED);
        now = OPENING.plusMillis(300);
        List<ScheduledStep> more = new ArrayList<>(SCHEDULE.steps());
        more.add(0, step("2026-12-01T09:00", RoomState.DRAINING));
        more.add(step("2026-12-01T20:00", RoomState.INACTIVE));
        Schedule longer = new Schedule(SCHEDULE.zone(), more);
        a.change(
                SHOP,
                Optional.empty(),
                room -> room.withSettings(room.settings().withSchedule(longer)));
        assertEquals(1, a.followSchedules().size());
        assertEquals(RoomState.ACTIVE, room(a).state());
        assertEquals(List.of(), a.followSchedules());
    }

    @Test
    void clockThatGoesBack_doesNothingAgain() {
        a.create(CLOSED);
        now = OPENING;
        a.followSchedules();
        a.change(SHOP, Optional.empty(), room -> room.withState(RoomState.PAUSED));
        now = OPENING.minusSeconds(5);
        assertEquals(List.of(), a.followSchedules());
        now = OPENING.plusSeconds(5);
        assertEquals(List.of(), a.followSchedules());
    }

    @Test
    void emergency_leavesTheScheduleGoingOn() {
        a.create(CLOSED);
        a.use(Optional.of(Emergency.Mode.HOLD));
        now = OPENING;
        assertEquals(1, a.followSchedules().size());
        assertEquals(RoomState.PAUSED, a.find(SHOP).orElseThrow().state());
        a.use(Optional.empty());
        assertEquals(RoomState.ACTIVE, a.find(SHOP).orElseThrow().state());
    }

    @Test
    void stored_isReadAsItWas() {
        a.create(CLOSED);
        now = PRE_ROOM;
        a.followSchedules();
        Room stored =
                StoredRoom.ofBytes(StoredRoom.of(room(a)).toBytes()).room().orElseThrow();
        assertEquals(room(a), stored);
        assertTrue(stored.scheduledThrough().equals(PRE_ROOM));
    }

    private static Room room(Rooms rooms) {
        return rooms.configured(SHOP).orElseThrow();
    }

    private static ScheduledStep step(String at, RoomState state) {
        return new ScheduledStep(
                new When.Once(LocalDateTime.parse(at)), Optional.of(state), OptionalLong.empty(), OptionalLong.empty());
    }
}
