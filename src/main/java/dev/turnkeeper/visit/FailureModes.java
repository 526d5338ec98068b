package dev.turnkeeper.visit;

import dev.turnkeeper.room.FailureMode;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.tick.Ledger;
import dev.turnkeeper.visit.Visit.Outcome;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What visitors are told who cannot be given a place now, room by room. Any thread. */
final class FailureModes {

    private final Pulse pulse;
    private final int nodes;
    private final VisitEvents events;
    private final ConcurrentHashMap<String, Bypass> bypasses = new ConcurrentHashMap<>();

    /** @param nodes configured, which share what may be let by */
    FailureModes(Pulse pulse, int nodes, VisitEvents events) {
        this.pulse = pulse;
        this.nodes = nodes;
        this.events = events;
    }

    /** Whether this visitor was let by and is not in the books yet. */
    boolean isBypassed(Room room, UUID visitor) {
        Bypass bypass = bypasses.get(room.id().value());
        return bypass != null && bypass.remembers(visitor, pulse.nanos());
    }

    /** For a visitor without a place that could be told now. */
    Outcome outcome(Room room, Standing standing, UUID visitor) {
        if (room.state() != RoomState.INACTIVE && isBypassed(room, visitor)) {
            return Outcome.BYPASSED;
        }
        return outcome(room, standing, () -> letBy(room, visitor));
    }

    /** As {@link #outcome(Room, Standing, UUID)}, for a newcomer whom nothing names. */
    Outcome outcome(Room room, Standing standing) {
        return outcome(room, standing, () -> letByUnnamed(room));
    }

    private static Outcome outcome(Room room, Standing standing, Supplier<Outcome> letBy) {
        if (room.state() == RoomState.INACTIVE) {
            return Outcome.NOT_CONTROLLED;
        }
        if (standing != Standing.BROKEN) {
            return Outcome.HELD;
        }
        return switch (room.policy().failureMode()) {
            case HOLD -> Outcome.HELD;
            case BLOCK -> Outcome.BLOCKED;
            case BYPASS -> room.state() == RoomState.PAUSED ? Outcome.HELD : letBy.get();
        };
    }

    /**
     * Whether a web visitor inside, whose place the others may have let go by now, stays: where newcomers are let by, and out
     * of what may be let by.
     */
    boolean keepsInside(Room room, Ledger ledger, long position) {
        if (room.policy().failureMode() != FailureMode.BYPASS || room.state() == RoomState.PAUSED) {
            return false;
        }
        long generation = ledger.name().generation();
        if (Standing.of(pulse, ledger) != Standing.BROKEN) {
            // The grid is coming back, and has not yet said who is still inside: whoever was kept stays until it has.
            return bypass(room).keeps(generation, position, pulse.nanos());
        }
        return switch (bypass(room).keep(generation, position, nodes, pulse.nanos())) {
            case LET_BY -> {
                events.bypassed(room.id().value());
                yield true;
            }
            case REMEMBERED -> true;
            case REFUSED -> false;
        };
    }

    private Outcome letByUnnamed(Room room) {
        if (!bypass(room).letByUnnamed(nodes, pulse.nanos())) {
            return Outcome.HELD;
        }
        events.bypassed(room.id().value());
        return Outcome.BYPASSED;
    }

    private Outcome letBy(Room room, UUID visitor) {
        return switch (bypass(room).letBy(visitor, nodes, pulse.nanos())) {
            case LET_BY -> {
                events.bypassed(room.id().value());
                yield Outcome.BYPASSED;
            }
            case REMEMBERED -> Outcome.BYPASSED;
            case REFUSED -> Outcome.HELD;
        };
    }

    private Bypass bypass(Room room) {
        return bypasses.computeIfAbsent(room.id().value(), first -> new Bypass(room));
    }

    /** The rooms in which somebody was let by. */
    Collection<Bypass> bypasses() {
        return bypasses.values();
    }

    void update(Room room) {
        Bypass bypass = bypasses.get(room.id().value());
        if (bypass != null) {
            bypass.update(room);
        }
    }

    /** Forgets a room that is left behind with all generations before {@code oldest}: it was deleted. */
    void drop(String room, long oldest) {
        bypasses.computeIfPresent(room, (same, bypass) -> bypass.room().generation() < oldest ? null : bypass);
    }

    void forgetSilent() {
        bypasses.values().forEach(bypass -> bypass.forgetSilent(pulse.nanos()));
    }
}
