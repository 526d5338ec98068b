package dev.turnkeeper.node;

import dev.turnkeeper.grid.ConsensusGroup;
import dev.turnkeeper.grid.GridMember;
import dev.turnkeeper.grid.HazelcastGrid;
import dev.turnkeeper.operator.GridSight;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.state.ReplicatedBytes;
import dev.turnkeeper.tick.Ledger;
import dev.turnkeeper.tick.LedgerName;
import dev.turnkeeper.tick.Ledgers;
import dev.turnkeeper.tick.TickLoop;
import dev.turnkeeper.visit.Pulse;
import dev.turnkeeper.visit.Standing;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Looks at the grid for an operator, without asking it anything: what is known here is what there is to say. */
final class GridSurvey implements GridSight.Source {

    private final HazelcastGrid hazelcast;
    private final ReplicatedBytes words;
    private final TickLoop ticks;
    private final Rooms rooms;
    private final Ledgers ledgers;
    private final Pulse pulse;
    private final NodeEvents events;
    private final ConfiguredMembers configured;
    private final int nodes;
    private final Supplier<GridSight.NodeState> state;
    private final InstantSource clock;

    /**
     * @param configured the nodes that the settings name, {@code nodes} of them
     * @param state of this node
     */
    GridSurvey(
            Grid grid,
            NodeEvents events,
            ConfiguredMembers configured,
            int nodes,
            Supplier<GridSight.NodeState> state,
            InstantSource clock) {
        this.hazelcast = grid.hazelcast();
        this.words = hazelcast.replicated("nodes");
        this.ticks = grid.ticks();
        this.rooms = grid.rooms();
        this.ledgers = grid.ledgers();
        this.pulse = grid.pulse();
        this.events = events;
        this.configured = configured;
        this.nodes = nodes;
        this.state = state;
        this.clock = clock;
    }

    /** Tells the others how this node is, where that is news; to be called every second. */
    void tell() {
        self().ifPresent(self -> {
            ConsensusGroup group = hazelcast.consensus();
            byte[] word = new NodeWord(self.name(), now(), group.seat(), group.identity(), group.isSettled()).toBytes();
            if (!words.get(self.address())
                    .filter(said -> Arrays.equals(said, word))
                    .isPresent()) {
                words.put(self.address(), word);
            }
        });
    }

    @Override
    public GridSight look() {
        configured.refresh();
        List<GridMember> members = hazelcast.members();
        ConsensusGroup consensus = hazelcast.consensus();
        long tick = ticks.tick();
        MemberTable table =
                new MemberTable(members, words(), consensus.members(), consensus.isThere(), ticks::toldThrough, tick);
        Map<String, String> addresses = new HashMap<>();
        members.forEach(member -> addresses.put(member.name(), member.address()));
        return new GridSight(
                clock.instant(),
                self().map(GridMember::address).orElse(""),
                now(),
                pulse.isReady() && ticks.mayGivePlaces(),
                nodes,
                new GridSight.TickSeen(
                        tick, ticks.nanosSinceTick() / 1_000_000, winner(tick).map(addresses::get)),
                consensus.isThere() ? Optional.of(group(table, consensus, addresses)) : Optional.empty(),
                table.nodes(configured),
                rooms.all().stream().map(room -> room(room, addresses)).toList(),
                events.calls(),
                events.exchanged());
    }

    private GridSight.NodeState now() {
        return state.get();
    }

    private Optional<GridMember> self() {
        return hazelcast.members().stream().filter(GridMember::self).findFirst();
    }

    private Map<String, NodeWord> words() {
        Map<String, NodeWord> read = new HashMap<>();
        words.all().forEach((address, bytes) -> NodeWord.ofBytes(bytes).ifPresent(word -> read.put(address, word)));
        return read;
    }

    private static GridSight.Group group(MemberTable table, ConsensusGroup consensus, Map<String, String> addresses) {
        return new GridSight.Group(
                consensus.configuredSize(),
                table.core(),
                consensus.leader().filter(addresses::containsValue),
                consensus.seat().name());
    }

    /** Who won is not told; who decided at that tick is, by the decisions. */
    private Optional<String> winner(long tick) {
        if (events.wonLast() == tick) {
            return Optional.of(hazelcast.self());
        }
        return rooms.all().stream()
                .map(this::ledger)
                .flatMap(Optional::stream)
                .filter(ledger -> ledger.decidedAt() == tick)
                .flatMap(ledger -> ledger.decidedBy().stream())
                .findFirst();
    }

    private GridSight.RoomSeen room(Room room, Map<String, String> addresses) {
        Optional<Ledger> ledger = ledger(room);
        long decidedAt = ledger.map(Ledger::decidedAt).orElse(0L);
        return new GridSight.RoomSeen(
                room.id().value(),
                room.generation(),
                ledger.map(known -> Standing.of(pulse, known))
                        .orElse(Standing.MOVING)
                        .name(),
                room.policy().failureMode().name(),
                decidedAt,
                decidedAt == 0 ? OptionalLong.empty() : OptionalLong.of(ticks.nanosSince(decidedAt) / 1_000_000),
                ledger.flatMap(Ledger::decidedBy).map(addresses::get),
                room.version(),
                ledger.map(Ledger::decidedUnder).orElse(0L));
    }

    private Optional<Ledger> ledger(Room room) {
        return ledgers.find(new LedgerName(room.id().value(), room.generation()));
    }
}
