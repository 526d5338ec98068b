package dev.turnkeeper.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.pass.Pass;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.ResetInside;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomFields;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.visit.Entry;
import dev.turnkeeper.visit.Eta;
import dev.turnkeeper.visit.WebVisit;
import dev.turnkeeper.visit.WebVisit.State;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Field names and words that clients are written against. */
class VisitJsonTest {

    private static final Room SHOP = Room.of(RoomSettings.of(new RoomId("shop"), 5));

    private static final InstantSource CLOCK = () -> Instant.parse("2026-11-30T23:59:58.250Z");

    @Test
    void waiting_hasEveryFieldInOrder_andNoPass() {
        WebVisit visit =
                new WebVisit(State.WAITING, SHOP.generation(), 9, 3, 2, 4, 7, 5, Optional.of(new Eta(20, 60)), 2_500);
        assertEquals(
                "{\"room\":\"shop\",\"state\":\"WAITING\",\"ticket\":\"t\",\"generation\":1,\"position\":9,\"rank\":3,"
                        + "\"firstRank\":8,\"ahead\":2,\"behind\":4,\"waiting\":7,\"limit\":5,"
                        + "\"eta\":{\"lowSeconds\":20,\"highSeconds\":60},\"nextPollMillis\":2500,\"message\":null,"
                        + "\"roomState\":\"ACTIVE\",\"nextChange\":null,\"opensAt\":null}",
                VisitJson.of(SHOP, visit, Optional.of("t"), 8, Optional.empty(), Optional.of("https://shop/"), CLOCK)
                        .toString());
    }

    @Test
    void admitted_hasThePass_andWhereToGo() {
        Pass pass = new Pass("p", Instant.parse("2027-01-01T00:00:00Z"), "k");
        String json = VisitJson.of(
                        SHOP,
                        visit(State.ADMITTED, 1),
                        Optional.empty(),
                        0,
                        Optional.of(pass),
                        Optional.of("https://s/"),
                        CLOCK)
                .toString();
        assertTrue(json.contains("\"ticket\":null"), json);
        assertTrue(json.contains("\"eta\":null"), json);
        assertTrue(
                json.endsWith(
                        ",\"pass\":\"p\",\"passExpiresAt\":\"2027-01-01T00:00:00Z\",\"returnUrl\":\"https://s/\"}"),
                json);
    }

    @Test
    void timeToCome_isToldWithTheTimeNow() {
        Room later = Room.of(RoomFields.read(Map.of(
                        "id",
                        "shop",
                        "name",
                        "Shop",
                        "limit",
                        5,
                        "state",
                        "PAUSED",
                        "schedule",
                        Map.of(
                                "zone",
                                "Asia/Seoul",
                                "steps",
                                List.of(Map.of("at", "2026-12-01T10:00", "state", "ACTIVE")))))
                .settings()
                .orElseThrow());
        String json = of(later, visit(State.WAITING, 1));
        assertTrue(
                json.endsWith("\"roomState\":\"PAUSED\",\"nextChange\":\"2026-12-01T01:00:00Z\","
                        + "\"opensAt\":\"2026-12-01T01:00:00Z\",\"at\":\"2026-11-30T23:59:58.250Z\"}"),
                json);
    }

    @Test
    void reset_isGivenAsTheReason_onlyToWhoWaitedInAnOlderGeneration() {
        Room next = SHOP.reset(ResetInside.KEEP);
        assertTrue(of(next, visit(State.EXPIRED, 1)).contains("\"state\":\"EXPIRED\",\"reason\":\"reset\""));
        assertFalse(of(next, visit(State.EXPIRED, 2)).contains("reason"));
        assertFalse(of(next, visit(State.ADMITTED, 1)).contains("reason"));
        assertFalse(of(SHOP, visit(State.EXPIRED, 1)).contains("reason"));
    }

    @ParameterizedTest
    @CsvSource({
        "WAITING, WAITING",
        "ADMITTED, ADMITTED",
        "COMPLETED, COMPLETED",
        "CANCELLED, CANCELLED",
        "EXPIRED, EXPIRED",
        "UNKNOWN, EXPIRED",
        "REVOKED, BLOCKED",
        "BLOCKED, BLOCKED",
        "NOT_CONTROLLED, NOT_CONTROLLED"
    })
    void states_areTheWordsOfTheContract(State state, String word) {
        assertTrue(of(SHOP, visit(state, 1)).contains("\"state\":\"" + word + '"'));
    }

    @ParameterizedTest
    @CsvSource({"CLOSED, 409, closed", "HELD, 503, held", "SHED, 503, overloaded", "BLOCKED, 503, blocked"})
    void whoHasNoPlace_isToldWhy_andWhenToComeAgain(Entry.Reason reason, int status, String type) {
        ProblemException problem = TurnedAway.because(reason, 7);
        assertEquals(status, problem.problem().status());
        assertTrue(problem.problem().type().endsWith(type), problem.problem()::type);
        assertEquals(Map.of("Retry-After", "7"), problem.headers());
    }

    @Test
    void whoIsLetInAfterAll_isNoProblem() {
        assertThrows(IllegalArgumentException.class, () -> TurnedAway.because(Entry.Reason.BYPASSED, 7));
        assertThrows(IllegalArgumentException.class, () -> TurnedAway.because(Entry.Reason.NOT_CONTROLLED, 7));
    }

    private static String of(Room room, WebVisit visit) {
        return VisitJson.of(room, visit, Optional.empty(), 0, Optional.empty(), Optional.empty(), CLOCK)
                .toString();
    }

    private static WebVisit visit(State state, long generation) {
        return new WebVisit(state, generation, 9, 0, 0, 0, 7, 5, Optional.empty(), 1_000);
    }
}
