package dev.turnkeeper.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.defence.AccessRule.Action;
import dev.turnkeeper.defence.Blocking;
import dev.turnkeeper.defence.IpAddress;
import dev.turnkeeper.room.Identity;
import dev.turnkeeper.room.Policy;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.room.Route;
import dev.turnkeeper.room.TracerRefusal;
import dev.turnkeeper.state.OneMap;
import dev.turnkeeper.state.Registers;
import dev.turnkeeper.ticket.VisitorKey;
import dev.turnkeeper.visit.Access;
import dev.turnkeeper.visit.Coming;
import dev.turnkeeper.visit.SideDoor;
import dev.turnkeeper.visit.Visit;
import dev.turnkeeper.visit.Visit.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TracerTest {

    private final List<String> rejected = new ArrayList<>();
    private final List<VisitorKey> visitors = new ArrayList<>();
    private final List<Coming> comings = new ArrayList<>();
    private final Rooms rooms = Rooms.of(new LocalRegisters(), new OneMap(), () -> Instant.EPOCH);
    private Visit visit = visit(Outcome.ADMITTED);
    private boolean knowsRooms = true;
    private final SideDoor sideDoor = new SideDoor();
    private final Blocking blocking = new Blocking();
    private final Tracer tracer = new Tracer(
            rooms, new Desk(), sideDoor, new VisitorKey.Maker(new byte[16]), blocking.vetting, rejected::add, "node");

    @BeforeEach
    void rooms() {
        RoomSettings shop = settings("shop");
        rooms.create(shop);
        rooms.create(settings("strict").withPolicy(policy(TracerRefusal.STATUS, Identity.LOGIN_ID_OR_IP)));
        rooms.create(
                settings("devices").withPolicy(policy(TracerRefusal.WAIT, Identity.LOGIN_ID_OR_IP_AND_USER_AGENT)));
        rooms.create(new RoomSettings(
                new RoomId("named"),
                "",
                List.of(Route.of("named.example", "/**")),
                shop.state(),
                shop.policy(),
                Optional.of("domain"),
                shop.web(),
                shop.schedule()));
    }

    @ParameterizedTest
    @CsvSource({
        // outcome, isWait, waitCnt
        "ADMITTED, F, 0",
        "NOT_CONTROLLED, F, 0",
        "WAITING, T, 7",
        "HELD, T, 7",
        "REFUSED, T, 7",
    })
    void visit_isPutIntoTheWordsOfTheApi(Outcome outcome, String isWait, long waitCnt) {
        visit = visit(outcome);
        assertEquals(
                "{\"host\":\"Shop.example\",\"ip\":\"203.0.113.9\",\"loginId\":\"kim\",\"port\":443,\"pageUrl\":\"/a\","
                        + "\"isWait\":\"" + isWait + "\",\"waitCnt\":" + waitCnt + ",\"limitCnt\":100,"
                        + "\"session_time_out\":300,\"waitQueueSize\":12,\"waitMyCnt\":9,\"userAgent\":\"Agent/1\","
                        + "\"tracer_domain\":\"node\"}",
                new String(answer("host=Shop.example&loginId=kim&pageUrl=/a").json(), StandardCharsets.UTF_8));
    }

    @Test
    void requestWithoutARoom_isNotControlled() {
        TracerAnswer answer = answer("host=other.example");
        assertEquals(
                new TracerAnswer(answer.request(), false, 0, 0, 300, 0, 0, "node", answer.retryAfterSeconds(), false),
                answer);
        assertTrue(answer.retryAfterSeconds() > 0 && answer.retryAfterSeconds() <= 40);
        assertEquals(List.of(), visitors);
    }

    @Test
    void limitOfZero_isWaiting() {
        visit = new Visit(Outcome.WAITING, 1, 1, 1, 1, 1, 0, 300, 20);
        TracerAnswer answer = answer("host=shop.example");
        assertTrue(answer.isWait());
        assertEquals(0, answer.limitCnt());
        assertEquals(20, answer.retryAfterSeconds());
    }

    @Test
    void closedRoom_answersAStatusWhereItIsToldTo() {
        visit = visit(Outcome.REFUSED);
        TracerRejection refused =
                assertInstanceOf(TracerRejection.class, tracer.answer(reading("host=strict.example"), room -> {}));
        assertEquals(503, refused.status());
        assertEquals(20, refused.retryAfterSeconds());
        assertEquals(List.of(), rejected, "a sound request is not counted as malformed");
        visit = visit(Outcome.HELD);
        assertTrue(answer("host=strict.example").isWait());
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"BLOCKED", "SHED"})
    void failureAndOverload_tellToWait_orAStatusWhereTheRoomSaysSo(Outcome outcome) {
        visit = visit(outcome);
        assertTrue(answer("host=shop.example").isWait());
        TracerRejection refused =
                assertInstanceOf(TracerRejection.class, tracer.answer(reading("host=strict.example"), room -> {}));
        assertEquals(503, refused.status());
        assertEquals(20, refused.retryAfterSeconds());
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"ADMITTED", "BYPASSED", "NOT_CONTROLLED"})
    void blockedCaller_isToldToWait_andTakesNoPlace_whomeverElseTheRoomLetsIn(Outcome others) {
        visit = visit(others);
        blocking.login("shop", "kim", 60);
        blocking.addresses("named", "203.0.113.9", 60);
        for (String asked : List.of(
                "host=shop.example&loginId=kim&ip=192.0.2.1&userAgent=x",
                "host=named.example&loginId=lee&ip=192.0.2.1")) {
            TracerAnswer answer = answer(asked);
            assertTrue(answer.isWait(), asked);
            assertEquals(13, answer.waitCnt());
            assertEquals(12, answer.waitQueueSize());
            assertEquals(0, answer.waitMyCnt());
            assertEquals(50, answer.retryAfterSeconds());
            assertFalse(answer.bypassed());
        }
        assertEquals(List.of(), visitors, "no place was asked for, and none heard of");
        assertEquals(List.of("shop", "named"), blocking.told);
        answer("host=shop.example&loginId=lee&ip=192.0.2.1");
        answer("host=devices.example&loginId=kim");
        assertEquals(2, visitors.size());
        blocking.tick += 60;
        answer("host=shop.example&loginId=kim");
        assertEquals(3, visitors.size());
    }

    @Test
    void blockedAddress_isTheConnections_notTheOneThatIsSaid() {
        blocking.addresses("shop", "192.0.2.1", 60);
        answer("host=shop.example&loginId=kim&ip=192.0.2.1");
        assertEquals(1, visitors.size());
        blocking.addresses("shop", "203.0.113.0/24", 60);
        assertTrue(answer("host=shop.example&loginId=kim&ip=198.51.100.1").isWait());
        assertEquals(1, visitors.size());
    }

    @Test
    void blockedCaller_isToldByAStatusWhereTheRoomSaysSo() {
        blocking.login("strict", "kim", 60);
        TracerRejection refused = assertInstanceOf(
                TracerRejection.class, tracer.answer(reading("host=strict.example&loginId=kim"), room -> {}));
        assertEquals(429, refused.status());
        assertEquals(50, refused.retryAfterSeconds());
        assertEquals(List.of(), rejected, "a sound request is not counted as malformed");
        assertEquals(List.of(), visitors);
    }

    @Test
    void blockedLogin_isBlockedOnEachOfItsDevices() {
        blocking.login("devices", "kim", 60);
        for (String device : List.of("a", "b")) {
            answer("host=devices.example&loginId=kim&userAgent=" + device);
        }
        assertEquals(List.of(), visitors);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // address, user agent, country, login
                "203.0.113.0/24, -, -, -",
                "-, agent/1, -, -",
                "-, -, KR, -",
                "-, -, -, kim",
            })
    void deniedCaller_isToldToWait_asOneWhoIsBlocked(String range, String agent, String country, String login) {
        for (Outcome others : List.of(Outcome.ADMITTED, Outcome.BYPASSED, Outcome.NOT_CONTROLLED)) {
            visit = visit(others);
            blocking.add(blocking.rule(Action.DENY, range, agent, country, login, "shop"));
            TracerAnswer answer = answer("host=shop.example&loginId=kim&ip=192.0.2.1");
            assertTrue(answer.isWait());
            assertEquals(13, answer.waitCnt());
            assertEquals(0, answer.waitMyCnt());
            assertFalse(answer.bypassed());
        }
        assertEquals(List.of("shop", "shop", "shop"), blocking.told);
        assertEquals(List.of(), visitors, "no place was asked for, and none heard of");
        answer("host=named.example&loginId=kim");
        assertEquals(1, comings.size(), "another room");
        blocking.add(blocking.rule(Action.DENY, range, agent, country, login, "strict"));
        TracerRejection refused = assertInstanceOf(
                TracerRejection.class, tracer.answer(reading("host=strict.example&loginId=kim"), room -> {}));
        assertEquals(429, refused.status());
    }

    @Test
    void expressCaller_comesByExpress_unlessAnEarlierRuleOrABlockSaysOtherwise() {
        blocking.add(blocking.rule(Action.ALLOW, null, "tired*", null, null, null));
        blocking.add(blocking.rule(Action.EXPRESS, null, null, null, "kim", null));
        answer("host=shop.example&loginId=kim");
        answer("host=shop.example&loginId=kim&userAgent=Tired");
        answer("host=shop.example&loginId=lee");
        assertEquals(
                List.of(true, false, false),
                comings.stream().map(Coming::express).toList());
        blocking.login("shop", "kim", 60);
        assertTrue(answer("host=shop.example&loginId=kim").isWait());
        assertEquals(3, comings.size());
    }

    @Test
    void bypass_letsInAndIsFlagged() {
        visit = new Visit(Outcome.BYPASSED, 1, 0, 0, 0, 12, 100, 300, 40);
        TracerAnswer answer = answer("host=strict.example");
        assertFalse(answer.isWait());
        assertTrue(answer.bypassed());
        assertEquals(0, answer.waitCnt());
        assertEquals(0, answer.waitMyCnt());
        assertEquals(12, answer.waitQueueSize());
        visit = visit(Outcome.ADMITTED);
        assertFalse(answer("host=strict.example").bypassed());
    }

    @Test
    void roomsOwnDomain_isAnswered() {
        assertEquals("domain", answer("host=named.example").tracerDomain());
    }

    @Test
    void pathTricks_areRefusedAndCounted() {
        TracerRejection refused = assertInstanceOf(
                TracerRejection.class, tracer.answer(reading("host=shop.example&pageUrl=/a%252fb"), room -> {}));
        assertEquals(400, refused.status());
        assertEquals("pageUrl", refused.errors().get(0).field());
        assertEquals(List.of("page-url"), rejected);
        assertEquals(List.of(), visitors);
    }

    @Test
    void malformedRequest_isCountedAndAsksNobody() {
        assertInstanceOf(TracerRejection.class, tracer.answer(reading("host=shop.example&port=0&ip=x"), room -> {}));
        assertEquals(List.of("port"), rejected);
        assertEquals(List.of(), visitors);
    }

    @Test
    void visitor_isTheSameByLoginWhereverItComesFrom() {
        answer("host=shop.example&loginId=kim&ip=192.0.2.1&userAgent=a");
        answer("host=SHOP.example&loginId=kim&ip=192.0.2.2&userAgent=b&port=80");
        answer("host=shop.example&loginId=lee");
        answer("host=named.example&loginId=kim");
        assertEquals(visitors.get(0), visitors.get(1));
        assertNotEquals(visitors.get(0), visitors.get(2));
        assertNotEquals(visitors.get(0), visitors.get(3));
    }

    @Test
    void visitor_isOneWhetherItSendsItsAddressAsLoginOrNot() {
        answer("host=shop.example&ip=192.0.2.1");
        answer("host=shop.example&ip=192.0.2.1&loginId=192.0.2.1");
        answer("host=shop.example&ip=::ffff:192.0.2.1");
        answer("host=shop.example&ip=192.0.2.2");
        assertEquals(visitors.get(0), visitors.get(1));
        assertEquals(visitors.get(0), visitors.get(2));
        assertNotEquals(visitors.get(0), visitors.get(3));
    }

    @Test
    void visitor_isAnotherOnAnotherDeviceWhereTheRoomSaysSo() {
        answer("host=devices.example&loginId=kim&userAgent=a");
        answer("host=devices.example&loginId=kim&userAgent=b");
        assertNotEquals(visitors.get(0), visitors.get(1));
    }

    private TracerAnswer answer(String query) {
        TracerOutcome outcome = tracer.answer(reading(query), room -> {});
        return assertInstanceOf(TracerAnswer.class, outcome, outcome::toString);
    }

    private static TracerReading reading(String query) {
        return TracerRequest.ofQuery(
                query,
                new TracerRequest.Defaults(IpAddress.parse("203.0.113.9").orElseThrow(), Optional.of("KR"), "Agent/1"));
    }

    private static Visit visit(Outcome outcome) {
        return new Visit(outcome, 1, 107, 7, 9, 12, 100, 300, 20);
    }

    private static RoomSettings settings(String id) {
        return RoomSettings.of(new RoomId(id), 100, Route.of(id + ".example", "/**"));
    }

    private static Policy policy(TracerRefusal refusal, Identity identity) {
        Policy usual = Policy.ofLimit(100);
        return new Policy(
                usual.limit(),
                usual.perMinute(),
                usual.sessionTimeoutSeconds(),
                usual.maxSessionSeconds(),
                usual.retentionSeconds(),
                usual.maxSilenceSeconds(),
                usual.claimSeconds(),
                usual.failureMode(),
                refusal,
                identity,
                0);
    }

    /** One thread's registers. */
    private static final class LocalRegisters implements Registers {
        private final Map<String, byte[]> values = new HashMap<>();

        @Override
        public CompletionStage<Optional<byte[]>> get(String name) {
            return CompletableFuture.completedFuture(Optional.ofNullable(values.get(name)));
        }

        @Override
        public CompletionStage<Boolean> compareAndSet(String name, Optional<byte[]> expected, byte[] update) {
            values.put(name, update);
            return CompletableFuture.completedFuture(true);
        }
    }
    /** Answers as the test says. */
    private final class Desk implements Access {

        @Override
        public Visit access(Room room, VisitorKey visitor, Coming coming) {
            visitors.add(visitor);
            comings.add(coming);
            return visit;
        }

        @Override
        public Visit refusal(Room room) {
            return new Visit(Outcome.REFUSED, 1, 0, 13, 0, 12, 100, 300, 50);
        }

        @Override
        public boolean knowsRooms() {
            return knowsRooms;
        }
    }
}
