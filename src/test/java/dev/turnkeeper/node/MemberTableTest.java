package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.turnkeeper.grid.GridMember;
import dev.turnkeeper.grid.GroupMember;
import dev.turnkeeper.grid.Seat;
import dev.turnkeeper.operator.GridSight;
import dev.turnkeeper.operator.GridSight.GroupSeat;
import dev.turnkeeper.operator.GridSight.NodeState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemberTableTest {

    private static final long TICK = 100;
    private static final GridMember A = new GridMember("a", "10.0.0.1:6900", true, true);
    private static final GridMember B = new GridMember("b", "10.0.0.2:6900", false, true);
    private static final List<GroupMember> GROUP = List.of(
            new GroupMember("cp-a", A.address(), true),
            new GroupMember("cp-b", B.address(), true),
            new GroupMember("cp-c", "10.0.0.3:6900", true));

    private final Map<String, NodeWord> words = new HashMap<>(Map.of(
            A.address(), new NodeWord("a", NodeState.READY, Seat.CORE, Optional.of("cp-a"), true),
            B.address(), new NodeWord("b", NodeState.READY, Seat.CORE, Optional.of("cp-b"), true)));
    private final Map<String, Long> told = new HashMap<>(Map.of("b", TICK - 1));

    @Test
    void deadNode_isShownAsMissing_withTheSeatItStillHas() {
        List<GridSight.Node> nodes = nodes();
        assertEquals(List.of(A.address(), B.address(), "10.0.0.3:6900"), addresses(nodes));
        GridSight.Node dead = nodes.get(2);
        assertEquals(
                new GridSight.Node(
                        Optional.empty(),
                        "10.0.0.3:6900",
                        false,
                        false,
                        Optional.of(true),
                        Optional.of("CORE"),
                        Optional.empty(),
                        OptionalLong.empty()),
                dead);
        assertEquals(List.of(true, true, false), present());
    }

    @Test
    void nodeThatIsBehind_isShownSo_andIsNotSound() {
        told.put("b", TICK - 1 - 5);
        assertEquals(OptionalLong.of(5), nodes().get(1).ticksBehind());
        assertEquals(new GroupSeat(B.address(), true, false), table().core().get(1));
        told.put("b", TICK - 1 - 4);
        assertEquals(new GroupSeat(B.address(), true, true), table().core().get(1));
    }

    @Test
    void nodeThatNeverSpoke_isBehindNobodyKnowsHowMuch() {
        told.clear();
        assertEquals(OptionalLong.empty(), nodes().get(1).ticksBehind());
    }

    @Test
    void restartedNode_doesNotSitInTheSeatOfItsDeadPredecessor() {
        words.put(B.address(), new NodeWord("b", NodeState.STARTING, Seat.NONE, Optional.empty(), false));
        assertEquals(List.of(true, false, false), present());
        assertEquals(Optional.of("NONE"), nodes().get(1).seat());
        words.put(B.address(), new NodeWord("b", NodeState.STARTING, Seat.SPARE, Optional.of("cp-b2"), false));
        assertEquals(List.of(true, false, false), present());
    }

    @Test
    void wordOfAProcessBefore_isPassedOver() {
        words.put(B.address(), new NodeWord("b-before", NodeState.STOPPING, Seat.CORE, Optional.of("cp-b1"), true));
        assertEquals(Optional.empty(), nodes().get(1).state());
        assertEquals(List.of(true, true, false), present());
        assertEquals(Optional.of("CORE"), nodes().get(1).seat());
    }

    @Test
    void nodeThatStillTakesOver_isNotSound() {
        words.put(B.address(), new NodeWord("b", NodeState.STARTING, Seat.CORE, Optional.of("cp-b"), false));
        assertEquals(new GroupSeat(B.address(), true, false), table().core().get(1));
    }

    @Test
    void nodeThatIsAboutToGo_isNotSound() {
        words.put(B.address(), new NodeWord("b", NodeState.STOPPING, Seat.CORE, Optional.of("cp-b"), true));
        assertEquals(new GroupSeat(B.address(), true, false), table().core().get(1));
        assertEquals(Optional.of(NodeState.STOPPING), nodes().get(1).state());
    }

    @Test
    void gridWithoutConsensus_hasNoSeats() {
        MemberTable alone =
                new MemberTable(List.of(A), Map.of(), List.of(), false, member -> OptionalLong.empty(), TICK);
        assertEquals(List.of(), alone.core());
        assertEquals(
                Optional.empty(),
                alone.nodes(new ConfiguredMembers(List.of(), Set::of, Runnable::run))
                        .get(0)
                        .seat());
    }

    private MemberTable table() {
        return new MemberTable(
                List.of(A, B),
                words,
                GROUP,
                true,
                member -> told.containsKey(member) ? OptionalLong.of(told.get(member)) : OptionalLong.empty(),
                TICK);
    }

    private List<GridSight.Node> nodes() {
        ConfiguredMembers configured = new ConfiguredMembers(
                List.of("10.0.0.1:6900", "10.0.0.2:6900", "10.0.0.3:6900"), Set::of, Runnable::run);
        configured.refresh();
        return table().nodes(configured);
    }

    private List<Boolean> present() {
        return table().core().stream().map(GroupSeat::present).toList();
    }

    private static List<String> addresses(List<GridSight.Node> nodes) {
        return nodes.stream().map(GridSight.Node::address).toList();
    }
}
