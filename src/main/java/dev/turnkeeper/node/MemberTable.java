package dev.turnkeeper.node;

import dev.turnkeeper.grid.GridMember;
import dev.turnkeeper.grid.GroupMember;
import dev.turnkeeper.grid.Seat;
import dev.turnkeeper.operator.GridSight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Puts together who is there, who ought to be, and who has a seat. A seat belongs to a process: one whose process is dead
 * does not count as present because another process runs at its address by now.
 *
 * @param members who is there
 * @param words by address; those of processes before the present ones are passed over
 * @param group everybody with a seat; none in a grid without consensus
 * @param consensus whether the grid has a CP group
 * @param toldThrough by a member's name: the tick through which it told what it heard; empty where it never spoke
 * @param tick the latest
 */
record MemberTable(
        List<GridMember> members,
        Map<String, NodeWord> words,
        List<GroupMember> group,
        boolean consensus,
        Function<String, OptionalLong> toldThrough,
        long tick) {

    /** Who hangs is missed by the grid after a minute only; every node speaks at every tick. */
    private static final long SILENT_TICKS = 5;

    /** By address. @param configured what the settings name */
    List<GridSight.Node> nodes(ConfiguredMembers configured) {
        List<GridSight.Node> nodes = new ArrayList<>();
        for (GridMember member : members) {
            Optional<NodeWord> word = word(member);
            nodes.add(new GridSight.Node(
                    Optional.of(member.name()),
                    member.address(),
                    member.self(),
                    true,
                    configured.names(member.address()),
                    seat(member.address(), word),
                    word.map(NodeWord::state),
                    behind(member)));
        }
        missing(configured)
                .forEach((address, named) -> nodes.add(new GridSight.Node(
                        Optional.empty(),
                        address,
                        false,
                        false,
                        named,
                        seat(address, Optional.empty()),
                        Optional.empty(),
                        OptionalLong.empty())));
        nodes.sort(Comparator.comparing(GridSight.Node::address));
        return nodes;
    }

    /** Those whose majority decides. */
    List<GridSight.GroupSeat> core() {
        Map<String, GridMember> byAddress =
                members.stream().collect(Collectors.toMap(GridMember::address, member -> member, (a, b) -> b));
        return group.stream()
                .filter(GroupMember::core)
                .map(seat -> {
                    Optional<GridMember> there = Optional.ofNullable(byAddress.get(seat.address()));
                    Optional<NodeWord> word = there.flatMap(this::word);
                    boolean present = there.isPresent()
                            && word.map(said -> said.identity().equals(Optional.of(seat.identity())))
                                    .orElse(true);
                    boolean heard =
                            there.map(this::behind).orElse(OptionalLong.empty()).orElse(0) < SILENT_TICKS;
                    return new GridSight.GroupSeat(
                            seat.address(),
                            present,
                            heard && word.map(MemberTable::isToStay).orElse(true));
                })
                .toList();
    }

    private static boolean isToStay(NodeWord word) {
        return word.settled() && word.state() != GridSight.NodeState.STOPPING;
    }

    /** By address: whether the settings name it. A seat may be of a node that they do not name. */
    private Map<String, Optional<Boolean>> missing(ConfiguredMembers configured) {
        Set<String> present = members.stream().map(GridMember::address).collect(Collectors.toSet());
        Set<String> seats = group.stream().map(GroupMember::address).collect(Collectors.toSet());
        Map<String, Optional<Boolean>> missing = new HashMap<>();
        seats.stream()
                .filter(address -> !present.contains(address))
                .forEach(address -> missing.put(address, configured.names(address)));
        seats.addAll(present);
        configured.missing(seats).forEach(address -> missing.put(address, Optional.of(true)));
        return missing;
    }

    private Optional<NodeWord> word(GridMember member) {
        return Optional.ofNullable(words.get(member.address()))
                .filter(word -> word.member().equals(member.name()));
    }

    private Optional<String> seat(String address, Optional<NodeWord> word) {
        if (!consensus) {
            return Optional.empty();
        }
        return Optional.of(word.map(NodeWord::seat)
                .orElseGet(() -> group.stream()
                        .filter(seat -> seat.address().equals(address))
                        .map(seat -> seat.core() ? Seat.CORE : Seat.SPARE)
                        .min(Comparator.naturalOrder())
                        .orElse(Seat.NONE))
                .name());
    }

    /** Each tells at a tick what it heard up to the one before; its word for the present one may still be on its way. */
    private OptionalLong behind(GridMember member) {
        if (member.self()) {
            return OptionalLong.of(0);
        }
        OptionalLong through = toldThrough.apply(member.name());
        return through.isPresent() ? OptionalLong.of(Math.max(0, tick - 1 - through.getAsLong())) : through;
    }
}
