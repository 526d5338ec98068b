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
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Looks at the grid for an operator, without asking it anything: what is known here is what there is to say. Tells the others
 * how this node is, on a thread of its own: the upkeep waits for registers, and in an outage long.
 */
final class GridSurvey implements GridSight.Source, AutoCloseable {

    private static final Logger LOG = Logger.getLogger("dev.turnkeeper");

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
    private final ScheduledExecutorService telling;

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
        this.words = hazelcast.replicatedAside("nodes");
        this.ticks = grid.ticks();
        this.rooms = grid.rooms();
        this.ledgers = grid.ledgers();
        this.pulse = grid.pulse();
        this.events = events;
        this.configured = configured;
        this.nodes = nodes;
        this.state = state;
        this.clock = clock;
        this.telling = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "turnkeeper-word");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Tells the others from now on, every second in which there is news. */
    void start() {
        telling.scheduleWithFixedDelay(this::tryToTell, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        telling.shutdownNow();
    }

    private void tryToTell() {
        try {
            tell();
        } catch (RuntimeException later) {
            LOG.log(Level.FINE, "the others are told in a second", later);
        }
    }

    private void tell() {
        hazelcast.here().ifPresent(self -> {
            byte[] word = word(self).toBytes();
            if (words.get(self.address())
                    .filter(said -> Arrays.equals(said, word))
                    .isEmpty()) {
                words.put(self.address(), word);
            }
        });
    }

    /** Addresses of those whose last word was that they stop, gone or not. */
    Set<String> leaving() {
        return words().entrySet().stream()
                .filter(word -> word.getValue().state() == GridSight.NodeState.STOPPING)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private NodeWord word(GridMember self) {
        ConsensusGroup group = hazelcast.consensus();
        return new NodeWord(self.name(), now(), group.seat(), group.identity(), group.isSettled());
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
                hazelcast.here().map(GridMember::address).orElse(""),
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

    private Map<String, NodeWord> words() {
        Map<String, NodeWord> read = new HashMap<>();
        words.all().forEach((address, bytes) -> NodeWord.ofBytes(bytes).ifPresent(word -> read.put(address, word)));
        hazelcast.here().ifPresent(self -> read.put(self.address(), word(self)));
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
