package dev.turnkeeper.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.operator.GridSight.GroupSeat;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GridSightTest {

    private static final GroupSeat SOUND = new GroupSeat("a:1", true, true);
    private static final GroupSeat BEHIND = new GroupSeat("b:1", true, false);
    private static final GroupSeat DEAD = new GroupSeat("c:1", false, true);

    @Test
    void wholeGroupOfThree_maySpareOne() {
        assertMajority(true, 1, group(SOUND, SOUND, SOUND));
    }

    @Test
    void groupOfThree_withOneDead_maySpareNone() {
        assertMajority(true, 0, group(SOUND, SOUND, DEAD));
    }

    @Test
    void groupOfThree_withTwoDead_hasNoMajority() {
        assertMajority(false, 0, group(SOUND, DEAD, DEAD));
    }

    @Test
    void memberThatIsBehind_countsInTheMajority_butStandsInForNobody() {
        assertMajority(true, 0, group(SOUND, SOUND, BEHIND));
    }

    @Test
    void groupThatShrankToTwo_maySpareNone() {
        assertMajority(true, 0, group(SOUND, SOUND));
    }

    @Test
    void groupOfFour_needsThree() {
        assertMajority(true, 1, group(SOUND, SOUND, SOUND, SOUND));
        assertMajority(false, 0, group(SOUND, SOUND, DEAD, DEAD));
    }

    @Test
    void groupOfFive_maySpareTwo() {
        assertMajority(true, 2, group(SOUND, SOUND, SOUND, SOUND, SOUND));
        assertMajority(true, 1, group(SOUND, SOUND, SOUND, SOUND, DEAD));
    }

    @Test
    void groupThatWasNeverHeard_isWrittenAsUnknown() {
        Map<?, ?> written =
                (Map<?, ?>) GridResource.written(sight(Optional.of(group()))).get("group");
        assertEquals(3, written.get("configured"));
        for (String field : List.of("size", "present", "majority", "mayFail", "leader")) {
            assertTrue(written.containsKey(field), field);
            assertEquals(null, written.get(field), field);
        }
    }

    @Test
    void nodeOnItsOwn_hasNoGroup_andUnknownNumbersAreNull() {
        Map<String, ?> written = GridResource.written(sight(Optional.empty()));
        assertTrue(written.containsKey("group"));
        assertEquals(null, written.get("group"));
        assertEquals("2026-11-22T00:00:00.123Z", written.get("at"));
        assertEquals(1L, written.get("present"));
        assertEquals(null, ((Map<?, ?>) written.get("calls")).get("p99Micros"));
        Map<?, ?> missing = (Map<?, ?>) ((List<?>) written.get("nodes")).get(1);
        assertEquals(false, missing.get("present"));
        assertEquals(null, missing.get("ticksBehind"));
        assertFalse(missing.containsKey("identity"));
    }

    private static void assertMajority(boolean has, long mayFail, GridSight.Group group) {
        assertEquals(has, group.hasMajority(), group::toString);
        assertEquals(mayFail, group.mayFail(), group::toString);
    }

    private static GridSight.Group group(GroupSeat... seats) {
        return new GridSight.Group(3, Arrays.asList(seats), Optional.empty(), "CORE");
    }

    private static GridSight sight(Optional<GridSight.Group> group) {
        return new GridSight(
                Instant.parse("2026-11-22T00:00:00.123456Z"),
                "a:1",
                GridSight.NodeState.READY,
                true,
                2,
                new GridSight.TickSeen(7, 300, Optional.empty()),
                group,
                List.of(node("a:1", true), node("b:1", false)),
                List.of(),
                new GridSight.Calls(0, 0, 0, OptionalLong.empty(), OptionalLong.empty()),
                new GridSight.Exchanged(0, 0));
    }

    private static GridSight.Node node(String address, boolean present) {
        return new GridSight.Node(
                Optional.empty(),
                address,
                present,
                present,
                Optional.of(true),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty());
    }
}
