package dev.turnkeeper.room;

import static dev.turnkeeper.room.RoomChange.Kind.DONE;
import static dev.turnkeeper.room.RoomChange.Kind.EXISTS;
import static dev.turnkeeper.room.RoomChange.Kind.NO_MAJORITY;
import static dev.turnkeeper.room.RoomChange.Kind.NO_SUCH_ROOM;
import static dev.turnkeeper.room.RoomChange.Kind.ROUTE_TAKEN;
import static dev.turnkeeper.room.RoomChange.Kind.STALE;
import static dev.turnkeeper.room.RoomChange.Kind.UNCHANGED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RoomsTest {

    private static final RoomId SHOP = new RoomId("shop");
    private static final RoomSettings SETTINGS = RoomSettings.of(SHOP, 10, Route.of("shop.example.com", "/buy/**"));

    private final FakeGrid grid = new FakeGrid();
    private final FakeGrid.NodeMap mapA = new FakeGrid.NodeMap();
    private final FakeGrid.NodeMap mapB = new FakeGrid.NodeMap();
    private final Rooms a = Rooms.of(grid, mapA, () -> Instant.EPOCH);
    private final Rooms b = Rooms.of(grid, mapB, () -> Instant.EPOCH);

    @Test
    void create_isReadOnEveryNodeOnceThePutArrived() {
        assertEquals(DONE, a.create(SETTINGS).kind());
        assertEquals(1, room(a).version());
        assertEquals(1, room(a).generation());
        assertEquals(Optional.empty(), b.find(SHOP));

        mapA.deliverTo(mapB);

        assertEquals(room(a), room(b));
        assertEquals(
                Optional.of(SHOP),
                b.routes()
                        .match(new RouteRequest("shop.example.com", 443, "/buy/1", Optional.empty()))
                        .room());
    }

    @Test
    void create_ofAKnownIdIsRefused_alsoWhereThisNodeHasNotHeardOfIt() {
        a.create(SETTINGS);
        assertEquals(EXISTS, a.create(SETTINGS).kind());
        assertEquals(EXISTS, b.create(SETTINGS).kind());
        assertEquals(room(a), room(b), "the register was read, so it is known now");
    }

    @Test
    void change_raisesTheVersionByOne() {
        a.create(SETTINGS);
        RoomChange change = a.change(SHOP, Optional.of(1L), room -> room.withState(RoomState.PAUSED));
        assertEquals(DONE, change.kind());
        assertEquals(2, change.after().orElseThrow().version());
        assertEquals(RoomState.ACTIVE, change.before().orElseThrow().state());
        assertEquals(RoomState.PAUSED, room(a).state());
    }

    @Test
    void change_thatChangesNothingWritesNothing() {
        a.create(SETTINGS);
        assertEquals(
                UNCHANGED,
                a.change(SHOP, Optional.empty(), room -> room.withState(RoomState.ACTIVE))
                        .kind());
        assertEquals(1, room(a).version());
    }

    @Test
    void change_ofAnotherVersionIsStale_judgedByTheRegister() {
        a.create(SETTINGS);
        mapA.deliverTo(mapB);
        a.change(SHOP, Optional.empty(), room -> room.withState(RoomState.PAUSED));
        assertEquals(1, room(b).version(), "b has not heard");
        assertEquals(
                STALE,
                b.change(SHOP, Optional.of(1L), room -> room.withState(RoomState.CLOSED))
                        .kind());
        assertEquals(2, room(b).version());
        assertEquals(RoomState.PAUSED, room(b).state());
    }

    @Test
    void change_thatLosesTheRaceIsMadeOnTopOfTheOther() {
        a.create(SETTINGS);
        grid.beforeCompareAndSet = () -> b.change(SHOP, Optional.empty(), room -> room.letIn(3, Optional.empty()));
        a.change(SHOP, Optional.empty(), room -> room.letIn(4, Optional.empty()));
        assertEquals(7, room(a).servingIncrement());
        assertEquals(3, room(a).version());
    }

    @Test
    void change_ofAnUnknownRoomSaysSo() {
        assertEquals(
                NO_SUCH_ROOM, a.change(SHOP, Optional.empty(), room -> room).kind());
        assertEquals(NO_SUCH_ROOM, a.delete(SHOP, room -> {}).kind());
    }

    @Test
    void change_thatThrowsChangesNothing() {
        a.create(SETTINGS);
        assertThrows(
                IllegalArgumentException.class,
                () -> a.change(SHOP, Optional.empty(), room -> {
                    throw new IllegalArgumentException();
                }));
        assertEquals(1, room(a).version());
    }

    @Test
    void change_withoutMajoritySaysSo() {
        a.create(SETTINGS);
        grid.silent = true;
        assertEquals(
                NO_MAJORITY,
                a.change(SHOP, Optional.empty(), room -> room.withState(RoomState.PAUSED))
                        .kind());
        assertEquals(RoomState.ACTIVE, room(a).state());
        assertFalse(a.repair());
    }

    @Test
    void create_withTheRouteOfAnotherRoomNamesIt() {
        a.create(SETTINGS);
        RoomId other = new RoomId("other");
        RoomChange taken = a.create(RoomSettings.of(other, 1, Route.of("shop.example.com", "/buy/**")));
        assertEquals(ROUTE_TAKEN, taken.kind());
        assertEquals(SHOP, taken.conflict().orElseThrow().other());
        assertEquals(
                DONE,
                a.create(RoomSettings.of(other, 1, Route.of("shop.example.com", "/buy/*")))
                        .kind());
    }

    @Test
    void put_ofAnOlderVersionIsNotTaken() {
        a.create(SETTINGS);
        byte[] first = mapA.values.get("shop");
        a.change(SHOP, Optional.empty(), room -> room.withState(RoomState.PAUSED));
        mapA.receive("shop", first);
        assertEquals(RoomState.PAUSED, room(a).state());
    }

    @Test
    void put_thatCannotBeReadLeavesTheRoomAsItIs() {
        a.create(SETTINGS);
        mapA.receive("shop", new byte[] {99, 1, 2});
        mapA.receive("shop", new byte[0]);
        assertEquals(1, room(a).version());
    }

    @Test
    void delete_leavesVersionAndGenerationBehind() {
        a.create(SETTINGS);
        a.change(SHOP, Optional.empty(), room -> room.reset(ResetInside.OUT));
        assertEquals(DONE, a.delete(SHOP, room -> {}).kind());
        assertEquals(Optional.empty(), a.find(SHOP));
        assertTrue(a.all().isEmpty());
        assertEquals(NO_SUCH_ROOM, a.delete(SHOP, room -> {}).kind());

        a.create(SETTINGS);
        assertEquals(4, room(a).version());
        assertEquals(3, room(a).generation());
    }

    @Test
    void delete_reachesTheOtherNodes() {
        a.create(SETTINGS);
        a.delete(SHOP, room -> {});
        mapA.deliverTo(mapB);
        assertEquals(Optional.empty(), b.find(SHOP));
        assertEquals(DONE, b.create(SETTINGS).kind());
        assertEquals(2, room(b).generation());
    }

    @Test
    void repair_heardByTheOthersWhereTheWriterDiedBeforeThePut() {
        a.create(SETTINGS);
        mapA.deliverTo(mapB);
        Rooms dead = Rooms.of(grid, new FakeGrid.NodeMap(), () -> Instant.EPOCH);
        dead.change(SHOP, Optional.empty(), room -> room.withState(RoomState.PAUSED));
        assertEquals(RoomState.ACTIVE, room(b).state());

        assertTrue(b.repair());

        assertEquals(RoomState.PAUSED, room(b).state());
        mapB.deliverTo(mapA);
        assertEquals(RoomState.PAUSED, room(a).state());
    }

    @Test
    void repair_writesNothingWhereAllAgree() {
        a.create(SETTINGS);
        int puts = mapA.sent.size();
        assertTrue(a.repair());
        assertEquals(puts, mapA.sent.size());
    }

    @Test
    void repair_putsTheRegisterBackIntoAMapThatFellBehind() {
        a.create(SETTINGS);
        byte[] first = mapA.values.get("shop");
        a.change(SHOP, Optional.empty(), room -> room.withState(RoomState.PAUSED));
        mapA.receive("shop", first);
        a.repair();
        assertEquals(room(a), StoredRoom.ofBytes(mapA.values.get("shop")).room().orElseThrow());
    }

    @Test
    void repair_refillsRegistersThatWereCreatedAnew() {
        a.create(SETTINGS);
        a.change(SHOP, Optional.empty(), room -> room.withState(RoomState.PAUSED));
        grid.registers.clear();
        a.repair();
        assertEquals(
                3,
                a.change(SHOP, Optional.of(2L), room -> room.withState(RoomState.ACTIVE))
                        .after()
                        .orElseThrow()
                        .version());
    }

    @Test
    void close_isConditionalOnTheVersion() {
        a.create(SETTINGS.withState(RoomState.DRAINING));
        assertEquals(STALE, a.close(SHOP, 7).kind());
        assertEquals(DONE, a.close(SHOP, 1).kind());
        assertEquals(RoomState.CLOSED, room(a).state());
    }

    @Test
    void listeners_hearOfNewChangedAndDeleted() {
        List<String> heard = new ArrayList<>();
        a.listen((before, after) -> heard.add(before.map(Room::version).orElse(0L) + "→"
                + after.map(Room::version).orElse(0L)));
        a.create(SETTINGS);
        a.change(SHOP, Optional.empty(), room -> room.withState(RoomState.PAUSED));
        a.delete(SHOP, room -> {});
        assertEquals(List.of("0→1", "1→2", "2→0"), heard);
    }

    @Test
    void letIn_remembersTheLastKeysOverAReset() {
        Room room = Room.of(SETTINGS);
        for (int i = 0; i < 40; i++) {
            room = room.letIn(2, Optional.of("key" + i));
        }
        assertEquals(80, room.servingIncrement());
        room = room.reset(ResetInside.KEEP);
        assertEquals(0, room.servingIncrement());
        assertEquals(32, room.increments().recent().size());
        assertTrue(room.increments().find("key7").isEmpty());
        assertEquals(80, room.increments().find("key39").orElseThrow().total());
        assertEquals(
                room, StoredRoom.ofBytes(StoredRoom.of(room).toBytes()).room().orElseThrow());
    }

    @Test
    void change_losesNothing_whoeverElseChangesTheRoom() throws InterruptedException {
        a.create(SETTINGS);
        int threads = 6;
        int each = 200;
        AtomicLong done = new AtomicLong();
        CyclicBarrier together = new CyclicBarrier(threads);
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Rooms node = i % 2 == 0 ? a : b;
            writers.add(new Thread(() -> {
                try {
                    together.await();
                } catch (InterruptedException | BrokenBarrierException broken) {
                    throw new IllegalStateException(broken);
                }
                for (int n = 0; n < each; n++) {
                    if (node.change(SHOP, Optional.empty(), room -> room.letIn(1, Optional.empty()))
                                    .kind()
                            == DONE) {
                        done.incrementAndGet();
                    }
                }
            }));
        }
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }
        a.repair();
        assertTrue(done.get() > 0);
        assertEquals(done.get(), room(a).servingIncrement());
        assertEquals(done.get() + 1, room(a).version());
    }

    @Test
    void stored_format1StaysReadable() {
        // Once released, these bytes stay: a later format must read them.
        String format1 =
                "01000473686f70000000000000000c0000000000000004010006ec9888eba7a40008445241494e494e470000000000000007"
                        + "000000000000003c000000c800000384000000d2000007d0000000820004484f4c440006535441545553001d4c4f47494e5f"
                        + "49445f4f525f49505f414e445f555345525f4147454e54001073686f702e6578616d706c652e636f6d0001000d2a2e657861"
                        + "6d706c652e636f6d000020fb00072f6275792f2a2a000200034745540004504f53540001000e2f6275792f7374617469632f"
                        + "2a2a00045452462a01000000000000000400000000000000050100026b310000000000000005000000000000000400000000"
                        + "00000005";
        Room room = StoredRoom.ofBytes(HexFormat.of().parseHex(format1)).room().orElseThrow();
        assertEquals(everything(WebPolicy.USUAL, Schedule.NONE), room);
    }

    @Test
    void stored_format2StaysReadable() {
        String format2 =
                "02000473686f70000000000000000c0000000000000004010006ec9888eba7a40008445241494e494e47000000000000"
                        + "0007000000000000003c000000c800000384000000d2000007d0000000820004484f4c440006535441545553001d4c4f"
                        + "47494e5f49445f4f525f49505f414e445f555345525f4147454e54001073686f702e6578616d706c652e636f6d000100"
                        + "0d2a2e6578616d706c652e636f6d000020fb00072f6275792f2a2a000200034745540004504f53540001000e2f627579"
                        + "2f7374617469632f2a2a00045452462a01000000000000000400000000000000050100026b3100000000000000050000"
                        + "00000000000400000000000000050100020002495000054c4f47494e00000005010001001868747470733a2f2f73686f"
                        + "702e6578616d706c652e636f6d0001000757414954494e47001d68747470733a2f2f73686f702e6578616d706c652e63"
                        + "6f6d2f6275792f0100010014687474703a2f2f31302e302e302e353a3830383001000001f40000232800032f75700004"
                        + "424f4c440006425554544f4e000e3c703e0aeb8c80eab8b03c2f703e00020002656e00026b6f00020002656e000a4f6e"
                        + "65206d6f6d656e7400026b6f000cec9ea0ec8b9ceba78cec9a94";
        assertEquals(
                everything(webPolicy(), Schedule.NONE),
                StoredRoom.ofBytes(HexFormat.of().parseHex(format2)).room().orElseThrow());
    }

    @Test
    void stored_format3StaysReadable() {
        String format3 =
                "03000473686f70000000000000000c0000000000000004010006ec9888eba7a40008445241494e494e47000000000000"
                        + "00070000000000000000000000c800000384000000d2000007d0000000820004484f4c440006535441545553001d4c4f"
                        + "47494e5f49445f4f525f49505f414e445f555345525f4147454e54001073686f702e6578616d706c652e636f6d000100"
                        + "0d2a2e6578616d706c652e636f6d000020fb00072f6275792f2a2a000200034745540004504f53540001000e2f627579"
                        + "2f7374617469632f2a2a00045452462a01000000000000000400000000000000050100026b3100000000000000050000"
                        + "00000000000400000000000000050100020002495000054c4f47494e00000005010001001868747470733a2f2f73686f"
                        + "702e6578616d706c652e636f6d0001000757414954494e47001d68747470733a2f2f73686f702e6578616d706c652e63"
                        + "6f6d2f6275792f0100010014687474703a2f2f31302e302e302e353a3830383001000001f40000232800032f75700004"
                        + "424f4c440006425554544f4e000e3c703e0aeb8c80eab8b03c2f703e00020002656e00026b6f00020002656e000a4f6e"
                        + "65206d6f6d656e7400026b6f000cec9ea0ec8b9ceba78cec9a940002000a417369612f53656f756c000000006b0268c0"
                        + "000010323032362d31322d30315431303a3030000641435449564500000000000001f4ffffffffffffffff410001357e"
                        + "0000ffffffffffffffff0000000000000000";
        assertEquals(
                everything(webPolicy(), schedule()),
                StoredRoom.ofBytes(HexFormat.of().parseHex(format3)).room().orElseThrow());
    }

    @Test
    void stored_format4StaysReadable() {
        String format4 =
                "04000473686f70000000000000000c0000000000000004010006ec9888eba7a40008445241494e494e47000000000000"
                        + "00070000000000000000000000c800000384000000d2000007d0000000820004484f4c440006535441545553001d4c4f"
                        + "47494e5f49445f4f525f49505f414e445f555345525f4147454e5400000005001073686f702e6578616d706c652e636f"
                        + "6d0001000d2a2e6578616d706c652e636f6d000020fb00072f6275792f2a2a000200034745540004504f53540001000e"
                        + "2f6275792f7374617469632f2a2a00045452462a01000000000000000400000000000000050100026b31000000000000"
                        + "0005000000000000000400000000000000050100020002495000054c4f47494e00000005010001001868747470733a2f"
                        + "2f73686f702e6578616d706c652e636f6d0001000757414954494e47001d68747470733a2f2f73686f702e6578616d70"
                        + "6c652e636f6d2f6275792f0100010014687474703a2f2f31302e302e302e353a3830383001000001f40000232800032f"
                        + "75700004424f4c440006425554544f4e000e3c703e0aeb8c80eab8b03c2f703e00020002656e00026b6f00020002656e"
                        + "000a4f6e65206d6f6d656e7400026b6f000cec9ea0ec8b9ceba78cec9a94000002580002000a417369612f53656f756c"
                        + "000000006b0268c0000010323032362d31322d30315431303a3030000641435449564500000000000001f4ffffffffff"
                        + "ffffff410001357e0000ffffffffffffffff0000000000000000";
        Room room = everything(webPolicy(600), schedule(), 5);
        assertEquals(
                room,
                StoredRoom.ofBytes(HexFormat.of().parseHex(format4)).room().orElseThrow());
        assertEquals(format4, HexFormat.of().formatHex(StoredRoom.of(room).toBytes()));
    }

    @Test
    void stored_formatsOfNewerNodesAreRefused() {
        byte[] bytes = StoredRoom.of(everything(webPolicy(), schedule())).toBytes();
        bytes[0]++;
        assertThrows(IllegalStateException.class, () -> StoredRoom.ofBytes(bytes));
    }

    private static WebPolicy webPolicy() {
        return webPolicy(0);
    }

    private static WebPolicy webPolicy(int entryPassSeconds) {
        return new WebPolicy(
                true,
                Set.of(BindTo.LOGIN, BindTo.IP),
                5,
                true,
                List.of("https://shop.example.com"),
                Set.of(Published.WAITING),
                Optional.of("https://shop.example.com/buy/"),
                Optional.of(new GatewaySettings(List.of("http://10.0.0.5:8080"), true, 500, 9_000, Optional.of("/up"))),
                new Screen(Skin.BOLD, Screen.Entry.BUTTON, Optional.of("<p>\n대기</p>")),
                List.of("en", "ko"),
                Map.of("ko", "잠시만요", "en", "One moment"),
                entryPassSeconds);
    }

    private static Schedule schedule() {
        return new Schedule(
                ZoneId.of("Asia/Seoul"),
                List.of(
                        new ScheduledStep(
                                new When.Once(LocalDateTime.parse("2026-12-01T10:00")),
                                Optional.of(RoomState.ACTIVE),
                                OptionalLong.of(500),
                                OptionalLong.empty()),
                        new ScheduledStep(
                                new When.Weekly(
                                        EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY), LocalTime.of(22, 0, 30)),
                                Optional.empty(),
                                OptionalLong.empty(),
                                OptionalLong.of(0))));
    }

    private static Room everything(WebPolicy web, Schedule schedule) {
        return everything(web, schedule, 0);
    }

    private static Room everything(WebPolicy web, Schedule schedule, int maxPlacesPerAddress) {
        Route route = new Route(
                "*.example.com",
                OptionalInt.of(8443),
                "/buy/**",
                List.of("GET", "POST"),
                List.of("/buy/static/**"),
                Optional.of("TRF*"),
                true);
        Policy policy = new Policy(
                7,
                60,
                200,
                900,
                210,
                2000,
                130,
                FailureMode.HOLD,
                TracerRefusal.STATUS,
                Identity.LOGIN_ID_OR_IP_AND_USER_AGENT,
                maxPlacesPerAddress);
        RoomSettings settings = new RoomSettings(
                SHOP, "예매", List.of(route), RoomState.DRAINING, policy, Optional.of("shop.example.com"), web, schedule);
        return Room.first(settings, 12, 3, Instant.parse("2026-11-22T04:00:00Z"))
                .reset(ResetInside.OUT)
                .letIn(5, Optional.of("k1"));
    }

    private static Room room(Rooms rooms) {
        return rooms.find(SHOP).orElseThrow();
    }
}
