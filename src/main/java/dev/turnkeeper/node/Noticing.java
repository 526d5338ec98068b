package dev.turnkeeper.node;

import dev.turnkeeper.grid.GridMember;
import dev.turnkeeper.notice.Deliveries;
import dev.turnkeeper.notice.Sight;
import dev.turnkeeper.notice.Watch;
import dev.turnkeeper.notice.Webhooks;
import dev.turnkeeper.room.Emergency;
import dev.turnkeeper.room.FailureMode;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.tick.LedgerName;
import dev.turnkeeper.visit.Standing;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** Looks around once a second for those who want to hear of it, on a thread of its own: it may wait for the grid. */
final class Noticing implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Noticing.class.getName());

    private final Grid grid;
    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final Watch watch;
    private final Supplier<Set<String>> leaving;
    private final ScheduledExecutorService rounds;

    /** @param leaving addresses of nodes that said that they stop */
    Noticing(Grid grid, Webhooks webhooks, Deliveries deliveries, Watch watch, Supplier<Set<String>> leaving) {
        this.grid = grid;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.watch = watch;
        this.leaving = leaving;
        this.rounds = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "turnkeeper-notices");
            thread.setDaemon(true);
            return thread;
        });
    }

    void start() {
        rounds.scheduleWithFixedDelay(this::round, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        rounds.shutdownNow();
        deliveries.close();
    }

    private void round() {
        try {
            if (grid.pulse().isReady()) {
                watch.look(sight());
                deliveries.work();
            }
        } catch (RuntimeException failed) {
            LOG.log(Level.WARNING, "notices are looked at again in a second", failed);
        }
    }

    private Sight sight() {
        // Nobody listens: nothing is counted.
        boolean idle = webhooks.all().isEmpty();
        return new Sight(
                grid.ticks().tick(),
                grid.mayGivePlaces(),
                idle
                        ? Map.of()
                        : grid.rooms().all().stream()
                                .collect(Collectors.toMap(room -> room.id().value(), this::room)),
                grid.emergency()
                        .now()
                        .filter(now -> now.mode() == Emergency.Mode.BYPASS)
                        .isPresent(),
                grid.hazelcast().members().stream().map(GridMember::address).collect(Collectors.toSet()),
                leaving.get());
    }

    private Sight.Room room(Room room) {
        return new Sight.Room(grid.waiting(room.id()), grid.inside(room.id()), room.limit(), letsBy(room));
    }

    private boolean letsBy(Room room) {
        return room.state() == RoomState.ACTIVE
                && room.policy().failureMode() == FailureMode.BYPASS
                && grid.ledgers()
                        .find(new LedgerName(room.id().value(), room.generation()))
                        .filter(ledger -> Standing.of(grid.pulse(), ledger) == Standing.BROKEN)
                        .isPresent();
    }
}
